import type { Transaction } from '../store/engine.ts'
import type { Actor } from './context.ts'
import { promote } from './waitlist.ts'

/**
 * Called in the transaction of a change, after which those who wait for these sessions may be let in: there may be more
 * places, or what stood in their way may be gone.
 */
export async function placesFreed(
  transaction: Transaction,
  scope: { readonly client: number; readonly event: number },
  sessionIds: readonly number[],
  actor: Actor,
): Promise<void> {
  await promote(transaction, scope, sessionIds, actor)
}
