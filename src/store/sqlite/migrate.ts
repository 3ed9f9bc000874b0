import type Database from 'better-sqlite3'
import {
  type DatabaseConnection,
  type Driver,
  Kysely,
  Migrator,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely'
import { StoreError } from '../errors.ts'
import { migrations } from '../migrations/index.ts'

/** SQLite does change its schema in transactions, so that all migrations happen or none. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** SQLite ends a transaction by itself after some errors, such as a full disk; those must be told, not the vain rollback. */
class RollbackDriver extends SqliteDriver {
  readonly #database: Database.Database

  constructor(database: Database.Database) {
    super({ database })
    this.#database = database
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection)
  }
}

class TransactionalDialect extends SqliteDialect {
  readonly #database: Database.Database

  constructor(database: Database.Database) {
    super({ database })
    this.#database = database
  }

  override createDriver(): Driver {
    return new RollbackDriver(this.#database)
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

/**
 * Looks whether a database is one that this program may bring up to date.
 * @throws StoreError `newer` when it holds migrations that this program does not know, `damaged` when it holds another
 * program's tables
 */
export function checkFile(database: Database.Database, path: string): void {
  const tables = database.prepare<[], { name: string }>("select name from sqlite_master where type = 'table'").all()
  if (tables.length === 0) return
  if (!tables.some(({ name }) => name === 'kysely_migration')) throw new StoreError('damaged', `sqlite:${path}`)
  const done = database.prepare<[], { name: string }>('select name from kysely_migration').all()
  if (done.some(({ name }) => !(name in migrations))) throw new StoreError('newer', `sqlite:${path}`)
}

/** Checks that a database needs no migration. @throws StoreError */
export function checkUpToDate(database: Database.Database, path: string): void {
  checkFile(database, path)
  const tables = database.prepare<[], string>("select name from sqlite_master where name = 'kysely_migration'").all()
  const done =
    tables.length === 0 ? [] : database.prepare<[], string>('select name from kysely_migration').pluck().all()
  if (!Object.keys(migrations).every((name) => done.includes(name))) throw new StoreError('outdated', `sqlite:${path}`)
}

/** Brings the tables of an open database up to date. @returns the names of the migrations that were done */
export async function migrateFile(database: Database.Database): Promise<readonly string[]> {
  // Kysely closes what it is given; the connection is not its to close, so it is not destroyed.
  const db = new Kysely<unknown>({ dialect: new TransactionalDialect(database) })
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error) throw error
  return results.map((result) => result.migrationName)
}
