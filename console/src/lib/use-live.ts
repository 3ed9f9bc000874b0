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
 * @param except those that do not: what is known of them comes by their counters
 */
export function useReload(
  reload: () => void,
  sessions: ReadonlySet<number> | null,
  except: ReadonlySet<number> = none,
): void {
  const { live } = useEvent()
  const latest = useRef({ reload, sessions, except })
  latest.current = { reload, sessions, except }
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const matters = (id: number) => {
      const { sessions, except } = latest.current
      return (sessions === null || sessions.has(id)) && !except.has(id)
    }
    const schedule = () => {
      if (timer !== undefined) return
      timer = setTimeout(() => {
        timer = undefined
        latest.current.reload()
      }, pause)
    }
    const end = live.listen((changed) => {
      if ([...changed].some(matters)) schedule()
    })
    return () => {
      end()
      clearTimeout(timer)
    }
  }, [live])
}

const none: ReadonlySet<number> = new Set()
