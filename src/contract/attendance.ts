import { dto } from '../protocol/schema/dto.ts'
import { operation, put } from '../protocol/schema/operation.ts'
import { bool, dateTime, int, nullable, string } from '../protocol/schema/types.ts'
import { BaseDto, organisers } from './base.ts'

export const EventRegistrationAttendance = dto(
  'EventRegistrationAttendance',
  { extends: BaseDto },
  { RegistrationID: string(), AttendedEvent: bool(), CheckInDate: dateTime() },
)

/** What both attendance operations answer. */
export const EventRegistrationAttendanceResponse = dto(
  'EventRegistrationAttendanceResponse',
  { extends: BaseDto },
  { Success: bool(), Message: string() },
)

/** Checks a registration in to its event, or takes that back. */
export const eventRegistrationAttendance = operation({
  request: EventRegistrationAttendance,
  response: EventRegistrationAttendanceResponse,
  roles: organisers,
  routes: [put('/Ams/{ClientID}/EventRegistrationAttendance', 'Check a registration in to its event.')],
})

/** Its fields are not public; these are ours. */
export const EventSessionAttendance = dto(
  'EventSessionAttendance',
  { extends: BaseDto },
  {
    EventID: int(),
    RegistrationID: string(),
    BadgeNumber: nullable(int()),
    SessionId: int(),
    Attended: bool(),
    CheckInDate: dateTime(),
  },
)

export const EventSessionAttendanceResponse = dto(
  'EventSessionAttendanceResponse',
  { extends: BaseDto },
  { Success: bool(), Message: string() },
)

/** Checks a registration in to one of its sessions, or takes that back. */
export const eventSessionAttendance = operation({
  request: EventSessionAttendance,
  response: EventSessionAttendanceResponse,
  roles: organisers,
  routes: [put('/Ams/{ClientID}/EventSessionAttendance', 'Check a registration in to a session.')],
})
