import type { PoolClient, QueryResult } from 'pg'
import type { Transaction } from '../engine.ts'
import { StoreError } from '../errors.ts'
import { RetryWork } from '../retry.ts'
import type { Statement } from '../statement.ts'
import { commitFault, fault, isLoss } from './faults.ts'
import type { Statements } from './statements.ts'

/** Said whatever the server's default is: the rules count on rows being locked before they are read. */
const begin = 'begin isolation level read committed read write'

/** A connection that fails with its first command was lost before: another one may do. */
const runsForLost = 3

/** The tables of which an import adds many rows. */
const growing = ['session', 'session_group', 'ticket', 'registration', 'registration_ticket']

/** One run of a work on a connection of its own. */
export class Attempt implements Transaction {
  readonly #client: PoolClient
  readonly #statements: Statements
  readonly #database: string
  readonly isRepeat: boolean
  #begun = false
  #ended = false
  /** The first fault of a query: the server does nothing more in this transaction. */
  #fault: unknown
  #isLost = false

  constructor(client: PoolClient, statements: Statements, database: string, isRepeat: boolean) {
    this.#client = client
    this.#statements = statements
    this.#database = database
    this.isRepeat = isRepeat
  }

  /** Whether the connection is of no further use. */
  get isLost(): boolean {
    return this.#isLost
  }

  /** Begins, does the work and commits; or undoes all of it, and throws. */
  async carryOut<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    // Not waited for: the first query of the work follows at once.
    const beginning = this.#execute(begin).then(() => {
      this.#begun = true
    })
    try {
      const [value] = await Promise.all([work(this), beginning])
      if (this.#fault !== undefined) throw this.#fault
      this.#ended = true
      await this.#commit()
      return value
    } catch (error) {
      this.#ended = true
      await beginning.catch(() => undefined)
      if (!this.#isLost) await this.#execute('rollback').catch(() => undefined)
      throw this.#told(error)
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

  async renewStatistics(): Promise<void> {
    if (this.#ended) throw new StoreError('failed', this.#database)
    // Of tables that another one analyses, or that are not this user's, the server passes over.
    await this.#execute(`analyze (skip_locked) ${growing.join(', ')}`)
  }

  async #query<Args>(statement: Statement<Args, unknown>, args: Args): Promise<QueryResult> {
    // The connection of a work that is over is another one's.
    if (this.#ended) throw new StoreError('failed', this.#database)
    try {
      return await this.#client.query(this.#statements.query(statement, args))
    } catch (error) {
      throw this.#note(error)
    }
  }

  async #execute(command: string): Promise<void> {
    try {
      await this.#client.query(command)
    } catch (error) {
      throw this.#note(error)
    }
  }

  #note(error: unknown): unknown {
    this.#isLost ||= isLoss(error)
    const told = fault(this.#database, error)
    this.#fault ??= told
    return told
  }

  async #commit(): Promise<void> {
    const { command } = await this.#client.query('commit').catch((error) => {
      this.#isLost ||= isLoss(error)
      throw commitFault(this.#database, error)
    })
    // After a query that failed, and that the work did not wait for, the server undoes what it is told to commit.
    if (command !== 'COMMIT') throw this.#fault ?? new StoreError('failed', this.#database)
  }

  /** What the caller is told of an error, the work's own or the database's. */
  #told(error: unknown): unknown {
    if (this.#isLost && !this.#begun && this.#fault instanceof StoreError) {
      return new RetryWork({ cause: error, runs: runsForLost, otherwise: this.#fault })
    }
    // A work may have passed over it.
    return this.#fault instanceof RetryWork ? this.#fault : error
  }
}
