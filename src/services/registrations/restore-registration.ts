import { eventFull } from '../../registration/event-capacity.ts'
import { capacityOf } from '../../registration/model.ts'
import { planRestore } from '../../registration/restore.ts'
import { sessionRules } from '../../registration/rules.ts'
import type { Transaction } from '../../store/engine.ts'
import { deleteAssignments } from '../../store/queries/assignments.ts'
import { deleteRegistrationTickets } from '../../store/queries/registration-tickets.ts'
import { reserveEventSeat } from '../../store/queries/seats.ts'
import { RetryTransaction } from '../../store/retry.ts'
import { auditSessions, loadSessions, reserveAllSeats } from '../assignments/assign-sessions.ts'
import { traceRuleResults } from '../middleware/rule-trace.ts'
import type { ReasonWithStatus } from '../shared/combine-reasons.ts'
import type { Actor } from '../shared/context.ts'
import { toReason } from '../shared/errors.ts'
import { eventReason, ticketReason } from '../shared/registration-errors.ts'
import { toRuleSession } from '../shared/session-rows.ts'
import type { RegistrationChange } from './registration-change.ts'
import { assignTickets, sell, ticketsById } from './registration-tickets.ts'

/** What becomes of a cancelled registration that is restored. */
export interface RestoreDecision {
  /** What stands against it; by force only that the event is full, and the rest is left out. */
  reasons(isForced: boolean): ReasonWithStatus[]
  /** The ids of the tickets and sessions that it will hold, ascending. */
  readonly tickets: readonly number[]
  readonly sessions: readonly number[]
  /** The sessions that it held. */
  readonly held: readonly number[]
}

/** Asks the rules what a registration may have again; writes nothing. */
export async function decideRestore(
  transaction: Transaction,
  { scope, event, row, before, tickets }: RegistrationChange,
): Promise<RestoreDecision> {
  const known = await ticketsById(transaction, scope, tickets)
  const { held } = await loadSessions(transaction, scope, row.id, [])
  const outcome = planRestore([...known.values()], held.map(toRuleSession))
  const full = eventFull({ capacity: capacityOf(event.max_registrants), taken: event.taken })
  const about = { registration: row.registration_id }
  traceRuleResults(['EventFull'], about, full ? [full] : [])
  traceRuleResults(['TicketSoldOut', ...sessionRules.slice(1)], about, outcome.violations)
  const ofEvent = full ? [eventReason(full, 0)] : []
  const others = outcome.violations.flatMap((violation): ReasonWithStatus[] => {
    if (violation.code !== 'TicketSoldOut') {
      const meta = { SessionId: String(violation.sessionId) }
      return [{ ...toReason(violation), field: 'Registrant.Status', meta }]
    }
    // Tickets that are newly given are judged by themselves.
    return before.includes(violation.ticketId) ? [ticketReason(violation, 'Registrant.Status')] : []
  })
  return {
    reasons: (isForced) => (isForced ? ofEvent : [...ofEvent, ...others]),
    tickets: outcome.tickets,
    sessions: outcome.sessions,
    held: held.map((session) => session.id),
  }
}

/** Takes the places again that the rules saw free in this transaction, and takes away what is gone. */
export async function restoreRegistration(
  transaction: Transaction,
  { scope, row, before }: RegistrationChange,
  { tickets, sessions, held }: RestoreDecision,
  actor: Actor,
): Promise<void> {
  const ofRegistration = { ...scope, registration: row.id }
  if ((await transaction.run(reserveEventSeat, scope)) !== 1) throw new RetryTransaction()
  const lost = before.filter((id) => !tickets.includes(id))
  if (lost.length > 0) await transaction.run(deleteRegistrationTickets, { ...ofRegistration, ids: lost })
  await sell(
    transaction,
    scope,
    tickets.filter((id) => before.includes(id)),
  )
  const given = tickets.filter((id) => !before.includes(id))
  await assignTickets(transaction, scope, row.id, given, true)
  const gone = held.filter((id) => !sessions.includes(id))
  if (gone.length > 0) {
    await transaction.run(deleteAssignments, { ...ofRegistration, ids: gone })
    await auditSessions(transaction, scope, actor, 'remove', row.registration_id, held, sessions)
  }
  await reserveAllSeats(transaction, scope, sessions)
}
