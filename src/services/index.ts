import type { SignIns } from '../accounts/sign-ins.ts'
import type { Service } from '../protocol/schema/handler.ts'
import { authService } from './auth.ts'
import { authenticateService } from './authenticate.ts'
import type { ServiceContext } from './context.ts'
import { repeatable } from './idempotency.ts'
import { registrationSessionsService } from './registration-sessions.ts'
import { registrationSessionsBulkService } from './registration-sessions-bulk.ts'

export { processFacts, type ServiceContext } from './context.ts'

/** What carries out the operations that ask for a role. */
const organisers = [registrationSessionsService, registrationSessionsBulkService]

/** Every operation with what carries it out. */
export function allServices(context: ServiceContext, signIns: SignIns): Service[] {
  return [
    ...organisers.map((make) => repeatable(make, context)),
    authService(context.engine, signIns),
    authenticateService(context.engine, signIns),
  ]
}
