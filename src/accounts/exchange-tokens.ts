import type { Principal } from '../protocol/schema/access.ts'
import type { Engine } from '../store/engine.ts'
import {
  deleteExchangeToken,
  deleteStaleExchangeTokens,
  exchangeTokenByHash,
  insertExchangeToken,
} from '../store/queries/exchange-tokens.ts'
import { hasExpired, principalOfKey } from './keys.ts'
import { clientOf, fingerprint, newSecret } from './secrets.ts'
import { tokenLifetimes } from './token-lifetimes.ts'

/** Tokens with which another program signs in, once and soon, as the API key that asked for them. */
export class ExchangeTokens {
  readonly #engine: Engine
  readonly #now: () => number

  constructor(engine: Engine, now: () => number) {
    this.#engine = engine
    this.#now = now
  }

  async issue({ clientId: client, id: key }: Principal): Promise<string> {
    const token = `${client}-${newSecret()}`
    const at = this.#now()
    await this.#engine.write(async (transaction) => {
      await transaction.run(deleteStaleExchangeTokens, { client, before: at })
      const expiresAt = at + tokenLifetimes.exchange
      await transaction.run(insertExchangeToken, { client, hash: fingerprint(token), key, expiresAt })
    })
    return token
  }

  /**
   * Uses a token up: whom it names; null when it is not known, was used or has ended, or its key has.
   * @param within the client it must be of; 0 for any. Where it is another's, it is not used up
   */
  async use(token: string, within: number): Promise<Principal | null> {
    const client = clientOf(token)
    if (client === undefined || (within !== 0 && within !== client)) return null
    const hash = fingerprint(token)
    return this.#engine.write(async (transaction) => {
      const found = await transaction.first(exchangeTokenByHash, { client, hash })
      const isFirst = (await transaction.run(deleteExchangeToken, { client, hash })) > 0
      const now = this.#now()
      if (!found || !isFirst || found.expires_at <= now || hasExpired(found.key_expires_at, now)) return null
      return principalOfKey({ client, id: found.key_id, role: found.role, scope: found.scope })
    })
  }
}
