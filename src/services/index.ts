import type { Accounts } from '../accounts/accounts.ts'
import type { Service } from '../protocol/schema/handler.ts'
import { authService } from './auth.ts'
import { authenticateService } from './authenticate.ts'
import type { ServiceContext } from './context.ts'
import { jwtIssuerService } from './jwt-issuer.ts'
import { getAccessTokenService, refreshAccessTokenService } from './oauth.ts'
import { tokenServices } from './oauth-rfc6749.ts'
import { registrationSessionsService } from './registration-sessions.ts'

export { processFacts, type ServiceContext } from './context.ts'

/** Every operation with what carries it out. */
export function allServices(context: ServiceContext, accounts: Accounts): Service[] {
  return [
    registrationSessionsService(context),
    authService(context.engine, accounts),
    authenticateService(context, accounts),
    jwtIssuerService(accounts),
    getAccessTokenService(context, accounts),
    refreshAccessTokenService(context, accounts),
    ...tokenServices(context, accounts),
  ]
}
