import { EventRegistrationAttendanceResponse, eventRegistrationAttendance } from '../../contract/attendance.ts'
import { Failure, failField } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import type { Transaction } from '../../store/engine.ts'
import { eventById } from '../../store/queries/events.ts'
import { lockRegistrationOfTenant, registrationKey, setEventAttendance } from '../../store/queries/registrations.ts'
import { recordChange } from '../shared/audit-diff.ts'
import { type Actor, auditContextOf, responseMetadata, type ServiceContext } from '../shared/context.ts'
import { ruleErrors, serviceErrors } from '../shared/errors.ts'
import { attendanceField, checkedAttendance } from './attendance.ts'

type Request = Value<typeof eventRegistrationAttendance.request>

/** Checks a registration in to its event, whichever of the client's that is, or takes that back. */
export function eventRegistrationAttendanceService(context: ServiceContext): Service {
  return service(eventRegistrationAttendance, async (request, call) => {
    const at = context.now()
    const actor = auditContextOf(call, at)
    const attends = request.AttendedEvent || !call.sent.has('AttendedEvent')
    const message = await context.engine.write((transaction) => checkIn(transaction, request, attends, actor))
    if (message instanceof Failure) return message
    return EventRegistrationAttendanceResponse.create({
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
  const { ClientID: client, CheckInDate: date } = request
  const key = registrationKey(request.RegistrationID ?? '')
  if (key === '') return failField('RegistrationID', serviceErrors.ArgumentException, 'a RegistrationID')
  const row = await transaction.first(lockRegistrationOfTenant, { client, key })
  const scope = { client, event: row?.event_id ?? 0 }
  const event = await transaction.first(eventById, scope)
  if (!row || !event) {
    return failField('RegistrationID', serviceErrors.NotFound, { kind: 'registrationOfClient', client, key })
  }
  if (row.cancelled === 1) return failField('RegistrationID', ruleErrors.RegistrationCancelled)
  const what = `Registration ${row.registration_id}`
  const outcome = checkedAttendance({ attends, date }, row.attended_at, event.time_zone, what, actor.at)
  if (outcome instanceof Failure) return outcome
  const { attendedAt, message } = outcome
  if (attendedAt === row.attended_at) return message
  await transaction.run(setEventAttendance, { ...scope, registration: row.id, attendedAt, at: actor.at })
  const subject = { ...scope, subject: row.registration_id }
  const action = attendedAt === null ? 'attendance.remove' : 'attendance.set'
  const before = { AttendedAt: attendanceField(row.attended_at) }
  await recordChange(transaction, actor, subject, action, before, { AttendedAt: attendanceField(attendedAt) })
  return message
}
