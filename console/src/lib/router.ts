import { signal } from '@preact/signals'

/** Where all addresses of the console begin. */
const base = import.meta.env.BASE_URL.replace(/\/$/, '')

interface Place {
  /** Beneath /console, decoded, with a slash first. */
  readonly path: string
  readonly query: URLSearchParams
}

function here(): Place {
  const path = location.pathname.slice(base.length).replace(/\/+$/, '')
  return { path: path === '' ? '/' : path, query: new URLSearchParams(location.search) }
}

/** Where the browser is. */
export const place = signal<Place>(here())

addEventListener('popstate', () => {
  place.value = here()
})

/** The whole address of a path of the console. */
export function addressOf(path: string): string {
  return path === '/' ? `${base}/` : base + path
}

/** Goes to a path of the console, as a link does. */
export function go(path: string): void {
  history.pushState(null, '', addressOf(path))
  scrollTo(0, 0)
  place.value = here()
}

/** Changes what the address says of the view, without leaving it. */
export function changeQuery(changes: Readonly<Record<string, string>>): void {
  const query = new URLSearchParams(place.value.query)
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') query.delete(name)
    else query.set(name, value)
  }
  const text = query.toString()
  history.replaceState(null, '', `${location.pathname}${text === '' ? '' : `?${text}`}`)
  place.value = here()
}

/** The one part that a path has behind a prefix such as `/events/`, decoded; null where the path is another. */
export function behind(prefix: string, path: string): string | null {
  const part = path.startsWith(prefix) ? path.slice(prefix.length) : ''
  return part === '' || part.includes('/') ? null : decoded(part)
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
