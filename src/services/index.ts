import type { Accounts } from '../accounts/accounts.ts'
import type { Service } from '../protocol/schema/handler.ts'
import { eventRegistrationChoicesService } from './assignments/event-registration-choices.ts'
import { registrationSessionsService } from './assignments/registration-sessions.ts'
import { registrationSessionsBulkService } from './assignments/registration-sessions-bulk.ts'
import { eventRegistrationAgendaService } from './attendance/event-registration-agenda.ts'
import { eventRegistrationAttendanceService } from './attendance/event-registration-attendance.ts'
import { eventRegistrationCalendarService } from './attendance/event-registration-calendar.ts'
import { eventSessionAttendanceService } from './attendance/event-session-attendance.ts'
import { eventSessionRosterService } from './attendance/event-session-roster.ts'
import { authService } from './auth/auth.ts'
import { authenticateService } from './auth/authenticate.ts'
import { jwtIssuerService } from './auth/jwt-issuer.ts'
import { getAccessTokenService, refreshAccessTokenService } from './auth/oauth.ts'
import { tokenServices } from './auth/oauth-rfc6749.ts'
import { eventCategoriesService } from './events/event-categories.ts'
import { eventIDsService } from './events/event-ids.ts'
import { eventsService } from './events/events.ts'
import type { ResponseCache } from './middleware/answer-cache.ts'
import { withCachedReads } from './middleware/cached-reads.ts'
import { withIdempotency } from './middleware/idempotency.ts'
import { eventRegistrantsService } from './registrations/event-registrants.ts'
import { eventRegistrationIDsService } from './registrations/event-registration-ids.ts'
import { eventRegistrationsService } from './registrations/event-registrations.ts'
import type { ChangeFeed } from './reporting/change-feed.ts'
import { eventAuditService } from './reporting/event-audit.ts'
import { eventChangesService } from './reporting/event-changes.ts'
import { eventFillService } from './reporting/event-fill.ts'
import { eventSessionGroupsService } from './sessions/event-session-groups.ts'
import { eventSessionsService } from './sessions/event-sessions.ts'
import type { ServiceContext } from './shared/context.ts'
import { eventTicketsService } from './tickets/event-tickets.ts'

export { ResponseCache } from './middleware/answer-cache.ts'
export { ruleTracingEngine } from './middleware/rule-trace.ts'
export { ChangeFeed } from './reporting/change-feed.ts'
export { processInfo, type ServiceContext } from './shared/context.ts'

/** What carries out the operations that ask for a role. */
const organisers = [
  registrationSessionsService,
  registrationSessionsBulkService,
  eventSessionsService,
  eventSessionGroupsService,
  eventsService,
  eventIDsService,
  eventCategoriesService,
  eventTicketsService,
  eventRegistrationsService,
  eventRegistrantsService,
  eventRegistrationIDsService,
  eventRegistrationAttendanceService,
  eventSessionAttendanceService,
  eventSessionRosterService,
  eventRegistrationAgendaService,
  eventRegistrationCalendarService,
  eventRegistrationChoicesService,
  eventAuditService,
  eventFillService,
]

/** Every operation with what carries it out. @param feed tells what changes @param cache where answers are kept to be given again; null: nowhere */
export function allServices(
  context: ServiceContext,
  accounts: Accounts,
  cache: ResponseCache | null,
  feed: ChangeFeed,
): Service[] {
  return [
    ...organisers.map((make) => withCachedReads((each) => withIdempotency(make, each), context, cache)),
    eventChangesService(context, accounts, feed),
    authService(accounts),
    authenticateService(accounts),
    jwtIssuerService(accounts),
    getAccessTokenService(accounts),
    refreshAccessTokenService(accounts),
    ...tokenServices(accounts),
  ]
}
