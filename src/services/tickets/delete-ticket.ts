import { type Failure, failField } from '../../protocol/schema/failure.ts'
import type { Transaction } from '../../store/engine.ts'
import { eventById } from '../../store/queries/events.ts'
import { deleteTicketFromHolders, heldByTicketHolders } from '../../store/queries/registration-tickets.ts'
import { touchTicketHolders } from '../../store/queries/registrations.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { sessionsWithTickets, setSessionTickets } from '../../store/queries/sessions.ts'
import { deleteTicket as deleteRow, ticketById } from '../../store/queries/tickets.ts'
import { promote } from '../assignments/waitlist.ts'
import { recordChange } from '../shared/audit-diff.ts'
import type { Actor } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import { counted, programmeErrors } from '../shared/programme-errors.ts'
import { ticketErrors } from '../shared/registration-errors.ts'
import { ticketIds } from '../shared/session-rows.ts'
import { type TicketValue, ticketAuditFields, ticketValue } from './ticket-values.ts'

type OfTicket = OfEvent & { readonly id: number }

/** Deletes a ticket; one that registrations hold or sessions list only by Force, and then it is taken from them. */
export async function deleteTicket(
  transaction: Transaction,
  request: TicketValue,
  actor: Actor,
): Promise<Failure | undefined> {
  const scope = { client: request.ClientID, event: request.EventId }
  if (!(await transaction.first(eventById, scope))) {
    return failField('EventId', serviceErrors.NotFound, { kind: 'event', event: scope.event })
  }
  const ticket = { ...scope, id: request.TicketId ?? 0 }
  const row = await transaction.first(ticketById, ticket)
  if (!row) return failField('TicketId', ticketErrors.TicketNotFound, ticket.id)

  const holders = await holdersOf(transaction, ticket)
  const sessions = (await transaction.all(sessionsWithTickets, scope))
    .map(({ id, tickets }) => ({ id, tickets: ticketIds(tickets) }))
    .filter(({ tickets }) => tickets.includes(ticket.id))
  if (request.Force !== true && holders.size + sessions.length > 0) {
    const holds = `${counted(holders.size, 'registration')}, ${counted(sessions.length, 'session')}`
    return failField('TicketId', programmeErrors.InUse, `Ticket ${ticket.id}`, holds)
  }
  await takeFromHolders(transaction, ticket, holders, actor)
  await takeFromSessions(transaction, ticket, sessions, actor)
  await transaction.run(deleteRow, ticket)
  const facts = ticketAuditFields(ticketValue(row))
  await recordChange(transaction, actor, { ...scope, subject: String(ticket.id) }, 'ticket.delete', facts, null)
  const opened = sessions.map(({ id }) => id)
  if (opened.length > 0) await promote(transaction, scope, opened, actor)
  return undefined
}

/** Who holds the ticket, by RegistrationID, and all the tickets of each. */
async function holdersOf(transaction: Transaction, ticket: OfTicket): Promise<ReadonlyMap<string, number[]>> {
  const holders = new Map<string, number[]>()
  for (const { registration_id, ticket_id } of await transaction.all(heldByTicketHolders, ticket)) {
    const tickets = holders.get(registration_id)
    if (tickets) tickets.push(ticket_id)
    else holders.set(registration_id, [ticket_id])
  }
  return holders
}

async function takeFromHolders(
  transaction: Transaction,
  ticket: OfTicket,
  holders: ReadonlyMap<string, readonly number[]>,
  actor: Actor,
): Promise<void> {
  await transaction.run(touchTicketHolders, { ...ticket, at: actor.at })
  await transaction.run(deleteTicketFromHolders, ticket)
  for (const [subject, before] of holders) {
    const after = before.filter((id) => id !== ticket.id)
    const tickets = [{ Tickets: before }, { Tickets: after }] as const
    await recordChange(transaction, actor, { ...ticket, subject }, 'registration.update', ...tickets)
  }
}

async function takeFromSessions(
  transaction: Transaction,
  ticket: OfTicket,
  sessions: readonly { readonly id: number; readonly tickets: readonly number[] }[],
  actor: Actor,
): Promise<void> {
  const { client, event } = ticket
  for (const { id, tickets: before } of sessions) {
    const after = before.filter((each) => each !== ticket.id)
    await transaction.run(setSessionTickets, { client, event, id, tickets: JSON.stringify(after), at: actor.at })
    const tickets = [{ Tickets: before }, { Tickets: after }] as const
    await recordChange(transaction, actor, { client, event, subject: String(id) }, 'session.update', ...tickets)
  }
}
