import { type SerializeOptions, stringifySetCookie } from 'cookie'
import type { SessionChange } from '../schema/handler.ts'
import { optionCookie, permanentSessionCookie, refreshCookie, sessionCookie, tokenCookie } from './credentials.ts'

/**
 * The Set-Cookie headers that tell a browser of a session. They have Max-Age and never Expires, whose comma breaks the
 * cookie jar of the official client.
 * @param holdsTokens whether the browser has cookies of tokens to forget: that client takes a cleared one for a reason
 * to refresh
 */
export function sessionCookies(change: SessionChange, isSecure: boolean, holdsTokens: boolean): string[] {
  const always: SerializeOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure }
  const cookie = (name: string, value: string, maxAge: number | null) =>
    stringifySetCookie(name, value, maxAge === null ? always : { ...always, maxAge })
  const without = (...names: string[]) => names.map((name) => cookie(name, '', 0))
  const ofSession = [sessionCookie, permanentSessionCookie, optionCookie]
  if (change.kind === 'ended') return without(...ofSession, ...(holdsTokens ? [tokenCookie, refreshCookie] : []))
  if (change.kind === 'tokens') {
    const { access, refresh } = change
    return [
      cookie(tokenCookie, access.value, access.maxAgeSeconds),
      ...(refresh ? [cookie(refreshCookie, refresh.value, refresh.maxAgeSeconds)] : []),
      // A session's cookie goes before a token's, so one that was left behind would hide it.
      ...without(...ofSession),
    ]
  }
  const { sessionId, keepFor } = change
  return keepFor === null
    ? [cookie(sessionCookie, sessionId, null), cookie(optionCookie, 'temp', null)]
    : [cookie(permanentSessionCookie, sessionId, keepFor), cookie(optionCookie, 'perm', keepFor)]
}

/** The official client learns from this header which cookies it was given: its scripts cannot see them. */
export const cookieNamesHeader = 'x-cookies'
export const tokenCookieNames = `${tokenCookie},${refreshCookie}`
