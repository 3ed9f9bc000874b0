import type { Accounts } from '../accounts/accounts.ts'
import type { Service } from '../protocol/schema/handler.ts'
import { authService } from './auth.ts'
import { authenticateService } from './authenticate.ts'
import type { ServiceContext } from './context.ts'
import { eventCategoriesService } from './event-categories.ts'
import { eventIDsService } from './event-ids.ts'
import { eventRegistrantsService } from './event-registrants.ts'
import { eventRegistrationAgendaService } from './event-registration-agenda.ts'
import { eventRegistrationAttendanceService } from './event-registration-attendance.ts'
import { eventRegistrationCalendarService } from './event-registration-calendar.ts'
import { eventRegistrationIDsService } from './event-registration-ids.ts'
import { eventRegistrationsService } from './event-registrations.ts'
import { eventSessionAttendanceService } from './event-session-attendance.ts'
import { eventSessionGroupsService } from './event-session-groups.ts'
import { eventSessionRosterService } from './event-session-roster.ts'
import { eventSessionsService } from './event-sessions.ts'
import { eventTicketsService } from './event-tickets.ts'
import { eventsService } from './events.ts'
import { jwtIssuerService } from './jwt-issuer.ts'
import { getAccessTokenService, refreshAccessTokenService } from './oauth.ts'
import { tokenServices } from './oauth-rfc6749.ts'
import { registrationSessionsService } from './registration-sessions.ts'

export { processFacts, type ServiceContext } from './context.ts'

/** Every operation with what carries it out. */
export function allServices(context: ServiceContext, accounts: Accounts): Service[] {
  return [
    registrationSessionsService(context),
    authService(context.engine, accounts),
    authenticateService(context, accounts),
    jwtIssuerService(accounts),
    getAccessTokenService(context, accounts),
    refreshAccessTokenService(context, accounts),
    ...tokenServices(context, accounts),
    eventSessionsService(context),
    eventSessionGroupsService(context),
    eventsService(context),
    eventIDsService(context),
    eventCategoriesService(context),
    eventTicketsService(context),
    eventRegistrationsService(context),
    eventRegistrantsService(context),
    eventRegistrationIDsService(context),
    eventRegistrationAttendanceService(context),
    eventSessionAttendanceService(context),
    eventSessionRosterService(context),
    eventRegistrationAgendaService(context),
    eventRegistrationCalendarService(context),
  ]
}
