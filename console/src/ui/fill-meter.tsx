import { type Fill, fillText, levelOf } from '../model/fill.ts'

/** How full a session is: a bar, the numbers, and in words where it is full or somebody waits. */
export function FillMeter({ fill }: { fill: Fill }) {
  const { places, taken, waiting } = fill
  const level = levelOf(fill)
  const share = places === null ? 0 : Math.min(1, taken / Math.max(1, places))
  return (
    <span class={`fill ${level}`}>
      <span class="only-read">{fillText(fill)}</span>
      <span aria-hidden="true" class="fill-shown">
        {places !== null && (
          <span class="bar">
            <span style={{ transform: `scaleX(${share})` }} />
          </span>
        )}
        <span class="numbers">{places === null ? taken : `${taken}/${places}`}</span>
        {level === 'full' && <span class="tag full">Full</span>}
        {waiting !== null && waiting > 0 && <span class="tag waiting">{waiting} waiting</span>}
      </span>
    </span>
  )
}
