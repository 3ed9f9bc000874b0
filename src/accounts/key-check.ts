import { accessErrors, type Origin, type Principal } from '../protocol/schema/access.ts'
import { type Failure, fail } from '../protocol/schema/failure.ts'
import type { Engine } from '../store/engine.ts'
import { keyById, touchKey } from '../store/queries/accounts.ts'
import { insertAudit } from '../store/queries/audit.ts'
import type { RowOf } from '../store/statement.ts'
import { hasExpired, principalOfKey } from './keys.ts'
import { clientOf, isSecret, nobodysSecret } from './secrets.ts'
import type { Throttle } from './throttle.ts'

/** That a key is in use is written down no more often than this, in milliseconds. */
const usedEvery = 60_000

/** Says whom an API key and its secret name. */
export class KeyCheck {
  readonly #engine: Engine
  readonly #throttle: Throttle
  readonly #now: () => number

  constructor(engine: Engine, throttle: Throttle, now: () => number) {
    this.#engine = engine
    this.#throttle = throttle
    this.#now = now
  }

  /** @returns InvalidCredentials where the key is unknown or has ended or the secret is wrong, or AccountLockedOut */
  async principal(id: string, secret: string, origin: Origin): Promise<Principal | Failure> {
    const found = await this.#throttle.watched(id, origin, () => this.#named(id, secret, origin))
    return found ?? fail(accessErrors.InvalidCredentials)
  }

  /** Whether a key is one that may be used now. */
  async isInUse(id: string): Promise<boolean> {
    const client = clientOf(id)
    const key = client === undefined ? undefined : await this.#engine.first(keyById, { client, id })
    return key !== undefined && key.revoked_at === null && !hasExpired(key.expires_at, this.#now())
  }

  async #named(id: string, secret: string, origin: Origin): Promise<Principal | null> {
    const client = clientOf(id)
    const key = client === undefined ? undefined : await this.#engine.first(keyById, { client, id })
    const isRight = isSecret(secret, key ?? nobodysSecret)
    if (!key) return null
    const now = this.#now()
    if (!isRight || key.revoked_at !== null || hasExpired(key.expires_at, now)) {
      await this.#recordRefused(key, origin, now)
      return null
    }
    await this.#noteUse(key, now)
    return principalOfKey({ client: key.client_id, id, role: key.role, scope: key.scope })
  }

  /** Of a key that there is, its client is told who tried it; how often that can be is bounded by the throttle. */
  async #recordRefused(key: RowOf<typeof keyById>, { address, requestId }: Origin, at: number): Promise<void> {
    const { client_id: client, id } = key
    const why = key.revoked_at !== null ? 'revoked' : hasExpired(key.expires_at, at) ? 'expired' : 'secret'
    const facts = { client, event: null, at, principal: 'nobody', requestId, subject: id, before: null }
    const after = JSON.stringify({ address, why })
    await this.#engine.write((transaction) =>
      Promise.resolve(transaction.run(insertAudit, { ...facts, action: 'sign-in.refuse', after })),
    )
  }

  async #noteUse({ client_id: client, id, used_at: usedAt }: RowOf<typeof keyById>, at: number): Promise<void> {
    if (usedAt !== null && Math.abs(at - usedAt) < usedEvery) return
    await this.#engine.write(async (transaction) => transaction.run(touchKey, { client, id, at }))
  }
}
