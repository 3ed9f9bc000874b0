import { signal } from '@preact/signals'

const said = signal('')
let pending: string[] = []
let timer: ReturnType<typeof setTimeout> | undefined

/** The least time between two announcements, in milliseconds: what happens within is told together. */
const pause = 3_000
/** More at once are only counted. */
const most = 3

/** Tells a screen reader, politely, of what changed elsewhere. */
export function announce(text: string): void {
  pending.push(text)
  if (timer === undefined) timer = setTimeout(flush, said.value === '' ? 100 : pause)
}

function flush(): void {
  const more = pending.length - most
  said.value = [...pending.slice(0, most), ...(more > 0 ? [`and ${more} more changes`] : [])].join('; ')
  pending = []
  timer = undefined
}

export function Announcer() {
  return (
    <div class="only-read" role="status" aria-live="polite">
      {said}
    </div>
  )
}
