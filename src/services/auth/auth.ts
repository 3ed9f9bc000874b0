import type { Accounts } from '../../accounts/accounts.ts'
import type { OpenedSignIn } from '../../accounts/sign-ins.ts'
import { AuthResponse, auth, type FailedLoginReason } from '../../contract/auth.ts'
import { accessErrors } from '../../protocol/schema/access.ts'
import { Failure, fail } from '../../protocol/schema/failure.ts'
import { type Call, type Service, service } from '../../protocol/schema/handler.ts'
import { ResponseStatus } from '../../protocol/schema/response-status.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import { serviceErrors } from '../shared/errors.ts'

type Request = Value<typeof auth.request>
type Reason = Value<typeof FailedLoginReason>

/** Signs in as the family's clients do: an API key's id as Username, its secret as Password; or an exchange token. */
export function authService(accounts: Accounts): Service {
  const { signIns, exchangeTokens } = accounts
  return service(auth, async (request, call) => {
    const found = await authenticated(accounts, request, call)
    if (found instanceof Failure) return found
    const { principal, startedAt } = found
    const sessionId = await signIns.begin(principal, call, call.sessionId, startedAt)
    call.changeSession({ kind: 'started', sessionId, keepFor: null })
    return AuthResponse.create({
      ClientID: principal.clientId,
      UserId: principal.id,
      SessionId: sessionId,
      ExchangeToken: request.IncludeExchangeToken ? await exchangeTokens.issue(principal, sessionId) : null,
      ResponseStatus: ResponseStatus.create(),
    })
  })
}

/** Checks a token, or a key and its secret. One of another client is a wrong one, whether that client exists or not. */
async function authenticated(
  { apiKeys: keyCheck, exchangeTokens, now }: Accounts,
  { ClientID, Token, UserType, Username, Password }: Request,
  call: Call,
): Promise<OpenedSignIn | Failure> {
  // Keys are no members, and neither are their tokens.
  const isMember = UserType === 'Member'
  if (Token !== null) {
    const opened = isMember ? null : await exchangeTokens.use(Token, ClientID, call.countFor)
    return opened ?? refused('InvalidToken', fail(serviceErrors.InvalidToken))
  }
  const principal = await keyCheck.principal(Username ?? '', Password ?? '', call)
  if (principal instanceof Failure) return refused(reasonOf(principal), principal)
  if ((ClientID !== 0 && principal.clientId !== ClientID) || isMember)
    return refused('InvalidCredentials', fail(accessErrors.InvalidCredentials))
  return (await call.countFor(principal.clientId)) ?? { principal, startedAt: now() }
}

function reasonOf({ code }: Failure): Reason {
  return code === accessErrors.AccountLockedOut.code ? 'AccountLockedOut' : 'InvalidCredentials'
}

/** The refusal in the shape of the answer, with why. */
function refused(reason: Reason, failure: Failure): Failure {
  const { code, status, message, retryAfter } = failure
  const answer = { FailedLoginReason: reason }
  return new Failure({ code, status, message, answer, ...(retryAfter !== undefined && { retryAfter }) })
}
