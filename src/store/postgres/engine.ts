import type { Pool, QueryResult } from 'pg'
import type { Scope } from '../change-log.ts'
import type { Engine, Reader, Transaction } from '../engine.ts'
import { StoreError } from '../errors.ts'
import { withRetries } from '../retry.ts'
import type { Statement } from '../statement.ts'
import { hasCommitListener, recordCommit, registerPool } from '../store-metrics.ts'
import { PostgresChangeNotifier } from './change-notifier.ts'
import { FairQueue } from './fair-queue.ts'
import { checkUpToDate, migrateDatabase } from './migrate.ts'
import { isConnectionLost, toStoreError } from './pg-errors.ts'
import { connect, createClient, createPool } from './pool.ts'
import { missingPrivileges } from './privileges.ts'
import type { PostgresSettings } from './settings.ts'
import { Statements } from './statements.ts'
import { type LentConnection, TransactionAttempt } from './transaction.ts'

/**
 * Opens a database of PostgreSQL, and brings its tables up to date. Any number of processes may do so at once.
 * @throws StoreError when it cannot be used, or this user may not read and write all of its tables
 */
export async function openPostgres(given: PostgresSettings): Promise<Engine> {
  const settings = await reached(given)
  await migrateDatabase(settings)
  await checkPrivileges(settings)
  return new PostgresEngine(settings)
}

/** Brings the tables of a database up to date. @returns the names of the migrations that were done */
export async function migratePostgres(given: PostgresSettings): Promise<readonly string[]> {
  return migrateDatabase(await reached(given))
}

/**
 * Reads a database as it is at one moment, on a connection of its own, and changes nothing.
 * @throws StoreError, and what `work` throws
 */
export async function snapshotPostgres<T>(given: PostgresSettings, work: (reader: Reader) => Promise<T>): Promise<T> {
  const settings = await reached(given)
  const client = createClient(settings)
  client.on('error', () => undefined)
  const statements = new Statements()
  const asked = async <Rows>(ask: () => Promise<Rows>) => {
    try {
      return await ask()
    } catch (error) {
      throw toStoreError(settings.name, error)
    }
  }
  const all = async <Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row[]> =>
    (await asked(() => client.query(statements.query(statement, args)))).rows
  try {
    await asked(() => client.connect())
    await asked(() => client.query('begin isolation level repeatable read read only'))
    await asked(() => checkUpToDate(client, settings.name))
    return await work({ all, first: async (statement, args) => (await all(statement, args))[0] })
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function reached(settings: PostgresSettings): Promise<PostgresSettings> {
  try {
    return await connect(settings)
  } catch (error) {
    throw toStoreError(settings.name, error)
  }
}

/** @throws StoreError which says what the user may not do and needs to */
async function checkPrivileges(settings: PostgresSettings): Promise<void> {
  const pool = createPool(settings, 1)
  try {
    const missing = await missingPrivileges(pool)
    if (missing.length === 0) return
    throw new StoreError('refused', settings.name, undefined, `${settings.user} lacks ${missing.join('; ')}`)
  } catch (error) {
    throw toStoreError(settings.name, error)
  } finally {
    await pool.end()
  }
}

/** The part of the connections that is kept for reads, which never wait behind writes that wait for each other. */
const readPoolShare = 0.3

/** The connection that receives what other processes changed. */
const listeners = 1

/**
 * How long a transaction may wait for a lock on its connection, in milliseconds. Then it gives the connection back, and tries
 * again later, so that those that wait for each other do not keep all others from the database.
 */
const lockTimeoutMs = 500

/** Connections that write, each for one work at a time, and connections that read. */
class PostgresEngine implements Engine {
  readonly changeNotifier: PostgresChangeNotifier
  readonly #name: string
  readonly #statements = new Statements()
  readonly #writers: Pool
  readonly #queue: FairQueue
  readonly #settings: PostgresSettings
  readonly #readers: Pool
  readonly #underWay = new Set<Promise<unknown>>()
  readonly #hidden: (() => void)[] = []
  #closing: Promise<void> | null = null

  constructor(settings: PostgresSettings) {
    this.#name = settings.name
    this.#settings = settings
    const pooled = settings.poolSize - listeners
    const readers = Math.max(1, Math.round(pooled * readPoolShare))
    const writers = pooled - readers
    this.#readers = createPool(settings, readers)
    this.#writers = createPool(settings, writers, lockTimeoutMs)
    // One is always left to other tenants, and one more to other events.
    const [maxPerTenant, maxPerEvent] = [Math.max(1, writers - 1), Math.max(1, writers - 2)]
    this.#queue = new FairQueue({ slots: writers, maxPerTenant, maxPerEvent })
    this.changeNotifier = new PostgresChangeNotifier(() => createClient(settings), settings.name)
    this.#show('writers', this.#writers, () => this.#queue.waiting)
    this.#show('readers', this.#readers, () => this.#readers.waitingCount)
  }

  async all<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row[]> {
    return (await this.#tracked(() => this.#read(statement, args))).rows
  }

  async first<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row | undefined> {
    return (await this.all(statement, args))[0]
  }

  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const { statementTimeout } = this.#settings
    const maxLockWaitMs = statementTimeout === 0 ? Number.POSITIVE_INFINITY : statementTimeout
    return this.#tracked(() => withRetries(this.#name, (isRepeat) => this.#attempt(work, isRepeat), maxLockWaitMs))
  }

  /** Nothing is kept back here. */
  flush(): void {}

  close(): Promise<void> {
    this.#closing ??= this.#end()
    return this.#closing
  }

  async #end(): Promise<void> {
    await Promise.allSettled(this.#underWay)
    for (const hide of this.#hidden) hide()
    await Promise.all([this.#readers.end(), this.#writers.end(), this.changeNotifier.close()])
  }

  async #tracked<T>(act: () => Promise<T>): Promise<T> {
    if (this.#closing) throw new StoreError('closed', this.#name)
    const acting = act()
    this.#underWay.add(acting)
    try {
      return await acting
    } finally {
      this.#underWay.delete(acting)
    }
  }

  /** A read whose connection is lost is done once more, on another one: the server may have been restarted. */
  async #read<Args>(statement: Statement<Args, unknown>, args: Args): Promise<QueryResult> {
    const query = this.#statements.query(statement, args)
    try {
      return await this.#readers.query(query).catch((error) => {
        if (isConnectionLost(error)) return this.#readers.query(query)
        throw error
      })
    } catch (error) {
      throw toStoreError(this.#name, error)
    }
  }

  async #attempt<T>(work: (transaction: Transaction) => Promise<T>, isRepeat: boolean): Promise<T> {
    let began = 0
    const lend = async (scope: Scope) => {
      const connection = await this.#lend(scope)
      began = hasCommitListener() ? performance.now() : 0
      return connection
    }
    const attempt = new TransactionAttempt(lend, this.#statements, this.#name, isRepeat)
    const result = await attempt.execute(work)
    if (began > 0) recordCommit({ transactions: 1, seconds: (performance.now() - began) / 1_000 })
    return result
  }

  async #lend(scope: Scope): Promise<LentConnection> {
    const release = await this.#queue.acquire(scope, this.#settings.connectTimeout)
    if (release === null) throw new StoreError('busy', this.#name)
    try {
      const client = await this.#writers.connect()
      return {
        client,
        release(isLost) {
          client.release(isLost)
          release()
        },
      }
    } catch (error) {
      release()
      throw toStoreError(this.#name, error)
    }
  }

  #show(name: string, pool: Pool, waiting: () => number): void {
    const use = () => ({ open: pool.totalCount, idle: pool.idleCount, waiting: waiting() })
    this.#hidden.push(registerPool(name, use))
  }
}
