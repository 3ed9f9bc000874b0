import { EventsResponse, events } from '../../contract/events.ts'
import { Failure, failField } from '../../protocol/schema/failure.ts'
import { type Call, type Service, service } from '../../protocol/schema/handler.ts'
import type { LongWork } from '../../protocol/schema/long-work.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import { countEventsChanged, eventById, eventsChanged } from '../../store/queries/events.ts'
import { lockEventExclusive } from '../../store/queries/locks.ts'
import { auditContextOf, responseMetadata, type ServiceContext } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import { pageSliceOf, pagingFields, readPage } from '../shared/paging.ts'
import { createEvent, updateEvent } from './change-event.ts'
import { deleteEvent } from './delete-event.ts'
import { type EventValue, eventValue } from './event-values.ts'

type Request = Value<typeof events.request>
type Response = Value<typeof events.response>

/** Lists, creates, changes and deletes the events of a client. */
export function eventsService(context: ServiceContext): Service {
  const { engine, now, newGuid } = context
  return service(events, async (request, call) => {
    const at = now()
    if (call.verb === 'GET') return read(request, call.work, at)
    const outcome = await write(request, call, at)
    return outcome instanceof Failure ? outcome : answer(request, outcome ? [outcome] : [], at)
  })

  /** The event as it is after the change; undefined once it is deleted. */
  function write(request: Request, call: Call, at: number): Promise<EventValue | Failure | undefined> {
    const actor = auditContextOf(call, at)
    return engine.write<EventValue | Failure | undefined>(async (transaction) => {
      // The numbers of new events are the client's to give.
      await transaction.lock(lockEventExclusive, {
        client: request.ClientID,
        event: call.verb === 'POST' ? 0 : request.EventId,
      })
      if (call.verb === 'POST') return createEvent(transaction, request, call.sent, actor, newGuid)
      if (call.verb === 'PUT') return updateEvent(transaction, request, call.sent, actor)
      return deleteEvent(transaction, request, actor)
    })
  }

  async function read(request: Request, work: LongWork, at: number): Promise<Response | Failure> {
    const { ClientID: client, EventId: event } = request
    if (event !== 0) {
      const row = await engine.first(eventById, { client, event })
      if (!row) return failField('EventId', serviceErrors.NotFound, { kind: 'event', event })
      return answer(request, [eventValue(row)], at)
    }
    const slice = pageSliceOf(request)
    if (slice instanceof Failure) return slice
    const since = request.LastModifiedDate?.epochMs ?? 0
    const listing = { page: eventsChanged, count: countEventsChanged }
    const { rows, total } = await readPage(engine, work, listing, { client, since }, slice)
    return { ...answer(request, await work.map(rows, eventValue), at), ...pagingFields(slice, total) }
  }

  function answer(request: Request, found: readonly EventValue[], at: number): Response {
    const stamp = responseMetadata(request, context, at)
    return EventsResponse.create({ ...stamp, EventsList: found.map((event) => ({ ...event, ...stamp })) })
  }
}
