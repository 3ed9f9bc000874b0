import type { Transaction } from '../store/engine.ts'
import type { Actor } from './context.ts'

/** Called in the transaction of every change of the programme after which these sessions may have places to give. */
export async function placesFreed(
  _transaction: Transaction,
  _scope: { readonly client: number; readonly event: number },
  _sessionIds: readonly number[],
  _actor: Actor,
): Promise<void> {}
