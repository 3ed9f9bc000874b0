import type { IncomingHttpHeaders } from 'node:http'

/**
 * Whether a request was made by a page of another site, as its browser tells: by Sec-Fetch-Site, or by Origin where it is too
 * old for that. What is no browser tells neither, and makes no calls that its user does not know of.
 * @param host what the request calls this server
 * @param allowed origins whose pages may call
 */
export function isCrossSite(headers: IncomingHttpHeaders, host: string, allowed: ReadonlySet<string>): boolean {
  const { origin, 'sec-fetch-site': site } = headers
  if (origin !== undefined && allowed.has(origin)) return false
  if (typeof site === 'string') return site !== 'same-origin' && site !== 'none'
  return origin !== undefined && hostOf(origin) !== host.toLowerCase()
}

/** The host and port of an origin; undefined where it is `null` or none. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
