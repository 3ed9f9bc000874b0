import type { Accounts } from '../accounts/accounts.ts'
import type { Service } from '../protocol/schema/handler.ts'
import type { AnswerCache } from './answer-cache.ts'
import { authService } from './auth.ts'
import { authenticateService } from './authenticate.ts'
import { cached } from './cached.ts'
import type { ChangeFeed } from './change-feed.ts'
import type { ServiceContext } from './context.ts'
import { eventAuditService } from './event-audit.ts'
import { eventCategoriesService } from './event-categories.ts'
import { eventChangesService } from './event-changes.ts'
import { eventFillService } from './event-fill.ts'
import { eventIDsService } from './event-ids.ts'
import { eventRegistrantsService } from './event-registrants.ts'
import { eventRegistrationAgendaService } from './event-registration-agenda.ts'
import { eventRegistrationAttendanceService } from './event-registration-attendance.ts'
import { eventRegistrationCalendarService } from './event-registration-calendar.ts'
import { eventRegistrationChoicesService } from './event-registration-choices.ts'
import { eventRegistrationIDsService } from './event-registration-ids.ts'
import { eventRegistrationsService } from './event-registrations.ts'
import { eventSessionAttendanceService } from './event-session-attendance.ts'
import { eventSessionGroupsService } from './event-session-groups.ts'
import { eventSessionRosterService } from './event-session-roster.ts'
import { eventSessionsService } from './event-sessions.ts'
import { eventTicketsService } from './event-tickets.ts'
import { eventsService } from './events.ts'
import { repeatable } from './idempotency.ts'
import { jwtIssuerService } from './jwt-issuer.ts'
import { getAccessTokenService, refreshAccessTokenService } from './oauth.ts'
import { tokenServices } from './oauth-rfc6749.ts'
import { registrationSessionsService } from './registration-sessions.ts'
import { registrationSessionsBulkService } from './registration-sessions-bulk.ts'

export { AnswerCache } from './answer-cache.ts'
export { ChangeFeed } from './change-feed.ts'
export { processFacts, type ServiceContext } from './context.ts'
export { notingEngine } from './rules-asked.ts'

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
  cache: AnswerCache | null,
  feed: ChangeFeed,
): Service[] {
  return [
    ...organisers.map((make) => cached((each) => repeatable(make, each), context, cache)),
    eventChangesService(context, accounts, feed),
    authService(accounts),
    authenticateService(accounts),
    jwtIssuerService(accounts),
    getAccessTokenService(accounts),
    refreshAccessTokenService(accounts),
    ...tokenServices(accounts),
  ]
}
