import type { Engine } from './engine.ts'
import { migratePostgres, openPostgres } from './postgres/engine.ts'
import { postgresSettings } from './postgres/settings.ts'
import { migrateSqlite, openSqlite } from './sqlite/engine.ts'
import { isPostgresUrl, sqlitePath } from './url.ts'

export { DatabaseUrlError, sqlitePath } from './url.ts'

/**
 * Opens the database at `url`, such as `sqlite:lectern.db` or `postgres://user@host/lectern`, and brings its tables up
 * to date. A file is made where it is missing; a database of PostgreSQL must exist.
 * @throws DatabaseUrlError, StoreError
 */
export async function openStore(url: string): Promise<Engine> {
  return isPostgresUrl(url) ? openPostgres(postgresSettings(url)) : openSqlite(sqlitePath(url))
}

/**
 * Brings the tables of a database up to date, and closes it.
 * @returns the names of the migrations that were done
 * @throws DatabaseUrlError, StoreError
 */
export async function migrateStore(url: string): Promise<readonly string[]> {
  return isPostgresUrl(url) ? migratePostgres(postgresSettings(url)) : migrateSqlite(sqlitePath(url))
}
