import { membersOf } from '../formats/members.ts'
import { type Authenticator, accessErrors, type Caller, type Credentials, type Principal } from '../schema/access.ts'
import { Failure, fail, failField } from '../schema/failure.ts'
import type { Operation } from '../schema/operation.ts'
import type { Bound } from './bind.ts'
import { tenantErrors } from './errors.ts'

/**
 * Who calls, where the operation asks for it. One that is open to all is told of a caller too, and not of wrong
 * credentials: a client may sign in again while it still sends an old session.
 */
export async function callerOf(
  operation: Operation,
  authenticator: Authenticator,
  credentials: Credentials | null,
): Promise<Caller | null | Failure> {
  const isOpen = operation.roles.length === 0
  if (!credentials) return isOpen ? null : fail(accessErrors.Unauthorized, 'nothing')
  const caller = await authenticator.authenticate(credentials)
  if (caller instanceof Failure) return isOpen ? null : caller
  return caller.principal.roles.some((role) => operation.roles.includes(role)) || isOpen
    ? caller
    : fail(accessErrors.Forbidden)
}

/**
 * Keeps a caller within its own client: the request as bound, from wherever its fields came, may name no other. One that
 * names none is meant for the caller's own.
 * @param field the field of requests that names a client
 */
export function withinTenant(field: string, { value, sent }: Bound, principal: Principal): Failure | undefined {
  const members = membersOf(value)
  if (!(field in members)) return undefined
  const isNamed = sent.has(field) && members[field] !== 0
  if (isNamed && members[field] !== principal.clientId) {
    return failField(field, tenantErrors.NotFound, String(members[field]))
  }
  members[field] = principal.clientId
  return undefined
}
