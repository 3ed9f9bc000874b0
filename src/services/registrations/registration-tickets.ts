import { checkTickets, type Ticket } from '../../registration/inventory.ts'
import type { Reader, Transaction } from '../../store/engine.ts'
import { insertRegistrationTickets } from '../../store/queries/registration-tickets.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { sellTickets, ticketsAmong } from '../../store/queries/tickets.ts'
import { RetryTransaction } from '../../store/retry.ts'
import { traceRuleResults } from '../middleware/rule-trace.ts'
import type { ReasonWithStatus } from '../shared/combine-reasons.ts'
import { ticketReason } from '../shared/registration-errors.ts'
import { ruleTicket } from '../tickets/ticket-values.ts'

/** Those of `ids` that the event has, by id. */
export async function ticketsById(
  reader: Reader,
  scope: OfEvent,
  ids: readonly number[],
): Promise<ReadonlyMap<number, Ticket>> {
  if (ids.length === 0) return new Map()
  return new Map((await reader.all(ticketsAmong, { ...scope, ids })).map((row) => [row.id, ruleTicket(row)]))
}

/**
 * What stands against giving tickets.
 * @param asked the list of the request, which the reasons are told of
 */
export function ticketReasons(
  given: readonly number[],
  known: ReadonlyMap<number, Ticket>,
  needsPlace: boolean,
  asked: readonly number[],
): ReasonWithStatus[] {
  const violations = checkTickets(given, known, needsPlace)
  if (given.length > 0) traceRuleResults(['TicketNotFound', 'TicketInactive', 'TicketSoldOut'], {}, violations)
  return violations.map((violation) =>
    ticketReason(violation, `Registrant.Tickets[${asked.indexOf(violation.ticketId)}]`),
  )
}

/** Gives a registration tickets that it does not hold. @param counts whether they count as sold */
export async function assignTickets(
  transaction: Transaction,
  scope: OfEvent,
  registration: number,
  ids: readonly number[],
  counts: boolean,
): Promise<void> {
  if (ids.length === 0) return
  if (counts) await sell(transaction, scope, ids)
  await transaction.run(insertRegistrationTickets, { ...scope, registration, ids })
}

/** Counts tickets as sold that the rules saw in this transaction to be there. */
export async function sell(transaction: Transaction, scope: OfEvent, ids: readonly number[]): Promise<void> {
  const sold = ids.length === 0 ? 0 : await transaction.run(sellTickets, { ...scope, ids })
  if (sold !== ids.length) throw new RetryTransaction()
}

/** Each id once, ascending. */
export function eachOnce(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((a, b) => a - b)
}
