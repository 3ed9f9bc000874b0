import type { Engine } from './engine.ts'

/** A database's address that names no engine this program has; the message says what was expected. */
export class DatabaseUrlError extends Error {}

/** The file of a `sqlite:PATH` address. @throws DatabaseUrlError */
export function sqlitePath(url: string): string {
  const path = /^sqlite:(.+)$/.exec(url)?.[1]
  // SQLite's databases in memory are each one connection's own, and nothing in them is durable.
  if (!path || path === ':memory:')
    throw new DatabaseUrlError(`Expected a database such as sqlite:lectern.db, found ${JSON.stringify(url)}.`)
  return path
}

/**
 * Opens the database at `url`, such as `sqlite:lectern.db`, making it where it is missing.
 * @throws DatabaseUrlError, StoreError
 */
export async function openStore(url: string): Promise<Engine> {
  const path = sqlitePath(url)
  // An engine and its driver are loaded when they are used.
  const { openSqlite } = await import('./sqlite/engine.ts')
  return openSqlite(path)
}
