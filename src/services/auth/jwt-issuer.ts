import type { Accounts } from '../../accounts/accounts.ts'
import { JwtIssuerResponse, jwtIssuer } from '../../contract/jwt-issuer.ts'
import { accessErrors } from '../../protocol/schema/access.ts'
import { fail } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import { ResponseStatus } from '../../protocol/schema/response-status.ts'

/** Gives an access token to a session or a key, never to another token: that would make it last for ever. */
export function jwtIssuerService({ grants }: Accounts): Service {
  return service(jwtIssuer, async (_request, { principal, sessionId, grantId }) => {
    if (principal === null) return fail(accessErrors.Unauthorized, 'nothing')
    if (grantId !== null) return fail(accessErrors.SessionRequired)
    const { access } = await grants.toKey(principal, sessionId, false)
    return JwtIssuerResponse.create({ token: access.text, ResponseStatus: ResponseStatus.create() })
  })
}
