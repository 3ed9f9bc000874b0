import { EventStream } from '../schema/event-stream.ts'
import { Failure, fail } from '../schema/failure.ts'
import { RawBody } from '../schema/handler.ts'
import { Interruption, type LongWork } from '../schema/long-work.ts'
import type { Bound } from './bind.ts'
import { hostErrors } from './errors.ts'
import { eventStreamContentType } from './event-stream.ts'

/** The most requests of a batch. */
export const maxBatchItems = 1_000

/** Tells clients how many requests of a batch took effect. */
export const completedHeader = 'x-autobatch-completed'

/**
 * Calls an operation for each request of a batch, one after the other. The first that fails ends the batch: the ones
 * before it have taken effect, and the failure says which it was. It ends in the same way where `work` must go no further.
 */
export async function callAll(
  requests: readonly Bound[],
  call: (request: Bound, index: number) => Promise<object | Failure>,
  work: LongWork,
): Promise<{ readonly done: number; readonly outcome: readonly object[] | Failure }> {
  if (requests.length > maxBatchItems) return { done: 0, outcome: fail(hostErrors.BatchTooLarge, maxBatchItems) }
  const answers: object[] = []
  for (const request of requests) {
    const answer = await interruptible(async () => {
      await work.pause()
      work.check()
      return call(request, answers.length)
    })
    if (answer instanceof Failure) return { done: answers.length, outcome: failureOf(answer, answers.length) }
    if (answer instanceof RawBody || answer instanceof EventStream) {
      const type = answer instanceof RawBody ? answer.contentType : eventStreamContentType
      const failure = fail(hostErrors.NotInBatch, type)
      return { done: answers.length, outcome: failureOf(failure, answers.length) }
    }
    answers.push(answer)
  }
  return { done: answers.length, outcome: answers }
}

/** What `act` answers, or the failure that it was interrupted with. */
async function interruptible(act: () => Promise<object | Failure>): Promise<object | Failure> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof Interruption) return error.failure
    throw error
  }
}

/** The failure of the request at `index`, told as that of its batch. */
function failureOf(failure: Failure, index: number): Failure {
  const { code, status, message, retryAfter, answer } = failure
  const reasons = failure.reasons.map((reason) => ({
    ...reason,
    field: reason.field === undefined ? `[${index}]` : `[${index}].${reason.field}`,
  }))
  return new Failure({
    code,
    status,
    message,
    reasons,
    meta: { ...failure.meta, AutoBatchIndex: String(index) },
    ...(retryAfter !== undefined && { retryAfter }),
    ...(answer && { answer }),
  })
}
