import { eventFull } from '../../registration/event-capacity.ts'
import { capacityOf } from '../../registration/model.ts'
import { restorable } from '../../registration/restore.ts'
import { sessionRules } from '../../registration/rules.ts'
import type { Transaction } from '../../store/engine.ts'
import { deleteAssignments } from '../../store/queries/assignments.ts'
import { takeTickets } from '../../store/queries/registration-tickets.ts'
import { takeEventPlace } from '../../store/queries/seats.ts'
import { RetryWork } from '../../store/retry.ts'
import { auditSessions, heldOrNamed, takeAll } from '../assignments/assign-sessions.ts'
import { noteRules } from '../middleware/rule-trace.ts'
import type { Told } from '../shared/combine-reasons.ts'
import type { Actor } from '../shared/context.ts'
import { told } from '../shared/errors.ts'
import { toldOfEvent, toldOfTicket } from '../shared/registration-errors.ts'
import { ruleSession } from '../shared/session-rows.ts'
import type { RegistrationChange } from './registration-change.ts'
import { give, sell, ticketsById } from './registration-tickets.ts'

/** What becomes of a cancelled registration that is restored. */
export interface Restoring {
  /** What stands against it; by force only that the event is full, and the rest is left out. */
  reasons(isForced: boolean): Told[]
  /** The ids of the tickets and sessions that it will hold, ascending. */
  readonly tickets: readonly number[]
  readonly sessions: readonly number[]
  /** The sessions that it held. */
  readonly held: readonly number[]
}

/** Asks the rules what a registration may have again; writes nothing. */
export async function judgeRestoring(
  transaction: Transaction,
  { scope, event, row, before, tickets }: RegistrationChange,
): Promise<Restoring> {
  const known = await ticketsById(transaction, scope, tickets)
  const { held } = await heldOrNamed(transaction, scope, row.id, [])
  const outcome = restorable([...known.values()], held.map(ruleSession))
  const full = eventFull({ capacity: capacityOf(event.max_registrants), taken: event.taken })
  const about = { registration: row.registration_id }
  noteRules(['EventFull'], about, full ? [full] : [])
  noteRules(['TicketSoldOut', ...sessionRules.slice(1)], about, outcome.violations)
  const ofEvent = full ? [toldOfEvent(full, 0)] : []
  const others = outcome.violations.flatMap((violation): Told[] => {
    if (violation.code !== 'TicketSoldOut') {
      const meta = { SessionId: String(violation.sessionId) }
      return [{ ...told(violation), field: 'Registrant.Status', meta }]
    }
    // Tickets that are newly given are judged by themselves.
    return before.includes(violation.ticketId) ? [toldOfTicket(violation, 'Registrant.Status')] : []
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
  { tickets, sessions, held }: Restoring,
  actor: Actor,
): Promise<void> {
  const ofRegistration = { ...scope, registration: row.id }
  if ((await transaction.run(takeEventPlace, scope)) !== 1) throw new RetryWork()
  const lost = before.filter((id) => !tickets.includes(id))
  if (lost.length > 0) await transaction.run(takeTickets, { ...ofRegistration, ids: lost })
  await sell(
    transaction,
    scope,
    tickets.filter((id) => before.includes(id)),
  )
  const given = tickets.filter((id) => !before.includes(id))
  await give(transaction, scope, row.id, given, true)
  const gone = held.filter((id) => !sessions.includes(id))
  if (gone.length > 0) {
    await transaction.run(deleteAssignments, { ...ofRegistration, ids: gone })
    await auditSessions(transaction, scope, actor, 'remove', row.registration_id, held, sessions)
  }
  await takeAll(transaction, scope, sessions)
}
