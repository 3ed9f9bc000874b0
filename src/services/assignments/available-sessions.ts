import type { Transaction } from '../../store/engine.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { releaseSeats } from '../../store/queries/seats.ts'
import { waitlistEntriesOf } from '../../store/queries/waitlist.ts'
import type { Actor } from '../shared/context.ts'
import { promote } from './waitlist.ts'

/**
 * Gives the places back that a registration had in sessions, and thinks of those who wait: for these places, and of the
 * registration itself, which may wait for a session that one of these stood in the way of.
 */
export async function releaseSessions(
  transaction: Transaction,
  scope: OfEvent,
  registration: number,
  ids: readonly number[],
  actor: Actor,
): Promise<void> {
  if (ids.length > 0) await transaction.run(releaseSeats, { ...scope, ids })
  await promoteUnblocked(transaction, scope, registration, ids, actor)
}

/** Thinks of those who wait for `ids`, and of what the registration itself waits for. */
export async function promoteUnblocked(
  transaction: Transaction,
  scope: OfEvent,
  registration: number,
  ids: readonly number[],
  actor: Actor,
): Promise<void> {
  const awaited = await transaction.all(waitlistEntriesOf, { ...scope, registration })
  const all = new Set([...ids, ...awaited.map((row) => row.session_id)])
  if (all.size > 0) await promote(transaction, scope, [...all], actor)
}
