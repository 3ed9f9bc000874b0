import type { IncomingHttpHeaders } from 'node:http'
import { parseCookie } from 'cookie'
import type { Credentials } from '../schema/access.ts'

/** Names of the session cookies: one for this run of the browser, one that is kept. */
export const sessionCookie = 'ss-id'
export const permanentSessionCookie = 'ss-pid'
/** Says which of the two is meant: `perm` or `temp`. */
export const optionCookie = 'ss-opt'
/** Names of the cookies of tokens, which stand in for a session. */
export const tokenCookie = 'ss-tok'
export const refreshCookie = 'ss-reftok'

/** What a request shows to say who calls. */
export interface PresentedCredentials {
  readonly credentials: Credentials | null
  /** Whether a browser sends them by itself, whichever page makes the call: cookies, and a password that it remembers (Basic). */
  readonly isAmbient: boolean
}

/** The credentials of a request: the header X-SS-ID, then Bearer, then Basic, then a cookie. */
export function credentialsOf(headers: IncomingHttpHeaders): PresentedCredentials {
  const session = headers['x-ss-id']
  if (typeof session === 'string' && session !== '')
    return { credentials: { kind: 'session', sessionId: session }, isAmbient: false }
  const { authorization, cookie } = headers
  const ofHeader = authorization ? fromAuthorization(authorization) : null
  if (ofHeader) return { credentials: ofHeader, isAmbient: ofHeader.kind === 'basic' }
  const ofCookie = cookie ? fromCookies(cookie) : null
  return { credentials: ofCookie, isAmbient: ofCookie !== null }
}

function fromAuthorization(header: string): Credentials | null {
  const [, scheme = '', given = ''] = /^([A-Za-z]+) +(\S+) *$/.exec(header) ?? []
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return { kind: 'bearer', token: given }
    case 'basic': {
      const [, userName = '', password = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(given, 'base64').toString()) ?? []
      return { kind: 'basic', userName, password }
    }
    default:
      return null
  }
}

/** Cookies that are no session of ours are left aside, however odd. */
function fromCookies(header: string): Credentials | null {
  const cookies = parseCookie(header)
  const isKept = cookies[optionCookie] === 'perm'
  const sessionId =
    (isKept && cookies[permanentSessionCookie]) || cookies[sessionCookie] || cookies[permanentSessionCookie]
  if (sessionId) return { kind: 'session', sessionId }
  const token = cookies[tokenCookie]
  return token ? { kind: 'bearer', token } : null
}

/** Whether a request has cookies of tokens, good or not. */
export function holdsTokens({ cookie }: IncomingHttpHeaders): boolean {
  const cookies = cookie ? parseCookie(cookie) : {}
  return tokenCookie in cookies || refreshCookie in cookies
}

/** The refresh token of a request's cookies; null when there is none. */
export function refreshTokenOf({ cookie }: IncomingHttpHeaders): string | null {
  return (cookie && parseCookie(cookie)[refreshCookie]) || null
}

/** Returns the headers of a request without its cookies. */
export function withoutCookies({ cookie: _, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  return headers
}
