import { Failure, failField } from '../../protocol/schema/failure.ts'
import type { Transaction } from '../../store/engine.ts'
import { deleteAssignments } from '../../store/queries/assignments.ts'
import { deleteRegistrationTickets, ticketsOf } from '../../store/queries/registration-tickets.ts'
import { deleteRegistration as deleteRow } from '../../store/queries/registrations.ts'
import { releaseEventSeat } from '../../store/queries/seats.ts'
import { returnTickets } from '../../store/queries/tickets.ts'
import { waitlistEntriesOf } from '../../store/queries/waitlist.ts'
import { loadSessions } from '../assignments/assign-sessions.ts'
import { releaseSessions } from '../assignments/available-sessions.ts'
import { recordChange } from '../shared/audit-diff.ts'
import type { Actor } from '../shared/context.ts'
import { type FoundRegistration, findRegistration, identifyingField } from '../shared/find-registration.ts'
import { counted } from '../shared/programme-errors.ts'
import { registrationErrors } from '../shared/registration-errors.ts'
import { stopWaiting } from './cancel-registration.ts'
import { loadRegistration } from './load-registration.ts'
import { type RegistrationRequest, registrantAuditFields, registrantValue } from './registrant-values.ts'

/**
 * Deletes a registration; one that holds sessions or waits for some only by Force.
 * @returns what it was called
 */
export async function deleteRegistration(
  transaction: Transaction,
  request: RegistrationRequest,
  actor: Actor,
): Promise<FoundRegistration | Failure> {
  const scope = { client: request.ClientID, event: request.EventID }
  const found = await findRegistration(transaction, scope.client, scope.event, request)
  if (found instanceof Failure) return found
  const ofRegistration = { ...scope, registration: found.id }
  const row = await loadRegistration(transaction, scope, found.id)
  const { held } = await loadSessions(transaction, scope, found.id, [])
  const ids = held.map((session) => session.id)
  const waiting = (await transaction.all(waitlistEntriesOf, ofRegistration)).length
  if (request.Force !== true && ids.length + waiting > 0) {
    const holds = `${counted(ids.length, 'session')}, ${waiting} waiting`
    return failField(identifyingField(request) ?? 'RegistrationID', registrationErrors.InUse, holds)
  }
  const tickets = (await transaction.all(ticketsOf, ofRegistration)).map((each) => each.ticket_id)
  await stopWaiting(transaction, scope, row, actor)
  await transaction.run(deleteAssignments, { ...ofRegistration, ids })
  await transaction.run(deleteRegistrationTickets, { ...ofRegistration, ids: tickets })
  await transaction.run(deleteRow, ofRegistration)
  const facts = { ...registrantAuditFields(registrantValue(row, tickets)), SessionIds: ids }
  await recordChange(transaction, actor, { ...scope, subject: row.registration_id }, 'registration.delete', facts, null)
  if (found.cancelled) return found
  await transaction.run(releaseEventSeat, scope)
  await transaction.run(returnTickets, { ...scope, ids: tickets })
  await releaseSessions(transaction, scope, found.id, ids, actor)
  return found
}
