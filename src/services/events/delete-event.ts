import { type Failure, failField } from '../../protocol/schema/failure.ts'
import type { Transaction } from '../../store/engine.ts'
import { assignmentsOfEvent } from '../../store/queries/assignments.ts'
import { deleteContents, deleteEvent as deleteRow } from '../../store/queries/delete-event.ts'
import { eventById } from '../../store/queries/events.ts'
import { registrationsOfEvent } from '../../store/queries/registrations.ts'
import { contentsOfEvent } from '../../store/queries/reports/event-contents.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { recordChange } from '../shared/audit-diff.ts'
import type { Actor } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import { counted, programmeErrors } from '../shared/programme-errors.ts'
import { type EventValue, eventAuditFields, eventValue } from './event-values.ts'

/** Deletes an event; one that anything is in only by Force, and then with all of it. */
export async function deleteEvent(
  transaction: Transaction,
  request: EventValue,
  actor: Actor,
): Promise<Failure | undefined> {
  const scope = { client: request.ClientID, event: request.EventId }
  const row = await transaction.first(eventById, scope)
  const contents = await transaction.first(contentsOfEvent, scope)
  if (!row || !contents) return failField('EventId', serviceErrors.NotFound, { kind: 'event', event: scope.event })
  const counts = {
    registrations: contents.registrations ?? 0,
    sessions: contents.sessions ?? 0,
    groups: contents.groups ?? 0,
    tickets: contents.tickets ?? 0,
  }
  const isEmpty = Object.values(counts).every((count) => count === 0)
  if (!isEmpty && request.Force !== true) {
    const holds = [
      counted(counts.registrations, 'registration'),
      counted(counts.sessions, 'session'),
      counted(counts.groups, 'session group'),
      counted(counts.tickets, 'ticket'),
    ]
    return failField('EventId', programmeErrors.InUse, `Event ${scope.event}`, holds.join(', '))
  }
  await recordRegistrations(transaction, scope, actor)
  for (const each of deleteContents) await transaction.run(each, scope)
  await transaction.run(deleteRow, scope)
  const facts = { ...eventAuditFields(eventValue(row)), Contents: counts }
  await recordChange(transaction, actor, { ...scope, subject: String(scope.event) }, 'event.delete', facts, null)
  return undefined
}

/** Each by itself, with the sessions that it held: who looks for a registration finds what became of it. */
async function recordRegistrations(transaction: Transaction, scope: OfEvent, actor: Actor): Promise<void> {
  const held = new Map<number, number[]>()
  for (const { registration, session_id } of await transaction.all(assignmentsOfEvent, scope)) {
    const sessions = held.get(registration)
    if (sessions) sessions.push(session_id)
    else held.set(registration, [session_id])
  }
  for (const { id, registration_id, badge_number } of await transaction.all(registrationsOfEvent, scope)) {
    const facts = { RegistrationID: registration_id, BadgeNumber: badge_number, SessionIds: held.get(id) ?? [] }
    await recordChange(transaction, actor, { ...scope, subject: registration_id }, 'registration.delete', facts, null)
  }
}
