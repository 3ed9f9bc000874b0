import { type Authenticator, accessErrors } from '../protocol/schema/access.ts'
import { Failure, fail } from '../protocol/schema/failure.ts'
import type { Accounts } from './accounts.ts'

/** Knows callers by a sign-in session, by an access token, or by an API key and its secret. */
export function accountsAuthenticator({ apiKeys: keyCheck, signIns, grants }: Accounts): Authenticator {
  return {
    async authenticate(credentials, origin) {
      switch (credentials.kind) {
        case 'session':
          return (await signIns.resolve(credentials.sessionId)) ?? fail(accessErrors.Unauthorized, 'session')
        case 'bearer':
          return (await grants.resolve(credentials.token)) ?? fail(accessErrors.Unauthorized, 'token')
        case 'basic': {
          const found = await keyCheck.principal(credentials.userName, credentials.password, origin)
          return found instanceof Failure ? found : { principal: found, sessionId: null, grantId: null }
        }
      }
    },
  }
}
