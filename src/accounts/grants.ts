import type { Caller, Principal, Scope } from '../protocol/schema/access.ts'
import type { Engine, Transaction } from '../store/engine.ts'
import { deleteStaleGrants, endGrant, grantById, insertGrant } from '../store/queries/grants.ts'
import { insertRefreshToken } from '../store/queries/refresh-tokens.ts'
import type { RowOf } from '../store/statement.ts'
import type { AccessToken, AccessTokens } from './access-tokens.ts'
import { hasExpired, principalOfKey } from './keys.ts'
import { knownScopes } from './scopes.ts'
import { newSecret, randomName, tenantOfKeyName, tokenHash } from './secrets.ts'
import { tokenLifetimes } from './token-lifetimes.ts'

/** The tokens that a grant gave. */
export interface Tokens {
  readonly access: AccessToken
  readonly refreshToken: string | null
  /** `read`, `write` or both with a space between; empty: all that the key may do. */
  readonly scope: string
}

/** To whom a grant was made. */
export interface NewGrant {
  readonly client: number
  readonly key: string | null
  readonly app: string | null
  /** The fingerprint of the sign-in session that it comes from. */
  readonly signIn: string | null
  readonly scope: string
  readonly expiresAt: number
}

/** A new name of a grant, and a new refresh token; both begin with the client's number. */
export const newGrantId = (client: number) => `${client}-${randomName(24)}`
export const newRefreshToken = (client: number) => `${client}-${newSecret()}`

/** Writes a grant with its first refresh token, and forgets those that have long ended. */
export async function addGrant(
  transaction: Transaction,
  id: string,
  refreshToken: string | null,
  grant: NewGrant,
  at: number,
): Promise<void> {
  const { client } = grant
  await transaction.run(deleteStaleGrants, { client, before: at - tokenLifetimes.memory })
  await transaction.run(insertGrant, { ...grant, id, at })
  if (refreshToken === null) return
  await transaction.run(insertRefreshToken, { client, hash: tokenHash(refreshToken), grant: id, at })
}

/** Whom a grant stands for: an API key with its role, or an app, whose role is `oauthadmin`; null when that has ended. */
export function principalOfGrant(client: number, grant: RowOf<typeof grantById>, now: number): Principal | null {
  const { key_id: key, role, key_scope: scope, key_expires_at: expiresAt, app_id: app } = grant
  if (key !== null && role !== null) {
    return hasExpired(expiresAt, now) ? null : principalOfKey({ client, id: key, role, scope })
  }
  return app === null ? null : { clientId: client, id: app, roles: ['oauthadmin'], scopes: knownScopes(grant.scope) }
}

/** The holder of a grant as one of its tokens lets it act: a token gives no more than its grant. */
function limitedTo(scopes: ReadonlySet<Scope>, holder: Principal): Principal {
  return { ...holder, scopes: new Set([...holder.scopes].filter((scope) => scopes.has(scope))) }
}

/** Grants to API keys, and whom the tokens of any grant stand for. */
export class Grants {
  readonly #engine: Engine
  readonly #tokens: AccessTokens
  readonly #longest: number
  readonly #now: () => number

  /** @param longest how long a grant to a key lasts, in milliseconds */
  constructor(engine: Engine, tokens: AccessTokens, longest: number, now: () => number) {
    this.#engine = engine
    this.#tokens = tokens
    this.#longest = longest
    this.#now = now
  }

  /**
   * Gives tokens to an API key.
   * @param sessionId the sign-in session with which the tokens end, if any
   */
  async toKey(principal: Principal, sessionId: string | null, isRefreshable: boolean): Promise<Tokens> {
    const { clientId: client, id: key, roles } = principal
    const id = newGrantId(client)
    const refreshToken = isRefreshable ? newRefreshToken(client) : null
    const at = this.#now()
    const expiresAt = at + (isRefreshable ? this.#longest : tokenLifetimes.access)
    const signIn = sessionId === null ? null : tokenHash(sessionId)
    await this.#engine.write((transaction) =>
      addGrant(transaction, id, refreshToken, { client, key, app: null, signIn, scope: '', expiresAt }, at),
    )
    const access = await this.#tokens.issue({ subject: key, grant: id, roles, scope: '' })
    return { access, refreshToken, scope: '' }
  }

  /** Whom an access token stands for; null when it is not good, or its grant, key or app has ended. */
  async resolve(token: string): Promise<Caller | null> {
    const verified = await this.#tokens.verify(token)
    const client = verified ? tenantOfKeyName(verified.grant) : undefined
    if (!verified || client === undefined) return null
    const { grant: grantId, scopes } = verified
    const grant = await this.#engine.first(grantById, { client, id: grantId })
    const now = this.#now()
    const holder = grant && grant.expires_at > now ? principalOfGrant(client, grant, now) : null
    return holder && { principal: scopes ? limitedTo(scopes, holder) : holder, sessionId: null, grantId }
  }

  /** Ends a grant and all its tokens. */
  async end(id: string): Promise<void> {
    const client = tenantOfKeyName(id)
    if (client === undefined) return
    await this.#engine.write(async (transaction) => transaction.run(endGrant, { client, id, at: this.#now() }))
  }

  /** How long a grant to a key lasts, in seconds. */
  get longestSeconds(): number {
    return Math.floor(this.#longest / 1000)
  }
}
