import type { Accounts } from '../../accounts/accounts.ts'
import { grantErrors } from '../../accounts/errors.ts'
import type { Tokens } from '../../accounts/grants.ts'
import type { OAuthApp } from '../../accounts/oauth-client-authenticator.ts'
import { tokenLifetimes } from '../../accounts/token-lifetimes.ts'
import {
  GetTokenResponse,
  getToken,
  OIDCGetAccessTokenResponse,
  oidcGetAccessToken,
} from '../../contract/oauth-rfc6749.ts'
import { accessErrors } from '../../protocol/schema/access.ts'
import { Failure, fail } from '../../protocol/schema/failure.ts'
import { type Call, type Service, service } from '../../protocol/schema/handler.ts'
import type { Value } from '../../protocol/schema/type-model.ts'

type Request = Value<typeof getToken.request>

/** Tokens as RFC 6749 has them (§4.1.3, §6), at both of their addresses. Refresh tokens rotate. */
export function tokenServices(accounts: Accounts): Service[] {
  return [
    service(getToken, async (request, call) => {
      const tokens = await tokensFor(accounts, request, call)
      return tokens instanceof Failure ? refused(tokens) : GetTokenResponse.create(membersOf(tokens))
    }),
    service(oidcGetAccessToken, async (request, call) => {
      const tokens = await tokensFor(accounts, request, call)
      return tokens instanceof Failure ? refused(tokens) : OIDCGetAccessTokenResponse.create(membersOf(tokens))
    }),
  ]
}

async function tokensFor(accounts: Accounts, request: Request, call: Call): Promise<Tokens | Failure> {
  const { grant_type: type, code, refresh_token: token, redirect_uri: redirectUri, scope } = request
  const { code_verifier: codeVerifier } = request
  if (type === null) return fail(grantErrors.InvalidRequest, 'a grant_type')
  if (type !== 'authorization_code' && type !== 'refresh_token') return fail(grantErrors.UnsupportedGrantType)
  const { tokenExchange: redemptions } = accounts
  const app = await appCalling(accounts, request, call)
  if (app instanceof Failure) return app
  const wait = await call.countFor(app.client)
  if (wait) return wait
  if (type === 'authorization_code') {
    if (code === null) return fail(grantErrors.InvalidRequest, 'a code')
    return redemptions.redeemCode(app, { code, redirectUri, codeVerifier, scope })
  }
  return token === null
    ? fail(grantErrors.InvalidRequest, 'a refresh_token')
    : redemptions.refresh(token, { app, scope, isRotating: true })
}

/** The app, by client_id and client_secret or by HTTP Basic. */
async function appCalling(
  { oauthClients: appCheck }: Accounts,
  { client_id: id, client_secret: secret }: Request,
  call: Call,
): Promise<OAuthApp | Failure> {
  if (secret !== null) return appCheck.authenticate(id ?? '', secret, call)
  const { credentials } = call
  const isNamed = credentials?.kind === 'basic' && (id === null || id === credentials.userName)
  return isNamed
    ? appCheck.authenticate(credentials.userName, credentials.password, call)
    : fail(grantErrors.InvalidClient)
}

function membersOf({ access, refreshToken, scope }: Tokens) {
  return {
    access_token: access.text,
    token_type: 'Bearer',
    refresh_token: refreshToken,
    expires_in: tokenLifetimes.access / 1000,
    scope: scope || null,
  }
}

const errorNames: ReadonlyMap<string, string> = new Map([
  [grantErrors.InvalidRequest.code, 'invalid_request'],
  [grantErrors.InvalidClient.code, 'invalid_client'],
  [accessErrors.AccountLockedOut.code, 'invalid_client'],
  [grantErrors.InvalidGrant.code, 'invalid_grant'],
  [grantErrors.InvalidScope.code, 'invalid_scope'],
  [grantErrors.UnsupportedGrantType.code, 'unsupported_grant_type'],
])

/** A refusal with the members that RFC 6749 §5.2 asks for. */
function refused({ code, status, message, retryAfter }: Failure): Failure {
  const error = errorNames.get(code) ?? 'invalid_request'
  const answer = { error, error_description: message }
  return new Failure({ code, status, message, answer, ...(retryAfter !== undefined && { retryAfter }) })
}
