import type { Operation } from '../protocol/schema/operation.ts'
import { eventRegistrationAgenda, eventRegistrationCalendar, eventSessionRoster } from './agenda.ts'
import { eventRegistrationAttendance, eventSessionAttendance } from './attendance.ts'
import { eventAudit } from './audit.ts'
import { auth } from './auth.ts'
import { authenticate } from './authenticate.ts'
import { eventChanges } from './changes.ts'
import { eventRegistrationChoices } from './choices.ts'
import { eventRegistrants, eventRegistrationIDs, eventRegistrations } from './event-registrations.ts'
import { eventSessionGroups, eventSessions } from './event-sessions.ts'
import { eventTickets } from './event-tickets.ts'
import { eventCategories, eventIDs, events } from './events.ts'
import { eventFill } from './fill.ts'
import { jwtIssuer } from './jwt-issuer.ts'
import { getAccessToken, refreshAccessToken } from './oauth.ts'
import { getToken, oidcGetAccessToken } from './oauth-rfc6749.ts'
import { registrationSessions } from './registration-sessions.ts'
import { registrationSessionsBulk } from './registration-sessions-bulk.ts'

/** Every operation of the contract. */
export const operations: readonly Operation[] = [
  registrationSessions,
  registrationSessionsBulk,
  eventSessions,
  eventSessionGroups,
  eventRegistrations,
  eventTickets,
  events,
  eventIDs,
  eventCategories,
  eventRegistrants,
  eventRegistrationIDs,
  eventRegistrationAttendance,
  eventSessionAttendance,
  eventSessionRoster,
  eventRegistrationAgenda,
  eventRegistrationCalendar,
  eventRegistrationChoices,
  eventAudit,
  eventFill,
  eventChanges,
  auth,
  authenticate,
  jwtIssuer,
  getAccessToken,
  refreshAccessToken,
  getToken,
  oidcGetAccessToken,
]
