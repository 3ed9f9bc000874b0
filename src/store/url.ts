/** A database's address, or a parameter of it, that means nothing here; the message says what was expected. */
export class DatabaseUrlError extends Error {}

/** The file of a `sqlite:PATH` address. @throws DatabaseUrlError */
export function sqlitePath(url: string): string {
  const path = /^sqlite:(.+)$/.exec(url)?.[1]?.trim()
  // SQLite's databases in memory are each one connection's own, and nothing in them is durable.
  if (path && path !== ':memory:') return path
  // What is no such address may hold a password.
  const found = url.startsWith('sqlite:') ? JSON.stringify(url) : 'another address'
  const isPath = /^[\w./~-]+$/.test(url)
  throw new DatabaseUrlError(
    `Expected a database such as sqlite:lectern.db or postgres://user@host/lectern, found ${found}.${isPath ? ` Did you mean sqlite:${url}?` : ''}`,
  )
}

export function isPostgresUrl(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url)
}
