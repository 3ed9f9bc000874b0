import { Changes, type Part, partsOf } from './change-log.ts'
import type { Engine, Reader, Transaction } from './engine.ts'
import type { Statement } from './statement.ts'

/** An engine of which every change is noted, before whoever made it learns that it is done. */
export class WatchedEngine implements Engine {
  readonly elsewhere: Engine['elsewhere']
  readonly all: Engine['all']
  readonly first: Engine['first']
  /** What was changed through this engine, or told by other processes. */
  readonly changes: Changes
  readonly #engine: Engine

  constructor(engine: Engine, changes = new Changes()) {
    this.#engine = engine
    this.changes = changes
    this.elsewhere = engine.elsewhere
    this.all = engine.all.bind(engine)
    this.first = engine.first.bind(engine)
    this.elsewhere.listen((parts) => changes.note(parts))
  }

  async write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    let changed: Part[] = []
    try {
      return await this.#engine.write((transaction) => {
        changed = []
        return work(new WatchedTransaction(transaction, changed))
      })
    } finally {
      // Of a work that failed too: whether it was committed may not be known.
      this.changes.note(changed)
      this.elsewhere.tell(changed)
    }
  }

  hurry(): void {
    this.#engine.hurry()
  }

  close(): Promise<void> {
    return this.#engine.close()
  }
}

class WatchedTransaction implements Transaction {
  readonly isRepeat: boolean
  readonly #transaction: Transaction
  readonly #changed: Part[]

  constructor(transaction: Transaction, changed: Part[]) {
    this.isRepeat = transaction.isRepeat
    this.#transaction = transaction
    this.#changed = changed
  }

  all<Args, Row>(statement: Statement<Args, Row>, args: Args) {
    return this.#transaction.all(statement, args)
  }

  first<Args, Row>(statement: Statement<Args, Row>, args: Args) {
    return this.#transaction.first(statement, args)
  }

  async run<Args>(statement: Statement<Args, unknown>, args: Args) {
    this.#changed.push(...partsOf(statement, args))
    return await this.#transaction.run(statement, args)
  }

  lock<Args>(statement: Statement<Args, unknown>, args: Args) {
    return this.#transaction.lock(statement, args)
  }

  renewStatistics() {
    return this.#transaction.renewStatistics()
  }
}

/** Reads, and remembers what it read. */
export class RecordingReader implements Reader {
  readonly #reader: Reader
  readonly #parts = new Map<string, Part>()

  constructor(reader: Reader) {
    this.#reader = reader
  }

  get parts(): Part[] {
    return [...this.#parts.values()]
  }

  async all<Args, Row>(statement: Statement<Args, Row>, args: Args) {
    this.#record(partsOf(statement, args))
    return await this.#reader.all(statement, args)
  }

  async first<Args, Row>(statement: Statement<Args, Row>, args: Args) {
    this.#record(partsOf(statement, args))
    return await this.#reader.first(statement, args)
  }

  #record(parts: readonly Part[]): void {
    for (const part of parts) this.#parts.set(`${part.table} ${part.client} ${part.event}`, part)
  }
}
