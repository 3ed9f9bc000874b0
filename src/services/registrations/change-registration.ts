import { Failure } from '../../protocol/schema/failure.ts'
import { losing } from '../../registration/tickets.ts'
import type { Transaction } from '../../store/engine.ts'
import { takeTickets } from '../../store/queries/registration-tickets.ts'
import { registrationByBadge, updateRegistration } from '../../store/queries/registrations.ts'
import { returnTickets } from '../../store/queries/tickets.ts'
import { heldOrNamed } from '../assignments/assign-sessions.ts'
import { obstaclesGone } from '../assignments/available-sessions.ts'
import { noteRules } from '../middleware/rule-trace.ts'
import { isSame, record } from '../shared/audit-diff.ts'
import { refusal, type Told } from '../shared/combine-reasons.ts'
import type { Actor } from '../shared/context.ts'
import { told } from '../shared/errors.ts'
import { conflict, programmeErrors } from '../shared/programme-errors.ts'
import { ruleSession } from '../shared/session-rows.ts'
import { cancelRegistration } from './cancel-registration.ts'
import { type RegistrationRequest, registrantFacts, registrantValue } from './registrant-values.ts'
import { changedRow, type RegistrationChange, readChange } from './registration-change.ts'
import { give, reasonsAgainstGiving, ticketsById } from './registration-tickets.ts'
import { judgeRestoring, type Restoring, restoreRegistration } from './restore-registration.ts'

/**
 * Changes what is set of a registrant; to or from the status Cancelled, it gives its places back, or takes them again.
 * @returns its number within the event
 */
export async function changeRegistration(
  transaction: Transaction,
  request: RegistrationRequest,
  actor: Actor,
): Promise<number | Failure> {
  const change = await readChange(transaction, request)
  if (change instanceof Failure) return change
  const { scope, row, columns } = change
  const isRestored = row.cancelled === 1 && columns.cancelled === 0
  const restoring = isRestored ? await judgeRestoring(transaction, change) : null
  const reasons = await reasonsAgainst(transaction, change, request, restoring)
  if (reasons.length > 0) return refusal(reasons)

  const facts = registrantFacts(registrantValue(row, change.before))
  if (restoring) await restoreRegistration(transaction, change, restoring, actor)
  else await writeTickets(transaction, change)
  const kept = restoring?.tickets ?? change.tickets
  const wanted = registrantFacts(registrantValue(changedRow(change), kept))
  if (isSame(facts, wanted)) return row.id
  await transaction.run(updateRegistration, { ...scope, ...columns, registration: row.id, at: actor.at })
  const isCancelled = row.cancelled === 0 && columns.cancelled === 1
  const action = isCancelled ? 'registration.cancel' : restoring ? 'registration.restore' : 'registration.update'
  await record(transaction, actor, { ...scope, subject: row.registration_id }, action, facts, wanted)
  if (isCancelled) await cancelRegistration(transaction, scope, row, actor)
  else if (kept.some((id) => !change.before.includes(id))) await obstaclesGone(transaction, scope, row.id, [], actor)
  return row.id
}

/** All that stands against a change. */
async function reasonsAgainst(
  transaction: Transaction,
  change: RegistrationChange,
  request: RegistrationRequest,
  restoring: Restoring | null,
): Promise<Told[]> {
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
    ...reasonsAgainstGiving(given, await ticketsById(transaction, scope, given), isLive, asked),
    ...(restoring ? restoring.reasons(isForced) : []),
    ...(isForced || restoring || !isLive ? [] : await sessionsWithoutTicket(transaction, change)),
  ]
}

/** The sessions that it holds and would lack a ticket for. */
async function sessionsWithoutTicket(
  transaction: Transaction,
  { scope, row, before, tickets }: RegistrationChange,
): Promise<Told[]> {
  if (before.every((id) => tickets.includes(id))) return []
  const { held } = await heldOrNamed(transaction, scope, row.id, [])
  const violations = losing(held.map(ruleSession), before, tickets)
  noteRules(['TicketRequired'], { registration: row.registration_id }, violations)
  return violations.map((violation) => ({
    ...told(violation),
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
  if (taken.length > 0) await transaction.run(takeTickets, { ...scope, registration: row.id, ids: taken })
  const given = tickets.filter((id) => !before.includes(id))
  await give(transaction, scope, row.id, given, isLive)
}
