import type { Tokens } from '../../accounts/grants.ts'
import type { TokenCookie } from '../../protocol/schema/handler.ts'

/** An access token as a browser keeps it: as long as it lasts. */
export function accessTokenCookie({ access }: Tokens, now: number): TokenCookie {
  return { value: access.text, maxAgeSeconds: Math.max(0, Math.floor((access.expiresAt - now) / 1000)) }
}
