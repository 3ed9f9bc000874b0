import { type Failure, failField } from '../../protocol/schema/failure.ts'
import type { Transaction } from '../../store/engine.ts'
import { deleteAssignmentsOf, sessionsOfHolders } from '../../store/queries/assignments.ts'
import { eventById } from '../../store/queries/events.ts'
import { sessionById } from '../../store/queries/reports/session-list.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { deleteSession as deleteRow } from '../../store/queries/sessions.ts'
import { deleteWaitlistOf, sessionsAwaitedByHolders, waitlistOfSession } from '../../store/queries/waitlist.ts'
import { promote } from '../assignments/waitlist.ts'
import { recordChange } from '../shared/audit-diff.ts'
import type { Actor } from '../shared/context.ts'
import { ruleErrors, serviceErrors } from '../shared/errors.ts'
import { counted, programmeErrors } from '../shared/programme-errors.ts'
import { type SessionValue, sessionAuditFields, sessionValue } from './session-values.ts'

type OfSession = OfEvent & { readonly id: number }

/** Deletes a session; one that is held or waited for only by Force, and then it is taken from all who do. */
export async function deleteSession(
  transaction: Transaction,
  request: SessionValue,
  actor: Actor,
): Promise<Failure | undefined> {
  const scope = { client: request.ClientID, event: request.EventId }
  if (!(await transaction.first(eventById, scope))) {
    return failField('EventId', serviceErrors.NotFound, { kind: 'event', event: scope.event })
  }
  const id = request.SessionId ?? 0
  const row = await transaction.first(sessionById, { ...scope, id })
  if (!row) return failField('SessionId', ruleErrors.SessionNotFound, id)
  const session = { ...scope, id }
  const waiting = await transaction.all(waitlistOfSession, session)
  const assigned = row.assigned ?? 0
  if (request.Force !== true && assigned + waiting.length > 0) {
    const holds = `${counted(assigned, 'assignment')}, ${waiting.length} waiting`
    return failField('SessionId', programmeErrors.InUse, `Session ${id}`, holds)
  }
  const awaited = await transaction.all(sessionsAwaitedByHolders, session)
  await takeFromHolders(transaction, session, actor)
  await emptyWaitlist(transaction, session, waiting, actor)
  await transaction.run(deleteRow, session)
  const facts = sessionAuditFields(sessionValue(row))
  await recordChange(transaction, actor, { ...scope, subject: String(id) }, 'session.delete', facts, null)
  if (awaited.length > 0) {
    const ids = awaited.map((each) => each.session_id)
    await promote(transaction, scope, ids, actor)
  }
  return undefined
}

/** Audited as removals, one by one: each registration's history tells what became of its sessions. */
async function takeFromHolders(transaction: Transaction, session: OfSession, actor: Actor): Promise<void> {
  const held = new Map<string, number[]>()
  for (const { registration_id, session_id } of await transaction.all(sessionsOfHolders, session)) {
    held.set(registration_id, [...(held.get(registration_id) ?? []), session_id])
  }
  await transaction.run(deleteAssignmentsOf, session)
  for (const [subject, before] of held) {
    const after = before.filter((id) => id !== session.id)
    await recordChange(
      transaction,
      actor,
      { ...session, subject },
      'remove',
      { SessionIds: before },
      { SessionIds: after },
    )
  }
}

async function emptyWaitlist(
  transaction: Transaction,
  session: OfSession,
  waiting: readonly { readonly registration_id: string; readonly place: number }[],
  actor: Actor,
): Promise<void> {
  await transaction.run(deleteWaitlistOf, session)
  for (const { registration_id: subject, place } of waiting) {
    const before = { SessionId: session.id, Place: place }
    await recordChange(transaction, actor, { ...session, subject }, 'waitlist.remove', before, null)
  }
}
