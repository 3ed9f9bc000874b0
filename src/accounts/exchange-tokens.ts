import type { Principal } from '../protocol/schema/access.ts'
import type { Failure } from '../protocol/schema/failure.ts'
import type { Engine } from '../store/engine.ts'
import {
  deleteExchangeToken,
  deleteStaleExchangeTokens,
  exchangeTokenByHash,
  insertExchangeToken,
} from '../store/queries/exchange-tokens.ts'
import { newSecret, tenantOfKeyName, tokenHash } from './secrets.ts'
import type { OpenedSignIn, SignIns } from './sign-ins.ts'
import { tokenLifetimes } from './token-lifetimes.ts'

/**
 * Tokens with which another program signs in, once and within minutes, as the API key that asked for them. They end with
 * the sign-in session that asked, and what they begin is counted as old as that session.
 */
export class ExchangeTokens {
  readonly #engine: Engine
  readonly #signIns: SignIns
  readonly #now: () => number

  constructor(engine: Engine, signIns: SignIns, now: () => number) {
    this.#engine = engine
    this.#signIns = signIns
    this.#now = now
  }

  async issue({ clientId: client, id: key }: Principal, sessionId: string): Promise<string> {
    const token = `${client}-${newSecret()}`
    const at = this.#now()
    await this.#engine.write(async (transaction) => {
      await transaction.run(deleteStaleExchangeTokens, { client, before: at })
      const expiresAt = at + tokenLifetimes.exchange
      const signIn = tokenHash(sessionId)
      await transaction.run(insertExchangeToken, { client, hash: tokenHash(token), key, signIn, expiresAt })
    })
    return token
  }

  /**
   * Uses a token up.
   * @param within the client it must be of; 0 for any. Where it is another's, it is not used up
   * @param count counts the sign-in for its client; the token is not used up where that is refused
   * @returns the session that it comes from; null when it is unknown, was used or has expired, or that session has ended
   */
  async use(
    token: string,
    within: number,
    count: (client: number) => Promise<Failure | undefined>,
  ): Promise<OpenedSignIn | Failure | null> {
    const client = tenantOfKeyName(token)
    if (client === undefined || (within !== 0 && within !== client)) return null
    const hash = tokenHash(token)
    const found = await this.#engine.first(exchangeTokenByHash, { client, hash })
    if (!found || found.sign_in_hash === null || found.expires_at <= this.#now()) return null
    const refused = await count(client)
    if (refused) return refused
    const deleted = await this.#engine.write(async (transaction) =>
      transaction.run(deleteExchangeToken, { client, hash }),
    )
    return deleted > 0 ? this.#signIns.opened(client, found.sign_in_hash) : null
  }
}
