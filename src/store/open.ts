import type { Engine } from './engine.ts'
import { isPostgresUrl, sqlitePath } from './url.ts'

export { DatabaseUrlError, sqlitePath } from './url.ts'

/**
 * Opens the database at `url`, such as `sqlite:lectern.db` or `postgres://user@host/lectern`, and brings its tables up
 * to date. A file is made where it is missing; a database of PostgreSQL must exist.
 * @throws DatabaseUrlError, StoreError
 */
export async function openStore(url: string): Promise<Engine> {
  return (await engineOf(url)).open()
}

/**
 * Brings the tables of a database up to date, and closes it.
 * @returns the names of the migrations that were done
 * @throws DatabaseUrlError, StoreError
 */
export async function migrateStore(url: string): Promise<readonly string[]> {
  return (await engineOf(url)).migrate()
}

/** An engine and its driver are loaded when they are used. */
async function engineOf(url: string) {
  if (isPostgresUrl(url)) {
    const [{ openPostgres, migratePostgres }, { postgresSettings }] = await Promise.all([
      import('./postgres/engine.ts'),
      import('./postgres/settings.ts'),
    ])
    const settings = postgresSettings(url)
    return { open: () => openPostgres(settings), migrate: () => migratePostgres(settings) }
  }
  const path = sqlitePath(url)
  const { openSqlite, migrateSqlite } = await import('./sqlite/engine.ts')
  return { open: () => openSqlite(path), migrate: () => migrateSqlite(path) }
}
