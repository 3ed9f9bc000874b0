/** Where {@link stylesheet} is served; pages refer to it. */
export const stylesheetPath = '/assets/answer.css'

/** The Content-Type of {@link stylesheet}. */
export const stylesheetContentType = 'text/css; charset=utf-8'

/** The look of the pages, light or dark as the reader's system is. */
export const stylesheet = `:root {
  color-scheme: light dark;
  --ink: #1c2024;
  --soft: #5b6570;
  --paper: #ffffff;
  --shade: #f3f5f7;
  --line: #d5dae0;
  --link: #0b5cad;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6e9ec;
    --soft: #a3adb8;
    --paper: #15181b;
    --shade: #1f2428;
    --line: #3a424a;
    --link: #7ab8ff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto;
  max-width: 80rem;
  padding: 1rem;
  background: var(--paper);
  color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif;
}
h1 { font-size: 1.4rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
a { color: var(--link); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: 0; padding: 0; }
main { border-top: 1px solid var(--line); margin-top: 1rem; padding-top: 1rem; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) minmax(0, 1fr); gap: .25rem 1rem; margin: 0; }
dt { color: var(--soft); overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
dd ul { margin: 0; padding-left: 1.2rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; min-width: 100%; }
th, td { border: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; }
th { background: var(--shade); white-space: nowrap; }
td { white-space: pre-wrap; }
.nothing { color: var(--soft); font-style: italic; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media (max-width: 40rem) {
  dl { grid-template-columns: minmax(0, 1fr); }
  dd { margin-bottom: .5rem; }
}
`
