import type { Transaction } from '../../store/engine.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { releaseEventSeat } from '../../store/queries/seats.ts'
import { deleteWaitlistEntriesOf, waitlistEntriesOf } from '../../store/queries/waitlist.ts'
import { loadSessions } from '../assignments/assign-sessions.ts'
import { releaseSessions } from '../assignments/available-sessions.ts'
import { recordChange } from '../shared/audit-diff.ts'
import type { Actor } from '../shared/context.ts'
import type { RegistrationRow } from './registrant-values.ts'

/**
 * Gives the places back of a registration that was marked as cancelled, in its event and its sessions. It keeps its
 * assignments for the record, and waits for nothing any more.
 */
export async function cancelRegistration(
  transaction: Transaction,
  scope: OfEvent,
  row: RegistrationRow,
  actor: Actor,
): Promise<void> {
  await transaction.run(releaseEventSeat, scope)
  await stopWaiting(transaction, scope, row, actor)
  const { held } = await loadSessions(transaction, scope, row.id, [])
  const ids = held.map((session) => session.id)
  await releaseSessions(transaction, scope, row.id, ids, actor)
}

/** Takes a registration off all waiting lists. */
export async function stopWaiting(
  transaction: Transaction,
  scope: OfEvent,
  { id: registration, registration_id: subject }: Pick<RegistrationRow, 'id' | 'registration_id'>,
  actor: Actor,
): Promise<void> {
  const waiting = await transaction.all(waitlistEntriesOf, { ...scope, registration })
  if (waiting.length === 0) return
  await transaction.run(deleteWaitlistEntriesOf, { ...scope, registration })
  for (const { session_id, place } of waiting) {
    const before = { SessionId: session_id, Place: place }
    await recordChange(transaction, actor, { ...scope, subject }, 'waitlist.remove', before, null)
  }
}
