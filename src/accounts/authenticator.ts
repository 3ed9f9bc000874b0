import { type Authenticator, accessErrors } from '../protocol/schema/access.ts'
import { fail } from '../protocol/schema/failure.ts'
import type { Engine } from '../store/engine.ts'
import type { Accounts } from './accounts.ts'
import { principalOf } from './keys.ts'

/** Knows callers by a sign-in session, by an access token, or by an API key and its secret. */
export function accountsAuthenticator(engine: Engine, { signIns, grants }: Accounts): Authenticator {
  return {
    async authenticate(credentials) {
      switch (credentials.kind) {
        case 'session':
          return (await signIns.resolve(credentials.sessionId)) ?? fail(accessErrors.Unauthorized, 'session')
        case 'bearer':
          return (await grants.resolve(credentials.token)) ?? fail(accessErrors.Unauthorized, 'token')
        case 'basic': {
          const principal = await principalOf(engine, credentials.userName, credentials.password)
          return principal ? { principal, sessionId: null, grantId: null } : fail(accessErrors.InvalidCredentials)
        }
      }
    },
  }
}
