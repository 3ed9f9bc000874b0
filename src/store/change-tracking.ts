import { ChangeLog, scopesOf, type TableScope } from './change-log.ts'
import type { Engine, Reader, Transaction } from './engine.ts'
import type { Statement } from './statement.ts'

/** An engine of which every change is noted, before whoever made it learns that it is done. */
export class ChangeTrackingEngine implements Engine {
  readonly changeNotifier: Engine['changeNotifier']
  readonly all: Engine['all']
  readonly first: Engine['first']
  /** What was changed through this engine, or told by other processes. */
  readonly changes: ChangeLog
  readonly #engine: Engine

  constructor(engine: Engine, changes = new ChangeLog()) {
    this.#engine = engine
    this.changes = changes
    this.changeNotifier = engine.changeNotifier
    this.all = engine.all.bind(engine)
    this.first = engine.first.bind(engine)
    this.changeNotifier.subscribe((parts) => changes.note(parts))
  }

  async write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    let changed: TableScope[] = []
    try {
      return await this.#engine.write((transaction) => {
        changed = []
        return work(new ChangeTrackingTransaction(transaction, changed))
      })
    } finally {
      // Of a work that failed too: whether it was committed may not be known.
      this.changes.note(changed)
      this.changeNotifier.publish(changed)
    }
  }

  flush(): void {
    this.#engine.flush()
  }

  close(): Promise<void> {
    return this.#engine.close()
  }
}

class ChangeTrackingTransaction implements Transaction {
  readonly isRetry: boolean
  readonly #transaction: Transaction
  readonly #changed: TableScope[]

  constructor(transaction: Transaction, changed: TableScope[]) {
    this.isRetry = transaction.isRetry
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
    this.#changed.push(...scopesOf(statement, args))
    return await this.#transaction.run(statement, args)
  }

  lock<Args>(statement: Statement<Args, unknown>, args: Args) {
    return this.#transaction.lock(statement, args)
  }

  refreshStatistics() {
    return this.#transaction.refreshStatistics()
  }
}

/** Reads, and remembers what it read. */
export class DependencyRecorder implements Reader {
  readonly #reader: Reader
  readonly #parts = new Map<string, TableScope>()

  constructor(reader: Reader) {
    this.#reader = reader
  }

  get scopes(): TableScope[] {
    return [...this.#parts.values()]
  }

  async all<Args, Row>(statement: Statement<Args, Row>, args: Args) {
    this.#record(scopesOf(statement, args))
    return await this.#reader.all(statement, args)
  }

  async first<Args, Row>(statement: Statement<Args, Row>, args: Args) {
    this.#record(scopesOf(statement, args))
    return await this.#reader.first(statement, args)
  }

  #record(parts: readonly TableScope[]): void {
    for (const part of parts) this.#parts.set(`${part.table} ${part.client} ${part.event}`, part)
  }
}
