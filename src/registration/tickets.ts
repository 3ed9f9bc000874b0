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
