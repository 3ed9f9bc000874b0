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

/** How long changes are gathered before the first reload, in milliseconds. */
const soon = 50

interface ReloadOptions {
  /** The sessions that matter; without them all do. */
  readonly of?: ReadonlySet<number>
  /** Those that do not: what is known of them comes by their counters. */
  readonly except?: ReadonlySet<number>
  /** The least time between two reloads, in milliseconds. */
  readonly pause?: number
}

/** Calls `reload` soon after something changed. */
export function useReload(reload: () => void, options: ReloadOptions = {}): void {
  const { live } = useEvent()
  const latest = useRef({ reload, options })
  latest.current = { reload, options }
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let last = 0
    const matters = (id: number) => {
      const { of, except } = latest.current.options
      return (of?.has(id) ?? true) && !except?.has(id)
    }
    const schedule = () => {
      if (timer !== undefined) return
      const { pause = 1_000 } = latest.current.options
      const wait = Math.max(soon, last + pause - performance.now())
      timer = setTimeout(() => {
        timer = undefined
        last = performance.now()
        latest.current.reload()
      }, wait)
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
