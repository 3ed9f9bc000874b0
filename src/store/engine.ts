import type { TableScope } from './change-log.ts'
import type { Statement } from './statement.ts'

/** Runs queries that change nothing. Whatever goes wrong rejects the promise: no query throws when it is called. */
export interface Reader {
  all<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row[]>
  first<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row | undefined>
}

/** Runs queries inside a transaction, and sees what it wrote. */
export interface Transaction extends Reader {
  /** @returns how many rows it changed */
  run<Args>(statement: Statement<Args, unknown>, args: Args): Promise<number>
  /**
   * Whether a work may lock more than it would the first time: true where it is run again because others got in its way or
   * because it asked to be, and always on SQLite, where every work is alone.
   */
  readonly isRetry: boolean
  /** Locks the rows of a statement of queries/locks.ts until the transaction ends; on SQLite nobody else writes. */
  lock<Args>(statement: Statement<Args, unknown>, args: Args): Promise<void>
  /**
   * To be called while many rows are added: PostgreSQL goes on with plans for the few that there were, and finds each row
   * among all others. SQLite's plans do not depend on how many there are.
   */
  refreshStatistics(): Promise<void>
}

/** What other processes do to the same database. */
export interface ChangeNotifier {
  /**
   * A number that is another one once others may have changed anything of which this process is not told part by part.
   * Null: at the moment nobody knows what others change.
   */
  version(): number | null
  /** How long what was read may be believed at most, in milliseconds; null: as long as nothing is known to have changed. */
  readonly maxStalenessMs: number | null
  /** Tells others what this process changed. */
  publish(parts: readonly TableScope[]): void
  /** Asks to be told what others changed. */
  subscribe(heard: (parts: readonly TableScope[]) => void): void
  /** Has `report` called when changes cannot be published, or those of others not received; one at a time. */
  onFailure(report: (error: unknown) => void): void
}

/** A database. All it does is durable once a promise of `write` is fulfilled. */
export interface Engine extends Reader {
  readonly changeNotifier: ChangeNotifier
  /**
   * Carries `work` out in a transaction: all of it, or nothing when it throws. On SQLite several works share one
   * transaction, so a work must wait for nothing but its own queries; and it may be run again, when nothing was kept of
   * the first time, so it must change nothing but the database. It is when it throws RetryWork, and on PostgreSQL, where
   * works run beside each other, when another one got in its way. A query that fails ends a work: one that passes over
   * the error is not kept there.
   * @throws StoreError when the database refuses, or what `work` threw
   */
  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  /** Begins now what is kept back to be done together with more: where callers never stop to send, more never ends. */
  flush(): void
  /** Ends after the works under way; further ones are refused. */
  close(): Promise<void>
}
