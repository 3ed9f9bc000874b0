import { LRUCache } from 'lru-cache'
import type { CachedResponse } from '../../protocol/schema/cached-response.ts'
import type { TableScope } from '../../store/change-log.ts'
import { type ChangeTrackingEngine, DependencyRecorder } from '../../store/change-tracking.ts'
import type { Engine } from '../../store/engine.ts'

interface Entry {
  readonly kept: CachedResponse
  /** What it was read from, and how many changes there had been before. */
  readonly parts: readonly TableScope[]
  readonly since: number
  readonly at: number
}

/** A reading that is under way. */
export interface Reading {
  /** Reads from the engine, and remembers what. */
  readonly engine: Engine
  /** Keeps the answer that was made of it, unless something that was read has changed since. */
  keep(kept: CachedResponse, bytes: number): void
}

/**
 * Keeps the answers of reads, for one process. One is found again as long as nothing that it was made of has changed: each
 * is kept with the parts of tables that it read, and each change is noted before whoever made it learns of it.
 */
export class ResponseCache {
  readonly #engine: ChangeTrackingEngine
  readonly #now: () => number
  readonly #entries: LRUCache<string, Entry>
  #epoch: number | null = null

  /** @param maxBytes about how much memory answers may take */
  constructor(engine: ChangeTrackingEngine, now: () => number, maxBytes: number) {
    this.#engine = engine
    this.#now = now
    this.#entries = new LRUCache<string, Entry>({ maxSize: maxBytes, maxEntrySize: Math.ceil(maxBytes / 8) })
  }

  find(key: string): CachedResponse | undefined {
    if (this.#currentEpoch() === null) return undefined
    const entry = this.#entries.get(key)
    if (!entry) return undefined
    if (!this.#engine.changes.isChanged(entry.parts, entry.since) && this.#isYoung(entry)) return entry.kept
    this.#entries.delete(key)
    return undefined
  }

  begin(key: string): Reading {
    const since = this.#engine.changes.count
    const epoch = this.#currentEpoch()
    const reader = new DependencyRecorder(this.#engine)
    const engine: Engine = {
      changeNotifier: this.#engine.changeNotifier,
      all: reader.all.bind(reader),
      first: reader.first.bind(reader),
      write: this.#engine.write.bind(this.#engine),
      flush: () => this.#engine.flush(),
      close: async () => {},
    }
    return {
      engine,
      keep: (kept, bytes) => {
        const { scopes: parts } = reader
        if (epoch === null || epoch !== this.#currentEpoch() || this.#engine.changes.isChanged(parts, since)) return
        this.#entries.set(key, { kept, parts, since, at: this.#now() }, { size: bytes })
      },
    }
  }

  /** Keeps nothing of what it has: the time that answers were made for is no longer so. */
  clear(): void {
    this.#entries.clear()
  }

  /** What others changed without its being known what empties the cache. */
  #currentEpoch(): number | null {
    const epoch = this.#engine.changeNotifier.version()
    if (epoch !== this.#epoch) this.#entries.clear()
    this.#epoch = epoch
    return epoch
  }

  #isYoung({ at }: Entry): boolean {
    const { maxStalenessMs: longest } = this.#engine.changeNotifier
    const age = this.#now() - at
    return longest === null || (age >= 0 && age <= longest)
  }
}
