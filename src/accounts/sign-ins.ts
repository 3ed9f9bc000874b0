import type { Caller, Principal } from '../protocol/schema/access.ts'
import type { Engine } from '../store/engine.ts'
import { deleteSignIn, deleteStaleSignIns, insertSignIn, signInByHash, touchSignIn } from '../store/queries/accounts.ts'
import { clientOf, fingerprint, newSecret } from './secrets.ts'

/** How long sign-in sessions last, in milliseconds. */
export interface Lifetimes {
  /** Since it was last used. */
  readonly idle: number
  /** Since it began. */
  readonly longest: number
}

/** 15 minutes of idleness as on the original, 12 hours at most. */
export const defaultLifetimes: Lifetimes = { idle: 15 * 60_000, longest: 12 * 3_600_000 }

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

  /** Begins a session of the principal; answers its SessionId, of which only a fingerprint is stored. */
  async begin({ clientId: client, id: key }: Principal): Promise<string> {
    const sessionId = `${client}-${newSecret()}`
    const at = this.#now()
    await this.#engine.write(async (transaction) => {
      await transaction.run(deleteStaleSignIns, { client, before: at - this.#lifetimes.idle - this.#grace })
      await transaction.run(insertSignIn, { client, hash: fingerprint(sessionId), key, at })
    })
    return sessionId
  }

  /** Whom a SessionId names; null when it is unknown or has ended, or its key has. */
  async resolve(sessionId: string): Promise<Caller | null> {
    const client = clientOf(sessionId)
    if (client === undefined) return null
    const hash = fingerprint(sessionId)
    const found = await this.#engine.first(signInByHash, { client, hash })
    if (!found) return null
    const now = this.#now()
    const unseen = now - found.seen_at
    if (unseen > this.#lifetimes.idle + this.#grace || now - found.created_at > this.#lifetimes.longest) return null
    if (unseen > this.#grace) {
      await this.#engine.write(async (transaction) => transaction.run(touchSignIn, { client, hash, at: now }))
    }
    return { principal: { clientId: client, id: found.key_id, roles: [found.role] }, sessionId, grantId: null }
  }

  /** Ends a session; of an unknown one nothing. */
  async end(sessionId: string): Promise<void> {
    const client = clientOf(sessionId)
    if (client === undefined) return
    const hash = fingerprint(sessionId)
    await this.#engine.write(async (transaction) => transaction.run(deleteSignIn, { client, hash }))
  }

  /** The longest that a session lasts, in seconds. */
  get longestSeconds(): number {
    return Math.floor(this.#lifetimes.longest / 1000)
  }

  get #grace(): number {
    return this.#lifetimes.idle / 15
  }
}
