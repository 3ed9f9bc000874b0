import type { Engine, Reader } from './engine.ts'
import { isPostgresUrl, sqlitePath } from './url.ts'

type Work<T> = (reader: Reader) => Promise<T>

export { DatabaseUrlError, isPostgresUrl, sqlitePath } from './url.ts'

export interface OpenOptions {
  /** Whether a file of SQLite is created where there is none; a database of PostgreSQL must exist. */
  readonly create: boolean
}

/**
 * Opens the database at `url`, such as `sqlite:lectern.db` or `postgres://user@host/lectern`, and brings its tables up
 * to date.
 * @throws DatabaseUrlError, StoreError
 */
export async function openStore(url: string, { create }: OpenOptions = { create: true }): Promise<Engine> {
  return (await engineOf(url)).open(create)
}

/** Whether another process has a file of SQLite open; servers of PostgreSQL are made to be shared. @throws DatabaseUrlError */
export async function isInUseElsewhere(url: string): Promise<boolean> {
  if (isPostgresUrl(url)) return false
  const path = sqlitePath(url)
  const { isInUse } = await import('./sqlite/database-file.ts')
  return isInUse(path)
}

/**
 * Brings the tables of a database up to date, and closes it. A file of SQLite is created where there is none.
 * @returns the names of the migrations that were done
 * @throws DatabaseUrlError, StoreError
 */
export async function migrateStore(url: string): Promise<readonly string[]> {
  return (await engineOf(url)).migrate()
}

/**
 * Reads a database as it is at one moment, while others go on writing to it. Nothing is changed: tables that are not
 * up to date are an error.
 * @throws DatabaseUrlError, StoreError, and what `work` throws
 */
export async function withSnapshot<T>(url: string, work: (reader: Reader) => Promise<T>): Promise<T> {
  return (await engineOf(url)).snapshot(work)
}

/** An engine and its driver are loaded when they are used. */
async function engineOf(url: string) {
  if (isPostgresUrl(url)) {
    const [{ openPostgres, migratePostgres, snapshotPostgres }, { postgresSettings }] = await Promise.all([
      import('./postgres/engine.ts'),
      import('./postgres/settings.ts'),
    ])
    const settings = postgresSettings(url)
    return {
      open: (_create: boolean) => openPostgres(settings),
      migrate: () => migratePostgres(settings),
      snapshot: <T>(work: Work<T>) => snapshotPostgres(settings, work),
    }
  }
  const path = sqlitePath(url)
  const { openSqlite, migrateSqlite, snapshotSqlite } = await import('./sqlite/engine.ts')
  return {
    open: (create: boolean) => openSqlite(path, create),
    migrate: () => migrateSqlite(path),
    snapshot: <T>(work: Work<T>) => snapshotSqlite(path, work),
  }
}
