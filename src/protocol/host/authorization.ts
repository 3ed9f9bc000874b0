import { membersOf } from '../formats/members.ts'
import {
  type Authenticator,
  accessErrors,
  type Caller,
  type Credentials,
  type Principal,
  type RequestSource,
} from '../schema/access.ts'
import { Failure, fail, failField } from '../schema/failure.ts'
import type { Operation, Verb } from '../schema/operation.ts'
import type { Bound } from './bind.ts'
import { tenantErrors } from './errors.ts'

/**
 * Who calls, where the operation asks for it. One that is open to all is told of a caller too, and not of wrong
 * credentials: a client may sign in again while it still sends an old session. A name with its secret is for such an
 * operation to look at, for it knows whether they are a key's or an app's.
 */
export async function authenticate(
  { roles }: Operation,
  verb: Verb,
  authenticator: Authenticator,
  credentials: Credentials | null,
  origin: RequestSource,
): Promise<Caller | null | Failure> {
  const isOpen = roles.length === 0
  if (!credentials) return isOpen ? null : fail(accessErrors.Unauthorized, 'nothing')
  if (isOpen && credentials.kind === 'basic') return null
  const caller = await authenticator.authenticate(credentials, origin)
  if (isOpen) return caller instanceof Failure ? null : caller
  if (caller instanceof Failure) return caller
  const { principal } = caller
  if (!principal.roles.some((role) => roles.includes(role))) return fail(accessErrors.Forbidden)
  if (verb === 'GET') return principal.scopes.has('read') ? caller : fail(accessErrors.WriteOnly)
  return principal.scopes.has('write') ? caller : fail(accessErrors.ReadOnly)
}

/**
 * Keeps a caller within its own client: the request as bound, from wherever its fields came, may name no other. One that
 * names none is meant for the caller's own.
 * @param field the field of requests that names a client
 */
export function enforceTenant(field: string, { value, sent }: Bound, principal: Principal): Failure | undefined {
  const members = membersOf(value)
  if (!(field in members)) return undefined
  const isNamed = sent.has(field) && members[field] !== 0
  if (isNamed && members[field] !== principal.clientId) {
    return failField(field, tenantErrors.NotFound, String(members[field]))
  }
  members[field] = principal.clientId
  return undefined
}
