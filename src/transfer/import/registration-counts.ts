import { capacityOf } from '../../registration/model.ts'
import type { Transaction } from '../../store/engine.ts'
import { eventById } from '../../store/queries/events.ts'
import { addTakenEventSeats } from '../../store/queries/seats.ts'
import { addSoldTickets, ticketsAmong } from '../../store/queries/tickets.ts'
import type { RegistrationRow } from './registration-row.ts'
import type { BadRows, Target } from './report.ts'

type Row = Pick<RegistrationRow, 'line' | 'status' | 'tickets'>

/** Notes the rows for which the event has no place left, or no ticket of those they name. Cancelled ones need none. */
export async function refuseExcess(
  transaction: Transaction,
  { clientId: client, eventId: event }: Target,
  rows: readonly Row[],
  bad: BadRows,
): Promise<void> {
  const live = rows.filter((row) => row.status !== 'Cancelled')
  const row = await transaction.first(eventById, { client, event })
  const capacity = capacityOf(row?.max_registrants ?? null)
  if (row && capacity !== null) {
    for (const { line } of live.slice(Math.max(0, capacity - row.taken))) {
      bad.add({ line, column: null, reason: `all ${capacity} places of the event are taken` })
    }
  }
  const ids = [...new Set(live.flatMap(({ tickets }) => tickets))]
  for (const { id, use_inventory, quantity, sold } of await transaction.all(ticketsAmong, { client, event, ids })) {
    if (use_inventory === 0 || quantity === null) continue
    for (const { line } of live.filter(({ tickets }) => tickets.includes(id)).slice(Math.max(0, quantity - sold))) {
      bad.add({ line, column: 'Tickets', reason: `all ${quantity} of ticket ${id} are sold` })
    }
  }
}

/** Counts the places and tickets that rows have taken. */
export async function countRegistrations(
  transaction: Transaction,
  { clientId: client, eventId: event }: Target,
  rows: readonly Row[],
): Promise<void> {
  const live = rows.filter((row) => row.status !== 'Cancelled')
  await transaction.run(addTakenEventSeats, { client, event, count: live.length })
  const counts = new Map<number, number>()
  for (const id of live.flatMap(({ tickets }) => tickets)) counts.set(id, (counts.get(id) ?? 0) + 1)
  for (const [id, count] of counts) await transaction.run(addSoldTickets, { client, event, id, count })
}
