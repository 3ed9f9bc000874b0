import { useEffect, useRef } from 'preact/hooks'
import type { Fill } from '../model/fill.ts'
import type { Live } from '../model/live.ts'
import type { Session } from '../model/session.ts'
import { useEvent } from './current-event.ts'

/** How full a session is at this moment. Whoever reads it while it is drawn is drawn again when it changes. */
export function currentFill(live: Live, { id, places, taken }: Pick<Session, 'id' | 'places' | 'taken'>): Fill {
  const counters = live.counters(id).value
  return counters ?? { places, taken, waiting: null }
}

/** The least time between two reloads for changes of others, in milliseconds. */
const pause = 250

/**
 * Calls `reload` soon after something changed.
 * @param sessions those that matter; null: all
 */
export function useReload(reload: () => void, sessions: ReadonlySet<number> | null): void {
  const { live } = useEvent()
  const latest = useRef({ reload, sessions })
  latest.current = { reload, sessions }
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const end = live.listen((changed) => {
      const { sessions: wanted } = latest.current
      if (wanted === null || [...changed].some((id) => wanted.has(id))) schedule()
    })
    function schedule(): void {
      timer ??= setTimeout(() => {
        timer = undefined
        latest.current.reload()
      }, pause)
    }
    return () => {
      end()
      clearTimeout(timer)
    }
  }, [live])
}
