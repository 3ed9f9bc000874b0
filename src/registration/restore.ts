import { soldOut, type Ticket, type TicketSoldOut } from './inventory.ts'
import type { Session } from './model.ts'
import type { SessionViolation, Violation } from './outcome.ts'
import { assign } from './rules.ts'

/** What a cancelled registration gets back. */
export interface RestorePlan {
  /** All that stands against giving everything back; nothing, when all of it can be. */
  readonly violations: readonly (TicketSoldOut | SessionViolation)[]
  /** The tickets, and the sessions, that can be given back together: ids, ascending. All of them without violations. */
  readonly tickets: readonly number[]
  readonly sessions: readonly number[]
}

/**
 * Decides what a cancelled registration can be given back of what it held: it holds no places, so the rules are asked
 * as if it came anew. Where two sessions have come to be in each other's way, the one that is told first is kept.
 *
 * @param tickets what it held; one that was made inactive since is its own all the same
 * @param sessions what it held, as they are now
 */
export function planRestore(tickets: readonly Ticket[], sessions: readonly Session[]): RestorePlan {
  const soldOuts = tickets.map(soldOut).filter((violation) => violation !== null)
  const allTickets = ascending(tickets.map(({ id }) => id))
  const known = new Map(sessions.map((session) => [session.id, session]))
  const ids = ascending([...known.keys()])
  const whole = assign({ cancelled: false, tickets: allTickets }, [], ids, known)
  const violations = whole.kind === 'refused' ? whole.violations.filter(isOfSession) : []
  if (soldOuts.length + violations.length === 0) return { violations: [], tickets: allTickets, sessions: ids }

  const left = allTickets.filter((id) => !soldOuts.some(({ ticketId }) => ticketId === id))
  const kept: Session[] = []
  for (const session of sessions) {
    const outcome = assign({ cancelled: false, tickets: left }, kept, [session.id], known)
    if (outcome.kind === 'assigned') kept.push(session)
  }
  return { violations: [...soldOuts, ...violations], tickets: left, sessions: ascending(kept.map(({ id }) => id)) }
}

function isOfSession(violation: Violation): violation is SessionViolation {
  return violation.code !== 'RegistrationCancelled'
}

function ascending(ids: readonly number[]): number[] {
  return [...ids].sort((a, b) => a - b)
}
