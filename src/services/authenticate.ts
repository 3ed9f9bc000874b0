import { principalOf } from '../accounts/keys.ts'
import type { SignIns } from '../accounts/sign-ins.ts'
import { AuthenticateResponse } from '../contract/auth.ts'
import { authenticate } from '../contract/authenticate.ts'
import { accessErrors } from '../protocol/schema/access.ts'
import { type Failure, fail, failField } from '../protocol/schema/failure.ts'
import { type Call, type Service, service } from '../protocol/schema/handler.ts'
import type { Value } from '../protocol/schema/nodes.ts'
import { ResponseStatus } from '../protocol/schema/response-status.ts'
import type { Engine } from '../store/engine.ts'
import { serviceErrors } from './errors.ts'

type Request = Value<typeof authenticate.request>
type Response = Value<typeof authenticate.response>

/** ServiceStack's own sign-in: `credentials` (an API key and its secret), `logout`, and who one is. */
export function authenticateService(engine: Engine, signIns: SignIns): Service {
  return service(authenticate, async (request, call) => {
    switch (request.provider?.toLowerCase() ?? '') {
      case '':
        return request.UserName === null ? whoIs(call) : signIn(engine, signIns, request, call)
      case 'credentials':
        return signIn(engine, signIns, request, call)
      case 'logout':
        return signOut(signIns, call)
      default:
        return failField('provider', serviceErrors.ArgumentException, 'credentials or logout')
    }
  })
}

function whoIs({ principal, sessionId }: Call): Response | Failure {
  return principal ? answer(principal.id, sessionId) : fail(accessErrors.Unauthorized, 'nothing')
}

async function signIn(
  engine: Engine,
  signIns: SignIns,
  { UserName, Password, RememberMe }: Request,
  call: Call,
): Promise<Response | Failure> {
  const principal = await principalOf(engine, UserName ?? '', Password ?? '')
  if (!principal) return fail(accessErrors.InvalidCredentials)
  const sessionId = await signIns.begin(principal)
  call.changeSession({ kind: 'started', sessionId, keepFor: RememberMe ? signIns.longestSeconds : null })
  return answer(principal.id, sessionId)
}

async function signOut(signIns: SignIns, call: Call): Promise<Response> {
  if (call.sessionId !== null) await signIns.end(call.sessionId)
  call.changeSession({ kind: 'ended' })
  return AuthenticateResponse.create({ ResponseStatus: ResponseStatus.create() })
}

function answer(name: string, sessionId: string | null): Response {
  return AuthenticateResponse.create({ SessionId: sessionId, UserName: name, ResponseStatus: ResponseStatus.create() })
}
