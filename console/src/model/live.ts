import { type ReadonlySignal, type Signal, signal } from '@preact/signals'

/** The counters of a session, as the server tells them at every change. */
export interface Counters {
  readonly sessionId: number
  readonly taken: number
  /** null: no limit. */
  readonly places: number | null
  readonly waiting: number
}

export type LiveStatus = 'connecting' | 'live' | 'lost'

/** What changes in an event while one looks on, whoever does it. */
export interface Live {
  readonly status: ReadonlySignal<LiveStatus>
  /** The newest counters of a session; null until they are known. */
  counters(session: number): ReadonlySignal<Counters | null>
  /** Is told the sessions that changed, at most once per frame. @returns ends that */
  listen(listener: (changed: ReadonlySet<number>) => void): () => void
  close(): void
}

/**
 * Follows the changes of an event by server-sent events, and connects anew when the line is lost. A page that nobody sees has
 * no line: a browser has but a few for all its pages together.
 */
export function openLive(event: number): Live {
  const status = signal<LiveStatus>('connecting')
  const known = new Map<number, Signal<Counters | null>>()
  const listeners = new Set<(changed: ReadonlySet<number>) => void>()
  const waiting = new Map<number, Counters>()
  let isScheduled = false

  function signalOf(session: number): Signal<Counters | null> {
    const there = known.get(session)
    if (there) return there
    const made = signal<Counters | null>(null)
    known.set(session, made)
    return made
  }

  // Many changes may come between two frames: each session is drawn once.
  function take(list: readonly Counters[]): void {
    for (const counters of list) waiting.set(counters.sessionId, counters)
    if (isScheduled) return
    isScheduled = true
    setTimeout(show, 16)
  }

  function show(): void {
    isScheduled = false
    const changed = new Set(waiting.keys())
    for (const [id, counters] of waiting) signalOf(id).value = counters
    waiting.clear()
    for (const listener of listeners) listener(changed)
  }

  let source: EventSource | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let tries = 0

  function connect(): void {
    const opened = new EventSource(`/api/EventChanges?EventID=${event}`)
    source = opened
    opened.addEventListener('open', () => {
      tries = 0
      status.value = 'live'
    })
    opened.addEventListener('error', () => {
      status.value = 'lost'
      // Where a server answers anything but events, the browser gives up.
      if (opened.readyState === EventSource.CLOSED) timer = setTimeout(connect, pauseAfter(tries++))
    })
    for (const name of ['state', 'change']) {
      opened.addEventListener(name, (message: MessageEvent<string>) => take(countersIn(message.data)))
    }
  }

  function disconnect(): void {
    clearTimeout(timer)
    source?.close()
  }

  function follow(): void {
    disconnect()
    if (document.visibilityState === 'visible') connect()
  }

  document.addEventListener('visibilitychange', follow)
  follow()
  return {
    status,
    counters: signalOf,
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close() {
      document.removeEventListener('visibilitychange', follow)
      disconnect()
    },
  }
}

/** How long to wait before the next try, in milliseconds: each time twice as long, up to a minute. */
function pauseAfter(tries: number): number {
  return Math.min(60_000, 1_000 * 2 ** Math.min(tries, 6))
}

/** The counters that a message has; none where it cannot be read. */
function countersIn(text: string): readonly Counters[] {
  const list: unknown = membersOf(parsed(text)).Counters
  if (!Array.isArray(list)) return []
  return list.flatMap((each) => {
    const { SessionId, Taken, Capacity, Waitlisted } = membersOf(each)
    if (typeof SessionId !== 'number' || typeof Taken !== 'number') return []
    const places = typeof Capacity === 'number' && Capacity > 0 ? Capacity : null
    return [{ sessionId: SessionId, taken: Taken, places, waiting: typeof Waitlisted === 'number' ? Waitlisted : 0 }]
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
