import Database from 'better-sqlite3'
import type { Reader } from '../engine.ts'
import { StoreError, type StoreErrorCode } from '../errors.ts'
import type { Statement } from '../statement.ts'
import { checkExists } from './database-file.ts'
import { PreparedStatement } from './prepared.ts'

/** How long a lock of another process is waited for, in milliseconds. */
export const lockTimeoutMs = 3_000

/**
 * Opens a database file, which must exist, as Lectern wants it: write-ahead log, every commit on the disk before it is
 * answered, foreign keys kept.
 * @param check looks at the file before anything in it is changed
 * @throws StoreError, and what `check` threw
 */
export function openFile(path: string, check?: (database: Database.Database) => void): Database.Database {
  checkExists(path)
  return mapSqliteErrors(path, () => {
    const database = new Database(path, { timeout: lockTimeoutMs })
    try {
      check?.(database)
      database.pragma('journal_mode = WAL')
      database.pragma('synchronous = FULL')
      database.pragma('foreign_keys = ON')
      return database
    } catch (error) {
      database.close()
      throw error
    }
  })
}

/** One connection and its prepared statements. */
export class Connection implements Reader {
  readonly raw: Database.Database
  readonly #path: string
  readonly #commands = new Map<string, Database.Statement>()
  readonly #prepared: (PreparedStatement<unknown, unknown> | undefined)[] = []

  constructor(raw: Database.Database, path: string) {
    this.raw = raw
    this.#path = path
  }

  all<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row[]> {
    return this.#query(() => this.#prepare(statement).for(args).all(args))
  }

  /** The rows one by one; the connection runs nothing else until the last. @throws StoreError */
  rows<Args, Row>(statement: Statement<Args, Row>, args: Args): Generator<Row, void> {
    return mapSqliteErrors(this.#path, () => this.#prepare(statement).for(args).rows(args))
  }

  first<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row | undefined> {
    return this.#query(() => this.#prepare(statement).for(args).get(args))
  }

  run<Args>(statement: Statement<Args, unknown>, args: Args): Promise<number> {
    return this.#query(() => this.#prepare(statement).for(args).run(args))
  }

  /** Runs a command such as `commit`, prepared once. */
  execute(command: string): void {
    const prepared = this.#commands.get(command) ?? this.raw.prepare(command)
    this.#commands.set(command, prepared)
    prepared.run()
  }

  #prepare<Args, Row>(statement: Statement<Args, Row>): PreparedStatement<Args, Row> {
    // A slot belongs to one statement, which fixes the types of its arguments and rows.
    const found = this.#prepared[statement.id] as PreparedStatement<Args, Row> | undefined
    if (found) return found
    const made = new PreparedStatement(this.raw, statement)
    this.#prepared[statement.id] = made as PreparedStatement<unknown, unknown>
    return made
  }

  /** Runs a query at once; what it throws rejects the promise. */
  #query<T>(query: () => T): Promise<T> {
    return new Promise((resolve) => resolve(mapSqliteErrors(this.#path, query)))
  }
}

const troubles: readonly (readonly [prefix: string, trouble: StoreErrorCode])[] = [
  ['SQLITE_FULL', 'full'],
  ['SQLITE_BUSY', 'locked'],
  ['SQLITE_LOCKED', 'locked'],
  ['SQLITE_READONLY', 'read-only'],
  ['SQLITE_CANTOPEN', 'unreadable'],
  ['SQLITE_PERM', 'unreadable'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_CORRUPT', 'damaged'],
]

/** Does `work`, and tells SQLite's errors apart for those who operate the database. */
export function mapSqliteErrors<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw toStoreError(path, error)
  }
}

export function toStoreError(path: string, error: unknown): unknown {
  const name = `sqlite:${path}`
  if (error instanceof Database.SqliteError) {
    const trouble = troubles.find(([prefix]) => error.code.startsWith(prefix))?.[1]
    return new StoreError(trouble ?? 'failed', name, error)
  }
  // better-sqlite3's own words for a connection that was closed, and for a directory that is not there.
  if (error instanceof TypeError && error.message.includes('is not open')) return new StoreError('closed', name, error)
  if (error instanceof TypeError && error.message.includes('directory'))
    return new StoreError('unreadable', name, error)
  return error
}
