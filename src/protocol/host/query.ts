/** The values of a query string or form by name, each in the order they came. */
export type Query = ReadonlyMap<string, readonly string[]>

const none: Query = new Map()

/** The query string of an address (what follows its first `?`). Percent signs that encode nothing stand for themselves. */
export function queryOf(url: string): Query {
  const at = url.indexOf('?')
  return at === -1 || at === url.length - 1 ? none : parseQuery(url.slice(at + 1))
}

/** Names and values as a form or a query string has them. */
export function parseQuery(text: string): Query {
  const found = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(text)) {
    const values = found.get(name)
    if (values) values.push(value)
    else found.set(name, [value])
  }
  return found
}

/** The last value under a name, in any letter case; undefined when there is none. */
export function lastOf(query: Query, name: string): string | undefined {
  if (query.size === 0) return undefined
  for (const [key, values] of query) if (key.toLowerCase() === name) return values.at(-1)
  return undefined
}
