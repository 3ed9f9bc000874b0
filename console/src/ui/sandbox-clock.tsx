import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Act } from '../lib/action.ts'
import { momentText, ownZone } from '../model/instant.ts'
import { resetClock, type Sandbox, setClock } from '../model/sandbox.ts'

const steps = [
  ['PT15M', '15 minutes'],
  ['PT1H', '1 hour'],
  ['P1D', '1 day'],
] as const

/** A moment that goes on, in milliseconds since 1970-01-01 UTC. */
function useClock(now: string, isFrozen: boolean): number {
  const began = useMemo(() => ({ clock: Date.parse(now), here: performance.now() }), [now])
  const [passed, setPassed] = useState(0)
  useEffect(() => {
    setPassed(0)
    if (isFrozen) return
    const timer = setInterval(() => setPassed(performance.now() - began.here), 1_000)
    return () => clearInterval(timer)
  }, [began, isFrozen])
  return began.clock + passed
}

/** The clock that events go by. */
export function SandboxClockSection({ sandbox: { now, isFrozen }, act }: { sandbox: Sandbox; act: Act }) {
  const [at, setAt] = useState('')
  const shown = useClock(now, isFrozen)
  const change = (done: string, ...[to]: Parameters<typeof setClock>) =>
    void act('The clock could not be set.', done, () => setClock(to))
  return (
    <section aria-labelledby="clock">
      <h2 id="clock">Clock</h2>
      <p class="muted">
        Events go by it: when registration opens, and when what happens is dated. Signing in goes by the real time.
      </p>
      <p class="clock-now">
        <time dateTime={now} title={momentText(shown, ownZone)}>
          {momentText(shown, 'UTC')}
        </time>
        <span class={`tag ${isFrozen ? 'waiting' : 'good'}`}>{isFrozen ? 'Stands still' : 'Goes on'}</span>
      </p>
      <div class="filters">
        <button
          type="button"
          onClick={() => change(isFrozen ? 'The clock goes on.' : 'The clock stands.', { isFrozen: !isFrozen })}
        >
          {isFrozen ? 'Let it go on' : 'Stop it'}
        </button>
        {steps.map(([move, name]) => (
          <button key={move} type="button" onClick={() => change(`The clock was moved by ${name}.`, { move })}>
            + {name}
          </button>
        ))}
        <button
          type="button"
          onClick={() => void act('The clock could not be set.', 'It is the real time again.', resetClock)}
        >
          Real time
        </button>
      </div>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault()
          change('The clock was set.', { at })
        }}
      >
        <label>
          Set it to (UTC)
          <input type="datetime-local" required value={at} onInput={(event) => setAt(event.currentTarget.value)} />
        </label>
        <button type="submit">Set</button>
      </form>
    </section>
  )
}
