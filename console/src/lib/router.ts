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
  cancelWriting()
  place.value = here()
})

/** The whole address of a path of the console. */
export function addressOf(path: string): string {
  return path === '/' ? `${base}/` : base + path
}

/** Goes to a path of the console, as a link does. */
export function go(path: string): void {
  writeNow()
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
  place.value = { ...place.value, query }
  clearTimeout(writing)
  writing = setTimeout(writeNow, pause)
}

/** How long after the last change of the view the address is written, in milliseconds: browsers let it change so often only. */
const pause = 200
let writing: ReturnType<typeof setTimeout> | undefined

function cancelWriting(): void {
  clearTimeout(writing)
  writing = undefined
}

/** Writes what the view is into the address, if that has not been done. */
function writeNow(): void {
  if (writing === undefined) return
  cancelWriting()
  const text = place.value.query.toString()
  history.replaceState(null, '', `${location.pathname}${text === '' ? '' : `?${text}`}`)
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
