import type { Transaction } from '../store/engine.ts'
import { surplusSignIns } from '../store/queries/sign-ins.ts'

/** The most sign-in sessions of a key at once. Another one ends the oldest: a client that forgets its sessions still gets in. */
export const maxSessionsPerKey = 100

/** So many are ended at once: a key that had more before there was a limit loses them sign-in by sign-in. */
const maxEndedAtOnce = 100

/** Ends the oldest sessions of a key past the limit, each with what `end` does to it. */
export async function endSurplusSessions(
  transaction: Transaction,
  { client, key }: { readonly client: number; readonly key: string },
  end: (hash: string) => Promise<void>,
): Promise<void> {
  const kept = { offset: maxSessionsPerKey, limit: maxEndedAtOnce }
  for (const { hash } of await transaction.all(surplusSignIns, { client, key, ...kept })) await end(hash)
}
