import { EventSessionAttendanceResponse, eventSessionAttendance } from '../../contract/attendance.ts'
import { Failure, failField } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import type { Transaction } from '../../store/engine.ts'
import { assignmentOf, setSessionAttendance } from '../../store/queries/assignments.ts'
import { eventById } from '../../store/queries/events.ts'
import { registrationKey, registrationOfTenant } from '../../store/queries/registrations.ts'
import { sessionById } from '../../store/queries/reports/session-list.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { recordChange } from '../shared/audit-diff.ts'
import { type Actor, auditContextOf, responseMetadata, type ServiceContext } from '../shared/context.ts'
import { ruleErrors } from '../shared/errors.ts'
import { identifyingField, lockRegistration } from '../shared/find-registration.ts'
import { registrationErrors } from '../shared/registration-errors.ts'
import { attendanceField, checkedAttendance } from './attendance.ts'

type Request = Value<typeof eventSessionAttendance.request>

/** Checks a registration in to a session that it holds, or takes that back. */
export function eventSessionAttendanceService(context: ServiceContext): Service {
  return service(eventSessionAttendance, async (request, call) => {
    const at = context.now()
    const actor = auditContextOf(call, at)
    const attends = request.Attended || !call.sent.has('Attended')
    const message = await context.engine.write((transaction) => checkIn(transaction, request, attends, actor))
    if (message instanceof Failure) return message
    return EventSessionAttendanceResponse.create({
      ...responseMetadata(request, context, at),
      Success: true,
      Message: message,
    })
  })
}

/** @returns what is told of it */
async function checkIn(
  transaction: Transaction,
  request: Request,
  attends: boolean,
  actor: Actor,
): Promise<string | Failure> {
  const { SessionId: session, CheckInDate: date } = request
  const scope = await scopeOf(transaction, request)
  const found = await lockRegistration(transaction, scope.client, scope.event, request)
  if (found instanceof Failure) return found
  if (!(await transaction.first(sessionById, { ...scope, id: session }))) {
    return failField('SessionId', ruleErrors.SessionNotFound, session)
  }
  if (found.cancelled) {
    return failField(identifyingField(request) ?? 'RegistrationID', ruleErrors.RegistrationCancelled)
  }
  const held = { ...scope, registration: found.id, session }
  const assignment = await transaction.first(assignmentOf, held)
  if (!assignment) return failField('SessionId', registrationErrors.SessionNotHeld, session)
  const zone = (await transaction.first(eventById, scope))?.time_zone ?? 'UTC'
  const what = `Registration ${found.registrationId}`
  const outcome = checkedAttendance(
    { attends, date },
    assignment.attended_at,
    zone,
    `${what}, session ${session},`,
    actor.at,
  )
  if (outcome instanceof Failure) return outcome
  const { attendedAt, message } = outcome
  if (attendedAt === assignment.attended_at) return message
  await transaction.run(setSessionAttendance, { ...held, attendedAt })
  const subject = { ...scope, subject: found.registrationId }
  const action = attendedAt === null ? 'session.attendance.remove' : 'session.attendance.set'
  const fact = (time: number | null) => ({ SessionId: session, AttendedAt: attendanceField(time) })
  await recordChange(transaction, actor, subject, action, fact(assignment.attended_at), fact(attendedAt))
  return message
}

/** The event; where the request names none, that of its RegistrationID, which is unique in the client. */
async function scopeOf(transaction: Transaction, { ClientID, EventID, RegistrationID }: Request): Promise<OfEvent> {
  if (EventID !== 0 || RegistrationID === null) return { client: ClientID, event: EventID }
  const key = registrationKey(RegistrationID)
  const row = await transaction.first(registrationOfTenant, { client: ClientID, key })
  return { client: ClientID, event: row?.event_id ?? 0 }
}
