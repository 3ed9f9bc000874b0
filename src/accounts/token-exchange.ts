import type { Scope } from '../protocol/schema/access.ts'
import { Failure, fail } from '../protocol/schema/failure.ts'
import type { Engine, Transaction } from '../store/engine.ts'
import { codeByHash, useCode } from '../store/queries/authorization-codes.ts'
import { endGrant, extendGrant, grantById } from '../store/queries/grants.ts'
import {
  deleteUsedRefreshTokens,
  insertRefreshToken,
  refreshTokenByHash,
  useRefreshToken,
} from '../store/queries/refresh-tokens.ts'
import type { AccessTokens, Claims } from './access-tokens.ts'
import { grantErrors } from './errors.ts'
import { addGrant, newGrantId, newRefreshToken, principalOfGrant, type Tokens } from './grants.ts'
import type { OAuthApp } from './oauth-client-authenticator.ts'
import { isVerified } from './pkce.ts'
import { isWithin, knownScopes, parseScope, scopeText } from './scopes.ts'
import { tenantOfKeyName, tokenHash } from './secrets.ts'
import { tokenLifetimes } from './token-lifetimes.ts'

/** What comes with an authorization code. */
export interface CodeRedemption {
  readonly code: string
  /** Has to be one of those that are registered for the app, where any are. */
  readonly redirectUri: string | null
  /** The verifier of RFC 7636. */
  readonly codeVerifier: string | null
  /** What the grant is to be limited to; null or empty: all that the code is for. */
  readonly scope: string | null
}

/** What comes with a refresh token. */
export interface Refreshing {
  /** The app that shows it; null for the tokens of an API key, which need no app. */
  readonly app: OAuthApp | null
  /** What the new access token is to be limited to; null or empty: all that was granted. */
  readonly scope: string | null
  /** Whether a new refresh token takes the place of this one. */
  readonly isRotating: boolean
}

/** Codes and refresh tokens, for which tokens are given. Using one again ends its grant, with all its tokens. */
export class TokenExchange {
  readonly #engine: Engine
  readonly #tokens: AccessTokens
  readonly #now: () => number

  constructor(engine: Engine, tokens: AccessTokens, now: () => number) {
    this.#engine = engine
    this.#tokens = tokens
    this.#now = now
  }

  /** Gives tokens for an authorization code. @returns one of {@link grantErrors} */
  async redeemCode(app: OAuthApp, redemption: CodeRedemption): Promise<Tokens | Failure> {
    const { client, id: subject, redirectUris } = app
    const { code, redirectUri, codeVerifier, scope: wanted } = redemption
    if (redirectUris.length > 0 && !redirectUris.includes(redirectUri ?? '')) {
      return fail(grantErrors.InvalidGrant, 'redirect_uri')
    }
    const refused = fail(grantErrors.InvalidGrant, 'code')
    const at = this.#now()
    const hash = tokenHash(code)
    const grant = newGrantId(client)
    const refreshToken = newRefreshToken(client)
    const scope = await this.#engine.write(async (transaction) => {
      const found = await transaction.first(codeByHash, { client, hash })
      if (found?.app_id !== subject) return refused
      if (!isVerified(codeVerifier, found.code_challenge)) return fail(grantErrors.InvalidGrant, 'code_verifier')
      const given = narrowed(wanted, knownScopes(found.scope))
      if (given instanceof Failure) return given
      const isFirst = (await transaction.run(useCode, { client, hash, grant })) > 0
      if (!isFirst && found.grant_id !== null) await transaction.run(endGrant, { client, id: found.grant_id, at })
      if (!isFirst || found.expires_at <= at) return refused
      const expiresAt = at + tokenLifetimes.appGrant
      const text = scopeText(given)
      const added = { client, key: null, app: subject, signIn: null, scope: text, expiresAt }
      await addGrant(transaction, grant, refreshToken, added, at)
      return text
    })
    if (scope instanceof Failure) return scope
    const access = await this.#tokens.issue({ subject, grant, roles: ['oauthadmin'], scope })
    return { access, refreshToken, scope }
  }

  /** Gives a new access token for a refresh token. @returns one of {@link grantErrors} */
  async refresh(token: string, refreshing: Refreshing): Promise<Tokens | Failure> {
    const client = tenantOfKeyName(token)
    if (client === undefined) return fail(grantErrors.InvalidGrant, 'refresh token')
    const next = refreshing.isRotating ? newRefreshToken(client) : null
    const claims = await this.#engine.write((transaction) => this.#use(transaction, client, token, next, refreshing))
    if (claims instanceof Failure) return claims
    return { access: await this.#tokens.issue(claims), refreshToken: next, scope: claims.scope }
  }

  async #use(
    transaction: Transaction,
    client: number,
    token: string,
    next: string | null,
    { app, scope: wanted }: Refreshing,
  ): Promise<Claims | Failure> {
    const refused = fail(grantErrors.InvalidGrant, 'refresh token')
    const at = this.#now()
    const hash = tokenHash(token)
    const found = await transaction.first(refreshTokenByHash, { client, hash })
    const grant = found && (await transaction.first(grantById, { client, id: found.grant_id }))
    if (!grant || grant.expires_at <= at) return refused
    const id = found.grant_id
    const holder = principalOfGrant(client, grant, at)
    if (!holder || grant.app_id !== (app?.id ?? null)) return refused
    const scopes = narrowed(wanted, holder.scopes)
    if (scopes instanceof Failure) return scopes
    const isSpent = found.used_at !== null
    if (isSpent || (next !== null && (await transaction.run(useRefreshToken, { client, hash, at })) === 0)) {
      await transaction.run(endGrant, { client, id, at })
      return refused
    }
    if (next !== null) {
      await transaction.run(deleteUsedRefreshTokens, { client, grant: id, before: at - tokenLifetimes.memory })
      await transaction.run(insertRefreshToken, { client, hash: tokenHash(next), grant: id, at })
    }
    if (app) await transaction.run(extendGrant, { client, id, expiresAt: at + tokenLifetimes.appGrant })
    return { subject: holder.id, grant: id, roles: holder.roles, scope: app || wanted ? scopeText(scopes) : '' }
  }
}

/** The scopes that are asked for, all that were granted by default. @returns InvalidScope where these are unknown or wider */
function narrowed(wanted: string | null, granted: ReadonlySet<Scope>): ReadonlySet<Scope> | Failure {
  const asked = wanted ? parseScope(wanted) : granted
  return asked && isWithin(asked, granted) ? asked : fail(grantErrors.InvalidScope, scopeText(granted))
}
