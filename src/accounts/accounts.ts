import type { Engine } from '../store/engine.ts'
import { AccessTokens } from './access-tokens.ts'
import { ApiKeyAuthenticator } from './api-key-authenticator.ts'
import { ExchangeTokens } from './exchange-tokens.ts'
import { Grants } from './grants.ts'
import { OAuthClientAuthenticator } from './oauth-client-authenticator.ts'
import type { Seal } from './seal.ts'
import { type Lifetimes, SignIns } from './sign-ins.ts'
import { SigningKeys } from './signing-keys.ts'
import { Throttle } from './throttle.ts'
import { TokenExchange } from './token-exchange.ts'

/** Everything with which callers sign in and are known. */
export interface Accounts {
  readonly apiKeys: ApiKeyAuthenticator
  readonly oauthClients: OAuthClientAuthenticator
  readonly signIns: SignIns
  readonly grants: Grants
  readonly tokenExchange: TokenExchange
  readonly exchangeTokens: ExchangeTokens
  readonly keys: SigningKeys
  /** The clock that they go by, in milliseconds since 1970-01-01 UTC. */
  readonly now: () => number
}

/**
 * @param onError called with what failed after a caller was answered
 * @param seal encrypts the keys that sign tokens; null: they are stored as they are
 */
export function openAccounts(
  engine: Engine,
  lifetimes: Lifetimes,
  now: () => number,
  onError: (error: unknown) => void,
  seal: Seal | null,
): Accounts {
  const keys = new SigningKeys(engine, now, seal)
  const tokens = new AccessTokens(keys, now)
  const throttle = new Throttle(now)
  const signIns = new SignIns(engine, lifetimes, now)
  return {
    apiKeys: new ApiKeyAuthenticator(engine, throttle, now, onError),
    oauthClients: new OAuthClientAuthenticator(engine, throttle),
    signIns,
    grants: new Grants(engine, tokens, lifetimes.maxAgeMs, now),
    tokenExchange: new TokenExchange(engine, tokens, now),
    exchangeTokens: new ExchangeTokens(engine, signIns, now),
    keys,
    now,
  }
}
