import type { Operation } from '../protocol/schema/operation.ts'
import { auth } from './auth.ts'
import { authenticate } from './authenticate.ts'
import { registrationSessions } from './registration-sessions.ts'

/** Every operation of the contract. */
export const operations: readonly Operation[] = [registrationSessions, auth, authenticate]
