import { type SerializeOptions, stringifySetCookie } from 'cookie'
import type { SessionChange } from '../schema/handler.ts'
import { keptCookie, optionCookie, sessionCookie } from './credentials.ts'

/**
 * The Set-Cookie headers that tell a browser of a session. They have Max-Age and never Expires, whose comma breaks the
 * cookie jar of the official client.
 */
export function sessionCookies(change: SessionChange, isSecure: boolean): string[] {
  const always: SerializeOptions = { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure }
  const cookie = (name: string, value: string, maxAge: number | null) =>
    stringifySetCookie(name, value, maxAge === null ? always : { ...always, maxAge })
  if (change.kind === 'ended') return [sessionCookie, keptCookie, optionCookie].map((name) => cookie(name, '', 0))
  const { sessionId, keepFor } = change
  return keepFor === null
    ? [cookie(sessionCookie, sessionId, null), cookie(optionCookie, 'temp', null)]
    : [cookie(keptCookie, sessionId, keepFor), cookie(optionCookie, 'perm', keepFor)]
}
