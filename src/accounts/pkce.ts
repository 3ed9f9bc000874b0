import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether a text can be an S256 code challenge: a SHA-256 in base64url. */
export function isCodeChallenge(text: string): boolean {
  return /^[\w-]{43}$/.test(text)
}

/**
 * Whether a code verifier is the one of a code's challenge (RFC 7636 §4.6, S256). Without a challenge there must be none:
 * otherwise a challenge that was stripped on the way would not be noticed (RFC 9700 §4.8.2).
 */
export function isVerified(verifier: string | null, challenge: string | null): boolean {
  if (challenge === null) return verifier === null
  if (verifier === null || !/^[\w.~-]{43,128}$/.test(verifier)) return false
  const given = createHash('sha256').update(verifier).digest()
  const expected = Buffer.from(challenge, 'base64url')
  return given.length === expected.length && timingSafeEqual(given, expected)
}
