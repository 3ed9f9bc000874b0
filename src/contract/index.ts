import type { Operation } from '../protocol/schema/operation.ts'
import { auth } from './auth.ts'
import { authenticate } from './authenticate.ts'
import { jwtIssuer } from './jwt-issuer.ts'
import { getAccessToken, refreshAccessToken } from './oauth.ts'
import { getToken, oidcGetAccessToken } from './oauth-rfc6749.ts'
import { registrationSessions } from './registration-sessions.ts'

/** Every operation of the contract. */
export const operations: readonly Operation[] = [
  registrationSessions,
  auth,
  authenticate,
  jwtIssuer,
  getAccessToken,
  refreshAccessToken,
  getToken,
  oidcGetAccessToken,
]
