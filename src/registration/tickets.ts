import type { Registration, Session } from './model.ts'
import type { TicketRequired } from './outcome.ts'
import type { Rule } from './rule.ts'

/** A session that lists tickets needs any one of them. */
export function ticketRule(registration: Registration): Rule {
  const holds = new Set(registration.tickets)
  return ({ id, tickets }) =>
    tickets.length === 0 || tickets.some((ticket) => holds.has(ticket))
      ? null
      : { code: 'TicketRequired', sessionId: id, tickets }
}

/** Whether a change to the tickets that a session needs may shut out a registration that it let in. */
export function narrowsTickets(before: readonly number[], after: readonly number[]): boolean {
  return after.length > 0 && (before.length === 0 || before.some((ticket) => !after.includes(ticket)))
}

/** The sessions in `held` that a registration had a ticket for with `before`, and has none for with `after`. */
export function lostTickets(
  held: readonly Pick<Session, 'id' | 'tickets'>[],
  before: readonly number[],
  after: readonly number[],
): TicketRequired[] {
  const hasOne = (needed: readonly number[], tickets: readonly number[]) =>
    needed.length === 0 || needed.some((ticket) => tickets.includes(ticket))
  return held
    .filter(({ tickets }) => hasOne(tickets, before) && !hasOne(tickets, after))
    .map(({ id, tickets }) => ({ code: 'TicketRequired', sessionId: id, tickets }))
}
