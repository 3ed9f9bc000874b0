import type { Transaction } from '../../store/engine.ts'
import { insertTicket, ticketsOfEvent } from '../../store/queries/tickets.ts'
import { auditAdded } from './audit.ts'
import type { Target } from './report.ts'

/** Makes the tickets that rows name and the event lacks. @returns how many */
export async function addMissingTickets(
  transaction: Transaction,
  target: Target,
  rows: readonly { readonly tickets: readonly number[] }[],
): Promise<number> {
  const { clientId: client, eventId: event } = target
  const known = new Set((await transaction.all(ticketsOfEvent, { client, event })).map((ticket) => ticket.id))
  const missing = new Set(rows.flatMap((row) => row.tickets.filter((id) => !known.has(id))))
  for (const id of missing) await addTicket(transaction, target, { id, name: `Ticket ${id}` })
  return missing.size
}

/** Adds a ticket that the event lacks. */
export async function addTicket(
  transaction: Transaction,
  target: Target,
  { id, name }: { readonly id: number; readonly name: string },
): Promise<void> {
  await transaction.run(insertTicket, { client: target.clientId, event: target.eventId, id, name, at: target.at })
  await auditAdded(transaction, target, `ticket ${id}`, { TicketId: id, Name: name })
}
