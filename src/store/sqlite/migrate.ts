import type Database from 'better-sqlite3'
import { Kysely, Migrator, SqliteAdapter, SqliteDialect } from 'kysely'
import { StoreError } from '../errors.ts'
import { migrations } from '../migrations/index.ts'

/** SQLite does change its schema in transactions, so that all migrations happen or none. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

class TransactionalDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalAdapter()
  }
}

/**
 * Brings the tables of an open database up to date.
 * @throws StoreError `newer` when it holds migrations that this program does not know
 */
export async function migrateFile(database: Database.Database, path: string): Promise<void> {
  // Kysely closes what it is given; the connection is not its to close, so it is not destroyed.
  const db = new Kysely<unknown>({ dialect: new TransactionalDialect({ database }) })
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  if (isNewer(database)) throw new StoreError('newer', `sqlite:${path}`)
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

function isNewer(database: Database.Database): boolean {
  const table = database.prepare<[], unknown>("select 1 from sqlite_master where name = 'kysely_migration'").get()
  if (table === undefined) return false
  const done = database.prepare<[], { name: string }>('select name from kysely_migration').all()
  return done.some(({ name }) => !(name in migrations))
}
