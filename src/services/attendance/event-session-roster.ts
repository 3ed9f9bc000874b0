import { EventSessionRosterResponse, eventSessionRoster, SessionRosterEntry } from '../../contract/agenda.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import { Failure, failField } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import { eventById } from '../../store/queries/events.ts'
import { countRoster, countWaitlistRoster, rosterPage, waitlistRosterPage } from '../../store/queries/reports/roster.ts'
import { sessionById } from '../../store/queries/reports/session-list.ts'
import { responseMetadata, type ServiceContext } from '../shared/context.ts'
import { ruleErrors, serviceErrors } from '../shared/errors.ts'
import { pageSliceOf, pagingFields, readPage } from '../shared/paging.ts'

/** Who holds a session, by last name, first name and number; or who waits for it, in the order of the waiting list. */
export function eventSessionRosterService(context: ServiceContext): Service {
  return service(eventSessionRoster, async (request, { work }) => {
    const { engine, now } = context
    const slice = pageSliceOf(request)
    if (slice instanceof Failure) return slice
    const scope = { client: request.ClientID, event: request.EventID }
    const session = request.SessionId
    if (!(await engine.first(eventById, scope))) {
      return failField('EventID', serviceErrors.NotFound, { kind: 'event', event: scope.event })
    }
    if (!(await engine.first(sessionById, { ...scope, id: session }))) {
      return failField('SessionId', ruleErrors.SessionNotFound, session)
    }
    const asked = { ...scope, session, status: request.Status }
    const [page, count] = request.Waitlisted ? [waitlistRosterPage, countWaitlistRoster] : [rosterPage, countRoster]
    const { rows, total } = await readPage(engine, work, { page, count }, asked, slice)
    return EventSessionRosterResponse.create({
      ...responseMetadata(request, context, now()),
      EventID: scope.event,
      SessionId: session,
      Roster: await work.map(rows, (row) =>
        SessionRosterEntry.create({
          BadgeNumber: row.badge_number,
          RegistrationID: row.registration_id,
          FirstName: row.first_name,
          LastName: row.last_name,
          Status: row.status,
          AttendedAt: row.attended_at === null ? null : DateTime.fromEpoch(row.attended_at),
        }),
      ),
      ...pagingFields(slice, total),
    })
  })
}
