import type { Accounts } from '../../accounts/accounts.ts'
import { AuthenticateResponse } from '../../contract/auth.ts'
import { authenticate } from '../../contract/authenticate.ts'
import { accessErrors, type Principal } from '../../protocol/schema/access.ts'
import { Failure, fail, failField } from '../../protocol/schema/failure.ts'
import { type Call, type Service, service } from '../../protocol/schema/handler.ts'
import { ResponseStatus } from '../../protocol/schema/response-status.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import { serviceErrors } from '../shared/errors.ts'
import { accessTokenCookie } from './token-cookies.ts'

type Request = Value<typeof authenticate.request>
type Response = Value<typeof authenticate.response>

/**
 * ServiceStack's own sign-in: `credentials`, `basic` and `apikey` (an API key and its secret, in the request or by HTTP
 * Basic), `logout`, and without a provider who one is.
 */
export function authenticateService(accounts: Accounts): Service {
  return service(authenticate, async (request, call) => {
    switch (request.provider?.toLowerCase() ?? '') {
      case '':
        return request.UserName === null ? whoIs(accounts, call) : signIn(accounts, request, call)
      case 'credentials':
      case 'basic':
      case 'apikey':
        return signIn(accounts, request, call)
      case 'logout':
        return signOut(accounts, call)
      default:
        return failField('provider', serviceErrors.ArgumentException, 'credentials, basic, apikey or logout')
    }
  })
}

async function whoIs({ apiKeys: keyCheck }: Accounts, call: Call): Promise<Response | Failure> {
  const { principal, sessionId, credentials } = call
  if (credentials?.kind === 'basic') {
    const found = await keyCheck.principal(credentials.userName, credentials.password, call)
    if (found instanceof Failure) return found
    return (await call.countFor(found.clientId)) ?? answer(found)
  }
  return principal ? answer(principal, { SessionId: sessionId }) : fail(accessErrors.Unauthorized, 'nothing')
}

/** Begins a session and gives tokens; with UseTokenCookie the tokens alone, in cookies that scripts cannot read. */
async function signIn(
  { apiKeys: keyCheck, signIns, grants, now }: Accounts,
  request: Request,
  call: Call,
): Promise<Response | Failure> {
  const principal = await keyCheck.principal(...namedBy(request, call), call)
  if (principal instanceof Failure) return principal
  const wait = await call.countFor(principal.clientId)
  if (wait) return wait
  if (request.UseTokenCookie) {
    const tokens = await grants.toKey(principal, null, true)
    const refresh = { value: tokens.refreshToken ?? '', maxAgeSeconds: grants.longestSeconds }
    call.changeSession({ kind: 'tokens', access: accessTokenCookie(tokens, now()), refresh })
    return answer(principal)
  }
  const sessionId = await signIns.begin(principal, call, call.sessionId)
  call.changeSession({ kind: 'started', sessionId, keepFor: request.RememberMe ? signIns.longestSeconds : null })
  const { access, refreshToken } = await grants.toKey(principal, sessionId, true)
  return answer(principal, { SessionId: sessionId, BearerToken: access.text, RefreshToken: refreshToken })
}

/** The key and its secret: those of the request, else those of HTTP Basic. */
function namedBy({ UserName, Password }: Request, { credentials }: Call): [id: string, secret: string] {
  if (UserName !== null || credentials?.kind !== 'basic') return [UserName ?? '', Password ?? '']
  return [credentials.userName, credentials.password]
}

/** Ends the session or token in use, with all that came of it. */
async function signOut({ signIns, grants }: Accounts, call: Call): Promise<Response> {
  const { sessionId, grantId } = call
  if (sessionId !== null) await signIns.end(sessionId)
  if (grantId !== null) await grants.end(grantId)
  call.changeSession({ kind: 'ended' })
  return AuthenticateResponse.create({ ResponseStatus: ResponseStatus.create() })
}

function answer({ id }: Principal, given: Partial<Response> = {}): Response {
  return AuthenticateResponse.create({ UserName: id, ...given, ResponseStatus: ResponseStatus.create() })
}
