import type { Registration } from './model.ts'
import type { Rule } from './rule.ts'

/** A session that lists tickets needs any one of them. */
export function holdsTicket(registration: Registration): Rule {
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
