import type { Accounts } from '../../accounts/accounts.ts'
import { grantErrors } from '../../accounts/errors.ts'
import type { Tokens } from '../../accounts/grants.ts'
import {
  GetAccessTokenResponse,
  getAccessToken,
  RefreshAccessTokenResponse,
  refreshAccessToken,
} from '../../contract/oauth.ts'
import { accessErrors } from '../../protocol/schema/access.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import { Failure, fail } from '../../protocol/schema/failure.ts'
import { type Call, type Service, service } from '../../protocol/schema/handler.ts'
import { ResponseStatus } from '../../protocol/schema/response-status.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import { accessTokenCookie } from './token-cookies.ts'

type Request = Value<typeof getAccessToken.request>

/** Gives an access token for a code or refresh token of an app, or for the refresh token of a sign-in. */
export function getAccessTokenService(accounts: Accounts): Service {
  return service(getAccessToken, async (request, call) => {
    const tokens = await tokensFor(accounts, request, call)
    if (tokens instanceof Failure) return tokens
    return GetAccessTokenResponse.create({
      AccessToken: tokens.access.text,
      ExpiresOnUtc: DateTime.fromEpoch(tokens.access.expiresAt),
      RefreshToken: tokens.refreshToken,
      ResponseStatus: ResponseStatus.create(),
    })
  })
}

/** The same for ServiceStack's clients, which may have the refresh token in a cookie: then the new token goes there too. */
export function refreshAccessTokenService(accounts: Accounts): Service {
  const { now } = accounts
  return service(refreshAccessToken, async (request, call) => {
    const RefreshToken = request.RefreshToken ?? call.refreshToken
    if (RefreshToken === null && request.Code === null) return fail(accessErrors.Unauthorized, 'nothing')
    const tokens = await tokensFor(accounts, { ...request, RefreshToken }, call)
    if (tokens instanceof Failure) return tokens
    const isInCookie = request.UseTokenCookie === true || request.RefreshToken === null
    if (isInCookie) call.changeSession({ kind: 'tokens', access: accessTokenCookie(tokens, now()), refresh: null })
    return RefreshAccessTokenResponse.create({
      accessToken: isInCookie ? null : tokens.access.text,
      expiresOnUtc: DateTime.fromEpoch(tokens.access.expiresAt),
      ResponseStatus: ResponseStatus.create(),
    })
  })
}

async function tokensFor(
  { oauthClients: appCheck, tokenExchange: redemptions }: Accounts,
  request: Request,
  call: Call,
): Promise<Tokens | Failure> {
  const { AppId, AppSecret, AppSecert, Code, RefreshToken, Scope, RedirectUri, CodeVerifier } = request
  const app = AppId === null ? null : await appCheck.authenticate(AppId, AppSecret ?? AppSecert ?? '', call)
  if (app instanceof Failure) return app
  const wait = app && (await call.countFor(app.client))
  if (wait) return wait
  // A request that leaves the type out and has no code means the other.
  const type = !call.sent.has('GrantType') && Code === null ? 'RefreshToken' : request.GrantType
  if (type === 'Code') {
    if (Code === null) return fail(grantErrors.InvalidRequest, 'a Code')
    if (!app) return fail(grantErrors.InvalidClient)
    return redemptions.redeemCode(app, {
      code: Code,
      redirectUri: RedirectUri,
      codeVerifier: CodeVerifier,
      scope: Scope,
    })
  }
  if (RefreshToken === null) return fail(grantErrors.InvalidRequest, 'a RefreshToken')
  return redemptions.refresh(RefreshToken, { app, scope: Scope, isRotating: false })
}
