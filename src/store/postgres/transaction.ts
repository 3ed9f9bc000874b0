import type { PoolClient, QueryResult } from 'pg'
import { type Scope, scopeOf } from '../change-log.ts'
import type { Transaction } from '../engine.ts'
import { StoreError } from '../errors.ts'
import { RetryTransaction } from '../retry.ts'
import type { Statement } from '../statement.ts'
import { isConnectionLost, toCommitError, toStoreError } from './pg-errors.ts'
import type { Statements } from './statements.ts'

/** Said whatever the server's default is: the rules count on rows being locked before they are read. */
const begin = 'begin isolation level read committed read write'

/** A connection that fails with its first command was lost before: another one may do. */
const runsForLost = 3

/** The tables of which an import adds many rows. */
const growing = ['session', 'session_group', 'ticket', 'registration', 'registration_ticket']

/** A connection that is lent for one transaction. */
export interface LentConnection {
  readonly client: PoolClient
  /** Gives it back. @param isLost whether it is of no further use */
  release(isLost: boolean): void
}

/** Lends a connection for a transaction on what its first statement names. @throws StoreError when none is free in time */
export type Lend = (scope: Scope) => Promise<LentConnection>

/** One run of a work on a connection of its own, which is lent when the work runs its first statement. */
export class TransactionAttempt implements Transaction {
  readonly #lend: Lend
  readonly #statements: Statements
  readonly #database: string
  readonly isRetry: boolean
  #connection: Promise<LentConnection> | null = null
  /** The server's answer to `begin`, for which the first query does not wait. */
  #beginning: Promise<void> = Promise.resolve()
  #begun = false
  #ended = false
  /** The first fault of a query: the server does nothing more in this transaction. */
  #fault: unknown
  #isLost = false

  constructor(lend: Lend, statements: Statements, database: string, isRepeat: boolean) {
    this.#lend = lend
    this.#statements = statements
    this.#database = database
    this.isRetry = isRepeat
  }

  /** Begins, does the work and commits; or undoes all of it, and throws. */
  async execute<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    try {
      const value = await work(this)
      const connection = await this.#connection
      await this.#beginning
      if (this.#fault !== undefined) throw this.#fault
      this.#ended = true
      if (connection) await this.#commit(connection.client)
      return value
    } catch (error) {
      this.#ended = true
      await this.#rollback()
      throw this.#told(error)
    } finally {
      const connection = await this.#connection?.catch(() => null)
      connection?.release(this.#isLost)
    }
  }

  async all<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row[]> {
    return (await this.#query(statement, args)).rows
  }

  async first<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row | undefined> {
    return (await this.all(statement, args))[0]
  }

  async run<Args>(statement: Statement<Args, unknown>, args: Args): Promise<number> {
    return (await this.#query(statement, args)).rowCount ?? 0
  }

  async lock<Args>(statement: Statement<Args, unknown>, args: Args): Promise<void> {
    await this.#query(statement, args)
  }

  async refreshStatistics(): Promise<void> {
    if (this.#ended) throw new StoreError('failed', this.#database)
    // Of tables that another one analyses, or that are not this user's, the server passes over.
    const { client } = await this.#begin({ client: null, event: null })
    await this.#execute(client, `analyze (skip_locked) ${growing.join(', ')}`)
  }

  async #query<Args>(statement: Statement<Args, unknown>, args: Args): Promise<QueryResult> {
    // The connection of a work that is over is another one's.
    if (this.#ended) throw new StoreError('failed', this.#database)
    const { client } = await this.#begin(scopeOf(args))
    try {
      return await client.query(this.#statements.query(statement, args))
    } catch (error) {
      throw this.#note(error)
    }
  }

  #begin(scope: Scope): Promise<LentConnection> {
    this.#connection ??= this.#open(scope)
    return this.#connection
  }

  async #open(scope: Scope): Promise<LentConnection> {
    const connection = await this.#lend(scope).catch((error) => {
      this.#fault ??= error
      throw error
    })
    // Not waited for: the first query of the work follows at once.
    this.#beginning = this.#execute(connection.client, begin).then(() => {
      this.#begun = true
    })
    this.#beginning.catch(() => undefined)
    return connection
  }

  async #execute(client: PoolClient, command: string): Promise<void> {
    try {
      await client.query(command)
    } catch (error) {
      throw this.#note(error)
    }
  }

  async #rollback(): Promise<void> {
    const connection = await this.#connection?.catch(() => null)
    await this.#beginning.catch(() => undefined)
    if (connection && !this.#isLost) await this.#execute(connection.client, 'rollback').catch(() => undefined)
  }

  #note(error: unknown): unknown {
    this.#isLost ||= isConnectionLost(error)
    const told = toStoreError(this.#database, error)
    this.#fault ??= told
    return told
  }

  async #commit(client: PoolClient): Promise<void> {
    const { command } = await client.query('commit').catch((error) => {
      this.#isLost ||= isConnectionLost(error)
      throw toCommitError(this.#database, error)
    })
    // After a query that failed, and that the work did not wait for, the server undoes what it is told to commit.
    if (command !== 'COMMIT') throw this.#fault ?? new StoreError('failed', this.#database)
  }

  /** What the caller is told of an error, the work's own or the database's. */
  #told(error: unknown): unknown {
    if (this.#isLost && !this.#begun && this.#fault instanceof StoreError) {
      return new RetryTransaction({ cause: error, runs: runsForLost, otherwise: this.#fault })
    }
    // A work may have passed over it.
    return this.#fault instanceof RetryTransaction ? this.#fault : error
  }
}
