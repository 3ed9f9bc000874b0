import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  exportPKCS8,
  exportSPKI,
  generateKeyPair,
  importPKCS8,
  importSPKI,
  type JWK,
} from 'jose'
import type { Engine } from '../store/engine.ts'
import { lockEventExclusive } from '../store/queries/locks.ts'
import {
  deleteStaleSigningKeys,
  insertSigningKey,
  signingKeyById,
  signingKeysSince,
} from '../store/queries/signing-keys.ts'
import type { RowOf } from '../store/statement.ts'
import { tokenLifetimes } from './token-lifetimes.ts'

export const algorithm = 'ES256'

type Row = RowOf<typeof signingKeyById>

/** A private key with its name, the `kid` of what it signs. */
export interface SigningKey {
  readonly id: string
  readonly key: CryptoKey
}

/** A key is good for the tokens that it signed on its last day, and for none after them. */
const usefulFor = tokenLifetimes.signingKey + tokenLifetimes.access

/**
 * The keys that sign access tokens, kept in the database: any process signs with the newest and knows them all. A new one
 * is made when the newest is too old.
 */
export class SigningKeys {
  readonly #engine: Engine
  readonly #now: () => number
  readonly #public = new Map<string, { readonly key: CryptoKey; readonly createdAt: number }>()
  #current: (SigningKey & { readonly createdAt: number }) | null = null

  constructor(engine: Engine, now: () => number) {
    this.#engine = engine
    this.#now = now
  }

  /** The key to sign with now. */
  async current(): Promise<SigningKey> {
    const since = this.#now() - tokenLifetimes.signingKey
    if (this.#current && this.#current.createdAt > since) return this.#current
    const { id, private_key, created_at } =
      (await this.#engine.first(signingKeysSince, { since })) ?? (await this.#make())
    this.#current = { id, key: await importPKCS8(private_key, algorithm), createdAt: created_at }
    return this.#current
  }

  /** The public key of that name; null where there is none, or it is too old to have signed anything that still holds. */
  async find(id: string): Promise<CryptoKey | null> {
    const known = this.#public.get(id) ?? (await this.#read(id))
    return known && known.createdAt > this.#now() - usefulFor ? known.key : null
  }

  /** The public keys with which tokens can be verified now, as JSON Web Keys (RFC 7517), the newest first. */
  async publicKeys(): Promise<JWK[]> {
    await this.current()
    const rows = await this.#engine.all(signingKeysSince, { since: this.#now() - usefulFor })
    return Promise.all(
      rows.map(async ({ id, public_key }) => {
        const jwk = await exportJWK(await importSPKI(public_key, algorithm, { extractable: true }))
        return { ...jwk, kid: id, use: 'sig', alg: algorithm }
      }),
    )
  }

  async #read(id: string): Promise<{ readonly key: CryptoKey; readonly createdAt: number } | null> {
    const row = await this.#engine.first(signingKeyById, { id })
    if (!row) return null
    const known = { key: await importSPKI(row.public_key, algorithm), createdAt: row.created_at }
    this.#public.set(id, known)
    return known
  }

  /** Makes a key, where no other process or call has made one meanwhile. */
  async #make(): Promise<Row> {
    const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
    const made: Row = {
      id: await calculateJwkThumbprint(await exportJWK(publicKey)),
      private_key: await exportPKCS8(privateKey),
      public_key: await exportSPKI(publicKey),
      created_at: this.#now(),
    }
    return this.#engine.write(async (transaction) => {
      await transaction.lock(lockEventExclusive, { client: 0, event: 0 })
      const since = made.created_at - tokenLifetimes.signingKey
      const other = await transaction.first(signingKeysSince, { since })
      if (other) return other
      await transaction.run(deleteStaleSigningKeys, { before: made.created_at - usefulFor })
      const { id, private_key: privateKey, public_key: publicKey, created_at: at } = made
      await transaction.run(insertSigningKey, { id, privateKey, publicKey, at })
      return made
    })
  }
}
