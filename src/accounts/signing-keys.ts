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
  updatePrivateKey,
} from '../store/queries/signing-keys.ts'
import type { RowOf } from '../store/statement.ts'
import { isSealed, type Seal, SealedKeyError } from './seal.ts'
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
 * The keys that sign access tokens, stored in the database: any process signs with the newest and knows them all. A new one
 * is created when the newest is too old. With a {@link Seal} their private parts are stored encrypted.
 */
export class SigningKeys {
  readonly #engine: Engine
  readonly #now: () => number
  readonly #seal: Seal | null
  readonly #public = new Map<string, { readonly key: CryptoKey; readonly createdAt: number }>()
  #current: (SigningKey & { readonly createdAt: number }) | null = null

  constructor(engine: Engine, now: () => number, seal: Seal | null) {
    this.#engine = engine
    this.#now = now
    this.#seal = seal
  }

  /**
   * Checks that the private keys in use can be read, and seals those that are not yet. To be awaited before tokens are issued.
   * @throws SealedKeyError
   */
  async prepare(): Promise<void> {
    const rows = await this.#engine.all(signingKeysSince, { since: this.#now() - tokenLifetimes.signingKey })
    for (const row of rows) {
      this.#opened(row)
      if (!this.#seal || isSealed(row.private_key)) continue
      const privateKey = this.#seal.close(row.private_key, row.id)
      await this.#engine.write((transaction) => transaction.run(updatePrivateKey, { id: row.id, privateKey }))
    }
  }

  /** The private key of a row, as PKCS #8. @throws SealedKeyError */
  #opened({ id, private_key: stored }: Pick<Row, 'id' | 'private_key'>): string {
    if (!isSealed(stored)) return stored
    if (!this.#seal) {
      throw new SealedKeyError(
        'The keys that sign access tokens are sealed: name the file of their secret with --secret-file.',
      )
    }
    const opened = this.#seal.open(stored, id)
    if (opened === null) {
      throw new SealedKeyError(
        'The keys that sign access tokens are sealed with another secret than that of --secret-file: use the file that they were sealed with.',
      )
    }
    return opened
  }

  /** The key to sign with now. */
  async current(): Promise<SigningKey> {
    const since = this.#now() - tokenLifetimes.signingKey
    if (this.#current && this.#current.createdAt > since) return this.#current
    const row = (await this.#engine.first(signingKeysSince, { since })) ?? (await this.#make())
    const key = await importPKCS8(this.#opened(row), algorithm)
    this.#current = { id: row.id, key, createdAt: row.created_at }
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
    const id = await calculateJwkThumbprint(await exportJWK(publicKey))
    const pkcs8 = await exportPKCS8(privateKey)
    const made: Row = {
      id,
      private_key: this.#seal ? this.#seal.close(pkcs8, id) : pkcs8,
      public_key: await exportSPKI(publicKey),
      created_at: this.#now(),
    }
    return this.#engine.write(async (transaction) => {
      await transaction.lock(lockEventExclusive, { client: 0, event: 0 })
      const since = made.created_at - tokenLifetimes.signingKey
      const other = await transaction.first(signingKeysSince, { since })
      if (other) return other
      await transaction.run(deleteStaleSigningKeys, { before: made.created_at - usefulFor })
      const { private_key: privateKey, public_key: publicKey, created_at: at } = made
      await transaction.run(insertSigningKey, { id, privateKey, publicKey, at })
      return made
    })
  }
}
