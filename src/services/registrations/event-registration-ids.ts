import {
  EventRegistrationID,
  EventRegistrationIDsResponse,
  eventRegistrationIDs,
} from '../../contract/event-registrations.ts'
import { Failure, failField } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import { eventById } from '../../store/queries/events.ts'
import { countRegistrants, registrantsPage } from '../../store/queries/reports/registrants.ts'
import { responseMetadata, type ServiceContext } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import { pageSliceOf, pagingFields, readPage } from '../shared/paging.ts'
import { isPrimary } from './registrant-values.ts'

/** The ids of an event's registrations, cancelled ones too, for synchronisation. */
export function eventRegistrationIDsService(context: ServiceContext): Service {
  return service(eventRegistrationIDs, async (request, { work }) => {
    const { engine, now } = context
    const slice = pageSliceOf(request)
    if (slice instanceof Failure) return slice
    const scope = { client: request.ClientID, event: request.EventID }
    if (!(await engine.first(eventById, scope))) {
      return failField('EventID', serviceErrors.NotFound, { kind: 'event', event: scope.event })
    }
    const asked = { ...scope, status: null, since: request.LastModifiedDate?.epochMs ?? 0 }
    const listing = { page: registrantsPage, count: countRegistrants }
    const { rows, total } = await readPage(engine, work, listing, asked, slice)
    return EventRegistrationIDsResponse.create({
      ...responseMetadata(request, context, now()),
      EventRegistrationsID: await work.map(rows, (row) =>
        EventRegistrationID.create({ RegistrantID: row.registration_id, IsPrimary: isPrimary(row) }),
      ),
      ...pagingFields(slice, total),
    })
  })
}
