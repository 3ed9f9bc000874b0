import type { Reason } from '../../protocol/schema/failure.ts'
import { type ConflictMap, newConflicts } from '../../registration/changes.ts'
import type { Session } from '../../registration/model.ts'
import { narrowsTickets } from '../../registration/tickets.ts'
import type { Reader } from '../../store/engine.ts'
import { holdersOfBoth, holdersWithoutTicket } from '../../store/queries/assignments.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { conflict, conflictErrors } from '../shared/programme-errors.ts'

/** The fields of a request that a conflict is told of. */
interface ConflictFields {
  readonly overlap: string
  readonly singleSelect: string
}

/**
 * What a change to the sessions of an event does to the registrations that hold them: how many would then hold two that
 * may not be held together, and could be before.
 */
export async function scheduleConflicts(
  reader: Reader,
  scope: OfEvent,
  before: readonly Session[],
  after: readonly Session[],
  fields: ConflictFields,
): Promise<Reason[]> {
  const { overlaps, singleSelects } = newConflicts(before, after)
  const overlapping = await holdersOf(reader, scope, overlaps)
  const selecting = await holdersOf(reader, scope, singleSelects)
  return [
    ...(overlapping > 0 ? [conflict(fields.overlap, conflictErrors.SessionOverlap, overlapping)] : []),
    ...(selecting > 0 ? [conflict(fields.singleSelect, conflictErrors.SingleSelect, selecting)] : []),
  ]
}

/** How many registrations hold a session and one of its rivals. */
async function holdersOf(reader: Reader, scope: OfEvent, rivalries: ConflictMap): Promise<number> {
  const hurt = new Set<number>()
  for (const [id, ids] of rivalries) {
    for (const { registration } of await reader.all(holdersOfBoth, { ...scope, id, ids })) hurt.add(registration)
  }
  return hurt.size
}

/** The registrations of a session that lack its tickets once they change, and did not before. */
export async function ticketConflicts(
  reader: Reader,
  scope: OfEvent,
  id: number,
  before: readonly number[],
  after: readonly number[],
): Promise<Reason[]> {
  if (!narrowsTickets(before, after)) return []
  const lacking = async (tickets: readonly number[]) =>
    tickets.length === 0 ? [] : reader.all(holdersWithoutTicket, { ...scope, id, tickets })
  const lacked = new Set((await lacking(before)).map((row) => row.registration))
  const count = (await lacking(after)).filter((row) => !lacked.has(row.registration)).length
  return count > 0 ? [conflict('Tickets', conflictErrors.TicketRequired, id, count)] : []
}
