import { EventTicketsResponse, eventTickets } from '../../contract/event-tickets.ts'
import { Failure, failField } from '../../protocol/schema/failure.ts'
import { type Call, type Service, service } from '../../protocol/schema/handler.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import { eventById } from '../../store/queries/events.ts'
import { lockEventExclusive } from '../../store/queries/locks.ts'
import { ticketById, ticketDetailsOfEvent, ticketsOfEvent, ticketsPage } from '../../store/queries/tickets.ts'
import { auditContextOf, responseMetadata, type ServiceContext } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import { pageSliceOf, pagingFields } from '../shared/paging.ts'
import { ticketErrors } from '../shared/registration-errors.ts'
import { createTicket, updateTicket } from './change-ticket.ts'
import { deleteTicket } from './delete-ticket.ts'
import { type TicketValue, ticketDetails, ticketValue } from './ticket-values.ts'

type Request = Value<typeof eventTickets.request>
type Response = Value<typeof eventTickets.response>

/** Lists, creates, changes and deletes the tickets of an event. */
export function eventTicketsService(context: ServiceContext): Service {
  const { engine, now } = context
  return service(eventTickets, async (request, call) => {
    const at = now()
    if (call.verb === 'GET') return read(request, at)
    const outcome = await write(request, call, at)
    return outcome instanceof Failure ? outcome : answer(request, outcome ? [outcome] : [], at)
  })

  /** The ticket as it is after the change; undefined once it is deleted. */
  function write(request: Request, call: Call, at: number): Promise<TicketValue | Failure | undefined> {
    const actor = auditContextOf(call, at)
    return engine.write<TicketValue | Failure | undefined>(async (transaction) => {
      await transaction.lock(lockEventExclusive, { client: request.ClientID, event: request.EventId })
      if (call.verb === 'POST') return createTicket(transaction, request, actor)
      if (call.verb === 'PUT') return updateTicket(transaction, request, call.sent, actor)
      return deleteTicket(transaction, request, actor)
    })
  }

  async function read(request: Request, at: number): Promise<Response | Failure> {
    const scope = { client: request.ClientID, event: request.EventId }
    if (!(await engine.first(eventById, scope))) {
      return failField('EventId', serviceErrors.NotFound, { kind: 'event', event: scope.event })
    }
    if (request.TicketId) {
      const row = await engine.first(ticketById, { ...scope, id: request.TicketId })
      if (!row) return failField('TicketId', ticketErrors.TicketNotFound, request.TicketId)
      return answer(request, [ticketValue(row)], at)
    }
    const slice = pageSliceOf(request)
    if (slice instanceof Failure) return slice
    const rows = await engine.all(ticketsPage, { ...scope, ...slice })
    const total = (await engine.all(ticketsOfEvent, scope)).length
    return { ...(await answer(request, rows.map(ticketValue), at)), ...pagingFields(slice, total) }
  }

  async function answer(request: Request, tickets: readonly TicketValue[], at: number): Promise<Response> {
    const stamp = responseMetadata(request, context, at)
    const scope = { client: request.ClientID, event: request.EventId }
    return EventTicketsResponse.create({
      ...stamp,
      Tickets: tickets.map((ticket) => ({ ...ticket, ...stamp })),
      RestrictAvailableTypes: (await engine.all(ticketDetailsOfEvent, scope)).some(isRestricted),
    })
  }
}

/** Whether a ticket is for members only, or for others only. */
function isRestricted(row: { readonly details: string }): boolean {
  const { Available } = ticketDetails.read(row.details)
  return Available === 'Member' || Available === 'NonMember'
}
