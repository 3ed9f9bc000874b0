import { randomUUID } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'
import type { Scope } from '../protocol/schema/access.ts'
import { knownScopes } from './scopes.ts'
import { algorithm, type SigningKeys } from './signing-keys.ts'
import { tokenLifetimes } from './token-lifetimes.ts'

/** Who makes the tokens, and for whom: they are good here only, and only a server of the same database has their keys. */
const issuer = 'lectern'
const type = 'at+jwt'
/** Signing keys are named by a SHA-256 in base64url (RFC 7638). */
const thumbprint = /^[\w-]{43}$/

/** What an access token says. */
export interface Claims {
  /** An API key's or an app's id. */
  readonly subject: string
  readonly grant: string
  readonly roles: readonly string[]
  /** `read`, `write` or both with a space between; empty: all that its holder may do. */
  readonly scope: string
}

/** What a verified access token names. */
export interface VerifiedToken {
  readonly grant: string
  /** What it is limited to; null: all that its holder may do. */
  readonly scopes: ReadonlySet<Scope> | null
}

export interface AccessToken {
  readonly text: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly expiresAt: number
}

/** Signed access tokens (RFC 9068): made and verified without the database, but for the signing keys. */
export class AccessTokens {
  readonly #keys: SigningKeys
  readonly #now: () => number

  constructor(keys: SigningKeys, now: () => number) {
    this.#keys = keys
    this.#now = now
  }

  async issue({ subject, grant, roles, scope }: Claims): Promise<AccessToken> {
    const { id: kid, key } = await this.#keys.current()
    const issuedAt = Math.floor(this.#now() / 1000)
    const expires = issuedAt + tokenLifetimes.access / 1000
    const text = await new SignJWT({ sid: grant, roles: [...roles], ...(scope !== '' && { scope }) })
      .setProtectedHeader({ alg: algorithm, typ: type, kid })
      .setIssuer(issuer)
      .setAudience(issuer)
      .setSubject(subject)
      .setJti(randomUUID())
      .setIssuedAt(issuedAt)
      .setExpirationTime(expires)
      .sign(key)
    return { text, expiresAt: expires * 1000 }
  }

  /** Verifies a token. @returns null where it is not ours, was tampered with, or has expired */
  async verify(token: string): Promise<VerifiedToken | null> {
    try {
      const { payload } = await jwtVerify(token, (header) => this.#keyOf(header.kid), {
        algorithms: [algorithm],
        issuer,
        audience: issuer,
        typ: type,
        requiredClaims: ['exp', 'sub', 'sid'],
        currentDate: new Date(this.#now()),
      })
      const { sid, scope } = payload
      if (typeof sid !== 'string' || (scope !== undefined && typeof scope !== 'string')) return null
      return { grant: sid, scopes: scope === undefined ? null : knownScopes(scope) }
    } catch (error) {
      if (error instanceof errors.JOSEError) return null
      throw error
    }
  }

  /** @param kid of a header that is not verified yet, and may hold any JSON */
  async #keyOf(kid: unknown) {
    const key = typeof kid === 'string' && thumbprint.test(kid) ? await this.#keys.find(kid) : null
    if (!key) throw new errors.JWKSNoMatchingKey()
    return key
  }
}
