import { guardCallback } from '../../runtime/guard.ts'
import { scopesOf } from '../../store/change-log.ts'
import type { ChangeTrackingEngine } from '../../store/change-tracking.ts'
import { eventById } from '../../store/queries/events.ts'
import { occupancyOfEvent } from '../../store/queries/reports/occupancy.ts'
import type { OfEvent } from '../../store/queries/scope.ts'

/** The counters of a session. */
export interface Counters {
  readonly SessionId: number
  readonly Taken: number
  /** 0: no limit. */
  readonly Capacity: number
  readonly Waitlisted: number
}

/** What is told to those who watch: all counters, those that changed, or that nothing did for a while. */
export type FeedMessage =
  | { readonly kind: 'state' | 'change'; readonly counters: readonly Counters[] }
  | { readonly kind: 'nothing' }

/** How often it is looked whether anything was changed, in milliseconds: so often at most are watchers told. */
const every = 250
/** How long nothing may happen before that is told, in milliseconds. */
const silence = 15_000

/** Tells watchers of events what changes in them. The database is asked only after a change, and once for all of an event. */
export class ChangeFeed {
  readonly #engine: ChangeTrackingEngine
  readonly #failed: (error: unknown) => void
  readonly #events = new Map<string, EventFeed>()
  #isClosed = false

  /** @param failed called when an event can no longer be read, once until it can be read again */
  constructor(engine: ChangeTrackingEngine, failed: (error: unknown) => void) {
    this.#engine = engine
    this.#failed = failed
  }

  /** How many watch. */
  get watchers(): number {
    return [...this.#events.values()].reduce((sum, { watchers }) => sum + watchers.size, 0)
  }

  /** How many watch events of a client (tenant). */
  watchersOf(client: number): number {
    const own = [...this.#events].filter(([key]) => key.startsWith(`${client} `))
    return own.reduce((sum, [, { watchers }]) => sum + watchers.size, 0)
  }

  /** Yields what changes to one watcher, until it stops listening, the event is deleted or the feed is closed. */
  async *watch(scope: OfEvent): AsyncGenerator<FeedMessage> {
    if (this.#isClosed) return
    const key = `${scope.client} ${scope.event}`
    const feed = this.#events.get(key) ?? new EventFeed(this.#engine, scope, this.#failed)
    this.#events.set(key, feed)
    const watcher = new Watcher()
    try {
      yield { kind: 'state', counters: await feed.add(watcher) }
      while (!this.#isClosed && !feed.isDeleted) {
        const told = await watcher.next()
        if (this.#isClosed || feed.isDeleted) return
        yield told
      }
    } finally {
      if (feed.remove(watcher)) this.#events.delete(key)
    }
  }

  /** Ends all watching. */
  close(): void {
    this.#isClosed = true
    for (const { watchers } of this.#events.values()) for (const watcher of watchers) watcher.wake()
  }
}

/** Somebody who watches. What changes while they are slow is told together: the newest counters of each session. */
class Watcher {
  readonly #changed = new Map<number, Counters>()
  /** Whether a session is gone, so that all counters have to be told. */
  #isState = false
  #wake: (() => void) | null = null

  tell(counters: readonly Counters[]): void {
    for (const each of counters) this.#changed.set(each.SessionId, each)
    this.wake()
  }

  /** Tells all counters there are: those of other sessions are outdated. */
  tellState(counters: readonly Counters[]): void {
    this.forget()
    this.#isState = true
    this.tell(counters)
  }

  /** What was told so far is known by other means. */
  forget(): void {
    this.#changed.clear()
    this.#isState = false
  }

  wake(): void {
    this.#wake?.()
  }

  /** What changed since it was last asked; nothing where nothing does for a while. */
  async next(): Promise<FeedMessage> {
    if (this.#changed.size === 0 && !this.#isState) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, silence)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.#wake = null
    }
    const [counters, isState] = [[...this.#changed.values()], this.#isState]
    this.forget()
    if (isState) return { kind: 'state', counters }
    return counters.length === 0 ? { kind: 'nothing' } : { kind: 'change', counters }
  }
}

class EventFeed {
  readonly watchers = new Set<Watcher>()
  readonly #engine: ChangeTrackingEngine
  readonly #scope: OfEvent
  readonly #failed: (error: unknown) => void
  #known: ReadonlyMap<number, Counters> = new Map()
  #timer: NodeJS.Timeout | undefined
  #since = -1
  #epoch: number | null = null
  #reading: Promise<void> | null = null
  #isFailing = false
  #isDeleted = false

  constructor(engine: ChangeTrackingEngine, scope: OfEvent, failed: (error: unknown) => void) {
    this.#engine = engine
    this.#scope = scope
    this.#failed = failed
  }

  /** Whether the event has been deleted. */
  get isDeleted(): boolean {
    return this.#isDeleted
  }

  /** @returns all counters as they are now */
  async add(watcher: Watcher): Promise<readonly Counters[]> {
    this.watchers.add(watcher)
    this.#timer ??= setInterval(
      guardCallback('change-feed', () => this.#tryLook()),
      every,
    )
    await this.#look()
    watcher.forget()
    return [...this.#known.values()]
  }

  /** @returns whether nobody is left */
  remove(watcher: Watcher): boolean {
    this.watchers.delete(watcher)
    if (this.watchers.size > 0) return false
    clearInterval(this.#timer)
    this.#timer = undefined
    return true
  }

  async #tryLook(): Promise<void> {
    try {
      await this.#look()
      this.#isFailing = false
    } catch (error) {
      if (!this.#isFailing) this.#failed(error)
      this.#isFailing = true
    }
  }

  /** One look at a time; whoever comes meanwhile waits for the one that is under way. */
  #look(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = null
    })
    return this.#reading
  }

  async #read(): Promise<void> {
    const { changes, changeNotifier: elsewhere } = this.#engine
    const epoch = elsewhere.version()
    const isSame = epoch !== null && epoch === this.#epoch
    const parts = [...scopesOf(occupancyOfEvent, this.#scope), ...scopesOf(eventById, this.#scope)]
    if (this.#since >= 0 && isSame && !changes.isChanged(parts, this.#since)) return
    const since = changes.count
    const rows = await this.#engine.all(occupancyOfEvent, this.#scope)
    this.#isDeleted = (await this.#engine.first(eventById, this.#scope)) === undefined
    const known = this.#known
    const counters = rows.map(countersOf)
    this.#known = new Map(counters.map((each) => [each.SessionId, each]))
    const changed = counters.filter((each) => !isEqual(each, known.get(each.SessionId)))
    this.#since = since
    this.#epoch = epoch
    const isSessionGone = [...known.keys()].some((id) => !this.#known.has(id))
    for (const watcher of this.watchers) {
      if (this.#isDeleted) watcher.wake()
      else if (isSessionGone) watcher.tellState(counters)
      else if (changed.length > 0) watcher.tell(changed)
    }
  }
}

function countersOf(row: {
  id: number
  taken: number
  max_registrants: number | null
  waiting: number | null
}): Counters {
  return {
    SessionId: row.id,
    Taken: row.taken,
    Capacity: row.max_registrants ?? 0,
    Waitlisted: Number(row.waiting ?? 0),
  }
}

function isEqual(one: Counters, other: Counters | undefined): boolean {
  return one.Taken === other?.Taken && one.Capacity === other.Capacity && one.Waitlisted === other.Waitlisted
}
