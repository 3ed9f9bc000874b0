import type { Tokens } from '../../accounts/grants.ts'
import type { KeptToken } from '../../protocol/schema/handler.ts'

/** An access token as a browser keeps it: as long as it lasts. */
export function keptAccess({ access }: Tokens, now: number): KeptToken {
  return { value: access.text, keepFor: Math.max(0, Math.floor((access.expiresAt - now) / 1000)) }
}
