import type { Failure } from '../../protocol/schema/failure.ts'

/** Thrown in a transaction to have it undone for a refusal; {@link rollingBack} answers the refusal. */
export class Rollback extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/** What `work` answers, or the refusal that it was undone for. */
export async function rollingBack<T>(work: () => Promise<T>): Promise<T | Failure> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Rollback) return error.failure
    throw error
  }
}
