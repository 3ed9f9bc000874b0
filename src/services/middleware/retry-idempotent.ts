import { setTimeout } from 'node:timers/promises'
import { StoreError, type StoreErrorCode } from '../../store/errors.ts'

/** How often a work is done anew, and how long is waited before, in milliseconds: a server that was restarted is back soon. */
const waits = [50, 400]

/** The database was lost: nothing was done, or nobody knows. */
const lost: ReadonlySet<StoreErrorCode> = new Set(['unreachable', 'unknown'])

/**
 * Does a work that may be done twice: one of which, where the first was kept, the second changes nothing and answers the
 * same. Where the database is lost in it, it is done anew, so that the caller is told what became of it.
 * @param pause waits between two attempts
 * @throws StoreError where the database stays lost
 */
export async function retryIdempotent<T>(
  work: () => Promise<T>,
  pause: (milliseconds: number) => Promise<unknown> = setTimeout,
): Promise<T> {
  for (const wait of waits) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof StoreError && lost.has(error.code))) throw error
    }
    await pause(wait)
  }
  return work()
}
