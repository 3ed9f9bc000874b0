import type { Transaction } from '../store/engine.ts'
import { insertTicket, ticketsOfEvent } from '../store/queries/events.ts'
import type { Target } from './report.ts'

/** Makes the tickets that rows name and the event lacks. @returns how many */
export async function addMissingTickets(
  transaction: Transaction,
  { clientId: client, eventId: event, at }: Target,
  rows: readonly { readonly tickets: readonly number[] }[],
): Promise<number> {
  const known = new Set((await transaction.all(ticketsOfEvent, { client, event })).map((ticket) => ticket.id))
  const missing = new Set(rows.flatMap((row) => row.tickets.filter((id) => !known.has(id))))
  for (const id of missing) await transaction.run(insertTicket, { client, event, id, name: `Ticket ${id}`, at })
  return missing.size
}
