import type { Caller, Principal, RequestSource } from '../protocol/schema/access.ts'
import type { Engine, Transaction } from '../store/engine.ts'
import { touchKey } from '../store/queries/api-keys.ts'
import { insertAudit } from '../store/queries/audit.ts'
import { endGrantsOfSignIn } from '../store/queries/grants.ts'
import { deleteSignIn, deleteStaleSignIns, insertSignIn, signInByHash, touchSignIn } from '../store/queries/sign-ins.ts'
import type { RowOf } from '../store/statement.ts'
import { hasExpired, principalOfKey } from './keys.ts'
import { newSecret, tenantOfKeyName, tokenHash } from './secrets.ts'
import { endSurplusSessions } from './session-limit.ts'

/** How long sign-in sessions last, in milliseconds. */
export interface Lifetimes {
  /** Since it was last used. */
  readonly idleMs: number
  /** Since it began. */
  readonly maxAgeMs: number
}

/** A sign-in session that has not ended. */
export interface OpenedSignIn {
  readonly principal: Principal
  /** From when its age is counted, in milliseconds since 1970-01-01 UTC. */
  readonly startedAt: number
}

/** 15 minutes of idleness as on the original, 12 hours at most. */
export const defaultLifetimes: Lifetimes = { idleMs: 15 * 60_000, maxAgeMs: 12 * 3_600_000 }

/**
 * Sign-in sessions, kept in the database: any process knows them. A session in use is written back only now and then,
 * after a fifteenth of its idle time: it lasts for its idle time at least, and that much longer at most.
 */
export class SignIns {
  readonly #engine: Engine
  readonly #lifetimes: Lifetimes
  readonly #now: () => number

  constructor(engine: Engine, lifetimes: Lifetimes, now: () => number) {
    this.#engine = engine
    this.#lifetimes = lifetimes
    this.#now = now
  }

  /**
   * Begins a session of the principal; answers its SessionId, of which only a fingerprint is stored.
   * @param instead the session that it takes the place of, which ends with its tokens: nobody who knows that one is let
   * in by a sign-in that came later
   * @param startedAt from when its age is counted: when a key and its secret were shown, now by default
   */
  async begin(
    { clientId: client, id: key }: Principal,
    { address, requestId }: RequestSource,
    instead: string | null,
    startedAt = this.#now(),
  ): Promise<string> {
    const sessionId = `${client}-${newSecret()}`
    const at = this.#now()
    await this.#engine.write(async (transaction) => {
      await transaction.run(deleteStaleSignIns, { client, before: at - this.#lifetimes.idleMs - this.#grace })
      if (instead !== null) await endSession(transaction, instead, at)
      await transaction.run(insertSignIn, { client, hash: tokenHash(sessionId), key, startedAt, at })
      await endSurplusSessions(transaction, { client, key }, (hash) => endSessionOf(transaction, client, hash, at))
      const facts = { client, event: null, at, principal: key, requestId, subject: key, before: null }
      await transaction.run(insertAudit, { ...facts, action: 'sign-in', after: JSON.stringify({ address }) })
    })
    return sessionId
  }

  /** Whom a SessionId names; null when it is unknown or has ended, or its key has. */
  async resolve(sessionId: string): Promise<Caller | null> {
    const client = tenantOfKeyName(sessionId)
    if (client === undefined) return null
    const hash = tokenHash(sessionId)
    const now = this.#now()
    const found = await this.#open(client, hash, now)
    if (!found) return null
    const unseen = now - found.seen_at
    if (unseen > this.#grace) {
      await this.#engine.write(async (transaction) => {
        await transaction.run(touchSignIn, { client, hash, at: now })
        await transaction.run(touchKey, { client, id: found.key_id, at: now })
      })
    }
    const { key_id: id, role, scope } = found
    return { principal: principalOfKey({ client, id, role, scope }), sessionId, grantId: null }
  }

  /** Whether a session is still good. Unlike its use, this does not make it last longer. */
  async isOpen(sessionId: string): Promise<boolean> {
    const client = tenantOfKeyName(sessionId)
    return client !== undefined && (await this.#open(client, tokenHash(sessionId), this.#now())) !== undefined
  }

  /** Who opened a session, and when; null when it has ended. Unlike its use, this does not make it last longer. */
  async opened(client: number, hash: string): Promise<OpenedSignIn | null> {
    const found = await this.#open(client, hash, this.#now())
    if (!found) return null
    const { key_id: id, role, scope, created_at: startedAt } = found
    return { principal: principalOfKey({ client, id, role, scope }), startedAt }
  }

  async #open(client: number, hash: string, now: number): Promise<RowOf<typeof signInByHash> | undefined> {
    const found = await this.#engine.first(signInByHash, { client, hash })
    if (!found || hasExpired(found.expires_at, now)) return undefined
    const isIdle = now - found.seen_at > this.#lifetimes.idleMs + this.#grace
    return isIdle || now - found.created_at > this.#lifetimes.maxAgeMs ? undefined : found
  }

  /** Ends a session, and the tokens that came of it; of an unknown one nothing. */
  async end(sessionId: string): Promise<void> {
    await this.#engine.write((transaction) => endSession(transaction, sessionId, this.#now()))
  }

  /** The longest that a session lasts, in seconds. */
  get longestSeconds(): number {
    return Math.floor(this.#lifetimes.maxAgeMs / 1000)
  }

  get #grace(): number {
    return this.#lifetimes.idleMs / 15
  }
}

async function endSession(transaction: Transaction, sessionId: string, at: number): Promise<void> {
  const client = tenantOfKeyName(sessionId)
  if (client === undefined) return
  await endSessionOf(transaction, client, tokenHash(sessionId), at)
}

async function endSessionOf(transaction: Transaction, client: number, hash: string, at: number): Promise<void> {
  await transaction.run(endGrantsOfSignIn, { client, signIn: hash, at })
  await transaction.run(deleteSignIn, { client, hash })
}
