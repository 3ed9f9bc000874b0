import { guardCallback } from '../../runtime/guard.ts'
import { maxTurnMs, nextTurn } from '../../runtime/turns.ts'
import type { ChangeNotifier, Engine, Reader, Transaction } from '../engine.ts'
import { withRetries } from '../retry.ts'
import type { Statement } from '../statement.ts'
import { Connection, mapSqliteErrors, openFile, toStoreError } from './connection.ts'
import { createDatabase } from './database-file.ts'
import { GroupCommit } from './group-commit.ts'
import { checkFile, checkUpToDate, migrateFile } from './migrate.ts'
import { OpenFileCheck } from './open-file-check.ts'
import { openReadOnly } from './read-only.ts'

/**
 * Opens the database in `path`, and brings its tables up to date.
 * @param create whether it is created where it does not exist
 * @throws StoreError when it cannot be used; the file is then as it was
 */
export async function openSqlite(path: string, create: boolean): Promise<Engine> {
  if (create) await createDatabase(path)
  const writer = openFile(path, (database) => checkFile(database, path))
  try {
    await migrateFile(writer)
    return new SqliteEngine(path, new Connection(writer, path), new Connection(openFile(path), path))
  } catch (error) {
    writer.close()
    throw toStoreError(path, error)
  }
}

/**
 * Brings the tables of a database up to date, creating it where it does not exist.
 * @returns the names of the migrations that were done
 * @throws StoreError
 */
export async function migrateSqlite(path: string): Promise<readonly string[]> {
  await createDatabase(path)
  const writer = openFile(path, (database) => checkFile(database, path))
  try {
    return await migrateFile(writer)
  } catch (error) {
    throw toStoreError(path, error)
  } finally {
    writer.close()
  }
}

/**
 * Reads a database as it is at one moment, on a connection of its own, and changes nothing.
 * @throws StoreError, and what `work` throws
 */
export async function snapshotSqlite<T>(path: string, work: (reader: Reader) => Promise<T>): Promise<T> {
  const database = await openReadOnly(path)
  try {
    mapSqliteErrors(path, () => checkUpToDate(database, path))
    const reader = new Connection(database, path)
    mapSqliteErrors(path, () => reader.execute('begin'))
    return await work(reader)
  } finally {
    database.close()
  }
}

/** After so many rows it is checked whether a read has lasted its time. */
const rowsPerCheck = 32

/** The most connections that are kept for long reads while there are none. */
const maxSpareReaders = 16

/**
 * Two connections: one writes, in groups; the other reads what is committed, and never what a group is still doing.
 * Beginning to read costs the file system more than reading does, so the reads of one turn of the event loop share one
 * snapshot; it ends with every commit of this process, so that no read misses what was answered before it.
 */
class SqliteEngine implements Engine {
  readonly changeNotifier: ChangeNotifier
  readonly path: string
  readonly #writer: Connection
  /** The connection for the reads of this turn; a read that lasts longer keeps it, and another one takes its place. */
  #reader: Connection
  readonly #spareReaders: Connection[] = []
  readonly #longReads = new Set<Promise<unknown>>()
  readonly #commits: GroupCommit
  readonly #file: OpenFileCheck
  #hasSnapshot = false

  constructor(path: string, writer: Connection, reader: Connection) {
    this.path = path
    this.#writer = writer
    this.#reader = reader
    readOnly(this.#reader)
    this.changeNotifier = new SqliteChangeNotifier(writer, path)
    this.#file = new OpenFileCheck(path)
    this.#commits = new GroupCommit(writer, path, this.#file, () => this.#endSnapshot())
  }

  async all<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row[]> {
    this.#beginSnapshot()
    const rows = this.#reader.rows(statement, args)
    const found: Row[] = []
    return this.#collect(rows, found) ? found : this.#readOn(rows, found)
  }

  /** Takes rows for {@link maxTurnMs}; most reads take less. @returns whether it took all */
  #collect<Row>(rows: Generator<Row, void>, found: Row[]): boolean {
    const began = performance.now()
    return mapSqliteErrors(this.path, () => {
      for (let next = rows.next(); !next.done; next = rows.next()) {
        found.push(next.value)
        if (found.length % rowsPerCheck === 0 && performance.now() - began > maxTurnMs) return false
      }
      return true
    })
  }

  /** Reads on over several turns, on a connection that keeps its snapshot until the last row. */
  async #readOn<Row>(rows: Generator<Row, void>, found: Row[]): Promise<Row[]> {
    const connection = this.#reader
    this.#reader = this.#replacement(rows)
    this.#hasSnapshot = false
    const reading = this.#collectAll(rows, found).finally(() => this.#release(connection))
    this.#longReads.add(reading)
    try {
      return await reading
    } finally {
      this.#longReads.delete(reading)
    }
  }

  /** The connection that takes the place of one that reads on. Where there is none, that one is free again. @throws StoreError */
  #replacement<Row>(rows: Generator<Row, void>): Connection {
    try {
      return this.#spareReaders.pop() ?? this.#openReader()
    } catch (error) {
      rows.return()
      throw error
    }
  }

  async #collectAll<Row>(rows: Generator<Row, void>, found: Row[]): Promise<Row[]> {
    do await nextTurn()
    while (!this.#collect(rows, found))
    return found
  }

  #release(connection: Connection): void {
    this.#endTransaction(connection, () => {})
    if (!connection.raw.open) return
    if (this.#spareReaders.length < maxSpareReaders) this.#spareReaders.push(connection)
    else connection.raw.close()
  }

  async first<Args, Row>(statement: Statement<Args, Row>, args: Args): Promise<Row | undefined> {
    this.#beginSnapshot()
    return await this.#reader.first(statement, args)
  }

  write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return withRetries(`sqlite:${this.path}`, () => this.#commits.submit(work))
  }

  flush(): void {
    this.#commits.hurry()
  }

  async close(): Promise<void> {
    await this.#commits.close()
    await Promise.allSettled(this.#longReads)
    this.#endSnapshot()
    for (const { raw } of [this.#reader, ...this.#spareReaders]) raw.close()
    this.#writer.raw.close()
  }

  #beginSnapshot(): void {
    if (this.#hasSnapshot) return
    this.#file.checkAtIntervals()
    mapSqliteErrors(this.path, () => this.#reader.execute('begin'))
    this.#hasSnapshot = true
    setImmediate(guardCallback('end-read-snapshot', () => this.#endSnapshot()))
  }

  #endSnapshot(): void {
    if (!this.#hasSnapshot) return
    this.#hasSnapshot = false
    this.#endTransaction(this.#reader, () => {
      this.#reader = this.#openReader()
    })
  }

  /** Ends the snapshot of a reader. One that cannot, as after reading a damaged page, is closed, and replaced by another. */
  #endTransaction(connection: Connection, replace: () => void): void {
    try {
      connection.execute('commit')
    } catch {
      try {
        connection.raw.close()
      } finally {
        replace()
      }
    }
  }

  #openReader(): Connection {
    return readOnly(new Connection(openFile(this.path), this.path))
  }
}

function readOnly(connection: Connection): Connection {
  connection.raw.pragma('query_only = ON')
  return connection
}

/** SQLite tells a connection whether any other one changed the file: not what, but at once, and without fail. */
class SqliteChangeNotifier implements ChangeNotifier {
  readonly maxStalenessMs = null
  readonly #version: () => number

  /** @param writer the connection that all changes of this process are made by */
  constructor(writer: Connection, path: string) {
    const version = writer.raw.prepare<[], number>('pragma data_version').pluck()
    this.#version = () => mapSqliteErrors(path, () => version.get() ?? 0)
  }

  version(): number {
    return this.#version()
  }

  publish(): void {}

  subscribe(): void {}

  onFailure(): void {}
}
