/**
 * The style of the metadata pages. Every colour is a variable, once for light and once for dark; each pair that meets
 * has a contrast of 4.5:1 at least.
 */
export const style = `:root {
  color-scheme: light dark;
  --ground: #ffffff;
  --surface: #f4f6f8;
  --text: #1b1f24;
  --muted: #545d68;
  --link: #0b57d0;
  --line: #d0d7de;
  --edge: #6b7580;
  --on-button: #ffffff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1318;
    --surface: #1a2028;
    --text: #e6edf3;
    --muted: #a3adb8;
    --link: #8ab8ff;
    --line: #39424d;
    --edge: #8b949e;
    --on-button: #0f1318;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
header, main, footer { max-width: 64rem; margin: 0 auto; padding: 0 1rem; }
header { border-bottom: 1px solid var(--line); font-weight: 600; }
footer { border-top: 1px solid var(--line); margin-top: 3rem; color: var(--muted); }
main:focus { outline: none; }
h1, h2, h3 { line-height: 1.25; margin: 2rem 0 0.75rem; overflow-wrap: anywhere; }
h1 { font-size: 1.75rem; margin-top: 1rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
a[aria-current] { color: inherit; font-weight: 600; text-decoration: none; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -100rem; top: 0; padding: 0.5rem 1rem; background: var(--ground); }
.skip:focus { left: 0; z-index: 1; }
code, pre { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 0.9em; }
pre { overflow: auto; max-height: 40rem; padding: 1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 4px; tab-size: 2; }
.scroll { overflow-x: auto; margin-bottom: 1.5rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; font-weight: 600; padding: 0.5rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid var(--line); }
th[scope="row"] { font-weight: 500; }
thead th, small, .values { color: var(--muted); font-size: 0.875rem; }
td ul { list-style: none; margin: 0; padding: 0; }
ul.inline { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; list-style: none; margin: 0; padding: 0; }
ul.access { list-style: none; padding: 0; }
.search { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
.fields p { display: grid; grid-template-columns: minmax(12rem, 1fr) minmax(0, 2fr); gap: 0.25rem 1rem; align-items: center; margin: 0.5rem 0; }
.fields p > * { min-width: 0; overflow-wrap: anywhere; }
.fields p:not(:has(label)) { display: block; }
.fields { border: 1px solid var(--line); border-radius: 4px; padding: 0.5rem 1rem; margin-bottom: 1rem; }
input, select, textarea, button { font: inherit; min-height: 2.5rem; max-width: 100%; padding: 0.4rem 0.6rem; border: 1px solid var(--edge); border-radius: 4px; background: var(--ground); color: var(--text); }
::placeholder { color: var(--muted); opacity: 1; }
button { background: var(--link); border-color: var(--link); color: var(--on-button); font-weight: 600; cursor: pointer; }
@media (max-width: 40rem) {
  .fields p { grid-template-columns: minmax(0, 1fr); }
}
`
