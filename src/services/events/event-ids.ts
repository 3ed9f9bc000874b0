import { EventIDsResponse, eventIDs } from '../../contract/events.ts'
import type { DateTime } from '../../protocol/schema/datetime.ts'
import { Failure } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import { eventNames } from '../../store/queries/events.ts'
import { responseMetadata, type ServiceContext } from '../shared/context.ts'
import { dayOf } from '../shared/date-fields.ts'
import { pageSliceOf, pagingFields } from '../shared/paging.ts'

/** The ids of a client's events, for synchronisation. */
export function eventIDsService(context: ServiceContext): Service {
  return service(eventIDs, async (request, { work }) => {
    const slice = pageSliceOf(request)
    if (slice instanceof Failure) return slice
    const rows = await context.engine.all(eventNames, {
      client: request.ClientID,
      since: request.LastModifiedDate?.epochMs ?? 0,
      from: dayOrNull(request.StartDate),
      to: dayOrNull(request.EndDate),
    })
    // Databases know the letter case of ASCII only.
    const part = request.EventName?.trim().toLowerCase() ?? ''
    const found = await work.filter(rows, (row) => row.name.toLowerCase().includes(part))
    const page = found.slice(slice.offset, slice.offset + slice.limit)
    return EventIDsResponse.create({
      ...responseMetadata(request, context, context.now()),
      EventIDList: page.map(({ id }) => ({ ID: id })),
      ...pagingFields(slice, found.length),
    })
  })
}

function dayOrNull(date: DateTime | null): string | null {
  return date === null ? null : dayOf(date)
}
