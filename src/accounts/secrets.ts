import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** How a secret is kept: an HMAC-SHA256 of it under a key of its own, both in hex. */
export interface StoredSecret {
  readonly salt: string
  readonly hash: string
}

/** 256 random bits in 43 characters of base64url: what nobody guesses needs no slow hash. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a secret, from which it cannot be had back. */
export function hashSecret(secret: string): StoredSecret {
  const salt = randomBytes(16).toString('hex')
  return { salt, hash: digest(secret, salt).toString('hex') }
}

/** Whether `secret` is the stored one, in a time that does not depend on where they differ. */
export function secretMatches(secret: string, { salt, hash }: StoredSecret): boolean {
  const known = Buffer.from(hash, 'hex')
  const given = digest(secret, salt)
  return known.length === given.length && timingSafeEqual(known, given)
}

/** Compared with where there is no key of that name, so that an unknown key takes as long as a wrong secret. */
export const dummySecret: StoredSecret = hashSecret(newSecret())

/** What is stored of a SessionId or token: its SHA-256 in hex. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function digest(secret: string, salt: string): Buffer {
  return createHmac('sha256', Buffer.from(salt, 'hex')).update(secret).digest()
}

const letters = '23456789abcdefghjkmnpqrstuvwxyz'

/** `length` random letters and digits that are not mistaken for each other. */
export function randomName(length: number): string {
  let name = ''
  while (name.length < length) {
    for (const byte of randomBytes(length)) {
      // Bytes past the last whole multiple would favour the first letters.
      if (byte < 256 - (256 % letters.length) && name.length < length) name += letters[byte % letters.length]
    }
  }
  return name
}

/**
 * Names of keys, apps, sign-in sessions and tokens begin with their client's number, since all that is stored is found by client
 * first: `1000-k3v9…`. Answers undefined where a name has no such beginning.
 */
export function tenantOfKeyName(name: string): number | undefined {
  const digits = /^(\d{1,10})-/.exec(name)?.[1]
  const client = digits === undefined ? 0 : Number(digits)
  return client > 0 && client <= 2_147_483_647 ? client : undefined
}

/** A number that no client has. What has no client in its name is looked up under it, to cost the same work. */
export const noClient = 0
