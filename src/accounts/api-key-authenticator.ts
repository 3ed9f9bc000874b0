import { accessErrors, type Principal, type RequestSource } from '../protocol/schema/access.ts'
import { type Failure, fail } from '../protocol/schema/failure.ts'
import type { Engine } from '../store/engine.ts'
import { keyById, touchKey } from '../store/queries/api-keys.ts'
import { insertAudit } from '../store/queries/audit.ts'
import type { RowOf } from '../store/statement.ts'
import { hasExpired, principalOfKey } from './keys.ts'
import { dummySecret, noClient, secretMatches, tenantOfKeyName } from './secrets.ts'
import type { Throttle } from './throttle.ts'

/** Minimum interval between updates of `used_at`. */
const usedAtIntervalMs = 60_000

/** Authenticates an API key by its secret. */
export class ApiKeyAuthenticator {
  readonly #engine: Engine
  readonly #throttle: Throttle
  readonly #now: () => number
  readonly #onError: (error: unknown) => void

  /** @param onError called where a refused sign-in could not be audited */
  constructor(engine: Engine, throttle: Throttle, now: () => number, onError: (error: unknown) => void) {
    this.#engine = engine
    this.#throttle = throttle
    this.#now = now
    this.#onError = onError
  }

  /**
   * Checks the secret first: a right one is let in however many wrong ones came before it. An unknown key costs the same
   * work as a wrong secret.
   * @returns InvalidCredentials where the key is unknown or has ended or the secret is wrong; AccountLockedOut where too
   * many of these failed lately
   */
  async principal(id: string, secret: string, origin: RequestSource): Promise<Principal | Failure> {
    const key = await this.#engine.first(keyById, { client: tenantOfKeyName(id) ?? noClient, id })
    const isRight = secretMatches(secret, key ?? dummySecret)
    const now = this.#now()
    if (key && isRight && key.revoked_at === null && !hasExpired(key.expires_at, now)) {
      await this.#noteUse(key, now)
      return principalOfKey({ client: key.client_id, id, role: key.role, scope: key.scope })
    }
    const lockedOut = this.#throttle.reject(id, origin)
    if (lockedOut) return lockedOut
    if (key) this.#auditRefusal(key, origin, now)
    return fail(accessErrors.InvalidCredentials)
  }

  /** Whether a key is one that may be used now. */
  async isInUse(id: string): Promise<boolean> {
    const client = tenantOfKeyName(id)
    const key = client === undefined ? undefined : await this.#engine.first(keyById, { client, id })
    return key !== undefined && key.revoked_at === null && !hasExpired(key.expires_at, this.#now())
  }

  /**
   * Audits a refused sign-in of a key that exists, as often as the throttle lets one through. The caller is answered
   * without waiting for the disk: otherwise the delay would tell which keys exist.
   */
  #auditRefusal(key: RowOf<typeof keyById>, { address, requestId }: RequestSource, at: number): void {
    const { client_id: client, id } = key
    const why = key.revoked_at !== null ? 'revoked' : hasExpired(key.expires_at, at) ? 'expired' : 'secret'
    const facts = { client, event: null, at, principal: 'nobody', requestId, subject: id, before: null }
    const after = JSON.stringify({ address, why })
    this.#engine
      .write(async (transaction) => transaction.run(insertAudit, { ...facts, action: 'sign-in.refuse', after }))
      .catch(this.#onError)
  }

  async #noteUse({ client_id: client, id, used_at: usedAt }: RowOf<typeof keyById>, at: number): Promise<void> {
    if (usedAt !== null && Math.abs(at - usedAt) < usedAtIntervalMs) return
    await this.#engine.write(async (transaction) => transaction.run(touchKey, { client, id, at }))
  }
}
