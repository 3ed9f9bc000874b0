import type { Transaction } from '../store/engine.ts'
import type { Actor } from './context.ts'

/**
 * Called in the transaction of a change to the programme, after which those who wait for these sessions may be let in:
 * there may be more places, or what stood in their way may be gone.
 */
export async function placesFreed(
  _transaction: Transaction,
  _scope: { readonly client: number; readonly event: number },
  _sessionIds: readonly number[],
  _actor: Actor,
): Promise<void> {}
