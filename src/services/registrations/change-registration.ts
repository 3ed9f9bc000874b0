import { Failure } from '../../protocol/schema/failure.ts'
import { lostTickets } from '../../registration/tickets.ts'
import type { Transaction } from '../../store/engine.ts'
import { deleteRegistrationTickets } from '../../store/queries/registration-tickets.ts'
import { registrationByBadge, updateRegistration } from '../../store/queries/registrations.ts'
import { returnTickets } from '../../store/queries/tickets.ts'
import { loadSessions } from '../assignments/assign-sessions.ts'
import { promoteUnblocked } from '../assignments/available-sessions.ts'
import { traceRuleResults } from '../middleware/rule-trace.ts'
import { isSame, recordChange } from '../shared/audit-diff.ts'
import { combineReasons, type ReasonWithStatus } from '../shared/combine-reasons.ts'
import type { Actor } from '../shared/context.ts'
import { toReason } from '../shared/errors.ts'
import { conflict, programmeErrors } from '../shared/programme-errors.ts'
import { toRuleSession } from '../shared/session-rows.ts'
import { cancelRegistration } from './cancel-registration.ts'
import { type RegistrationRequest, registrantAuditFields, registrantValue } from './registrant-values.ts'
import { changedRow, parseChange, type RegistrationChange } from './registration-change.ts'
import { assignTickets, ticketReasons, ticketsById } from './registration-tickets.ts'
import { decideRestore, type RestoreDecision, restoreRegistration } from './restore-registration.ts'

/**
 * Changes what is set of a registrant; to or from the status Cancelled, it gives its places back, or takes them again.
 * @returns its number within the event
 */
export async function changeRegistration(
  transaction: Transaction,
  request: RegistrationRequest,
  actor: Actor,
): Promise<number | Failure> {
  const change = await parseChange(transaction, request)
  if (change instanceof Failure) return change
  const { scope, row, columns } = change
  const isRestored = row.cancelled === 1 && columns.cancelled === 0
  const restoring = isRestored ? await decideRestore(transaction, change) : null
  const reasons = await reasonsAgainst(transaction, change, request, restoring)
  if (reasons.length > 0) return combineReasons(reasons)

  const facts = registrantAuditFields(registrantValue(row, change.before))
  if (restoring) await restoreRegistration(transaction, change, restoring, actor)
  else await writeTickets(transaction, change)
  const kept = restoring?.tickets ?? change.tickets
  const wanted = registrantAuditFields(registrantValue(changedRow(change), kept))
  if (isSame(facts, wanted)) return row.id
  await transaction.run(updateRegistration, { ...scope, ...columns, registration: row.id, at: actor.at })
  const isCancelled = row.cancelled === 0 && columns.cancelled === 1
  const action = isCancelled ? 'registration.cancel' : restoring ? 'registration.restore' : 'registration.update'
  await recordChange(transaction, actor, { ...scope, subject: row.registration_id }, action, facts, wanted)
  if (isCancelled) await cancelRegistration(transaction, scope, row, actor)
  else if (kept.some((id) => !change.before.includes(id))) await promoteUnblocked(transaction, scope, row.id, [], actor)
  return row.id
}

/** All that stands against a change. */
async function reasonsAgainst(
  transaction: Transaction,
  change: RegistrationChange,
  request: RegistrationRequest,
  restoring: RestoreDecision | null,
): Promise<ReasonWithStatus[]> {
  const { scope, row, columns, before, tickets } = change
  const given = tickets.filter((id) => !before.includes(id))
  const badge = columns.badge === row.badge_number ? null : columns.badge
  const isLive = columns.cancelled === 0
  const asked = request.Registrant?.Tickets ?? []
  const isForced = request.Force === true
  return [
    ...(badge !== null && (await transaction.first(registrationByBadge, { ...scope, badge }))
      ? [
          {
            ...conflict('Registrant.BadgeNumber', programmeErrors.AlreadyExists, `a registration with badge ${badge}`),
            status: 409,
          },
        ]
      : []),
    ...ticketReasons(given, await ticketsById(transaction, scope, given), isLive, asked),
    ...(restoring ? restoring.reasons(isForced) : []),
    ...(isForced || restoring || !isLive ? [] : await sessionsWithoutTicket(transaction, change)),
  ]
}

/** The sessions that it holds and would lack a ticket for. */
async function sessionsWithoutTicket(
  transaction: Transaction,
  { scope, row, before, tickets }: RegistrationChange,
): Promise<ReasonWithStatus[]> {
  if (before.every((id) => tickets.includes(id))) return []
  const { held } = await loadSessions(transaction, scope, row.id, [])
  const violations = lostTickets(held.map(toRuleSession), before, tickets)
  traceRuleResults(['TicketRequired'], { registration: row.registration_id }, violations)
  return violations.map((violation) => ({
    ...toReason(violation),
    field: 'Registrant.Tickets',
    meta: { SessionId: String(violation.sessionId) },
  }))
}

/** Gives and takes tickets; those of a registration that is, or comes to be, cancelled do not count as sold. */
async function writeTickets(
  transaction: Transaction,
  { scope, row, columns, before, tickets }: RegistrationChange,
): Promise<void> {
  const taken = before.filter((id) => !tickets.includes(id))
  const [wasLive, isLive] = [row.cancelled === 0, columns.cancelled === 0]
  const returned = wasLive ? (isLive ? taken : before) : []
  if (returned.length > 0) await transaction.run(returnTickets, { ...scope, ids: returned })
  if (taken.length > 0) await transaction.run(deleteRegistrationTickets, { ...scope, registration: row.id, ids: taken })
  const given = tickets.filter((id) => !before.includes(id))
  await assignTickets(transaction, scope, row.id, given, isLive)
}
