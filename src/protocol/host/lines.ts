import Negotiator from 'negotiator'
import { json } from '../formats/index.ts'
import { membersOf } from '../formats/members.ts'
import { statusOf } from '../schema/failed-status.ts'
import type { Failure } from '../schema/failure.ts'
import { itemTypeOf, type Operation } from '../schema/operation.ts'
import { ErrorResponse } from '../schema/response-status.ts'
import { Streamed } from '../schema/streamed.ts'

const linesType = 'application/x-ndjson'
export const linesContentType = `${linesType}; charset=utf-8`

/** Whether an Accept header prefers JSON line by line to JSON in one piece. */
export function asksForLines(accept: string | undefined): boolean {
  if (!accept?.toLowerCase().includes(linesType)) return false
  return new Negotiator({ headers: { accept } }).mediaType(['application/json', linesType]) === linesType
}

/** Writes the answers of an operation a line at a time. */
export interface Lines {
  /** A line of JSON for each item, then one with the rest of the response. */
  write(outcome: object, told: LinesTold): AsyncGenerator<string, void>
}

export interface LinesTold {
  /** Something was thrown on the way; what it answers is the last line. */
  failed(error: unknown): Failure
  /** No further line comes. */
  ended(failure: Failure | null): void
}

/** The lines of an operation; null where its answers have no list that is written so. */
export function linesOf({ response, lines: field }: Operation): Lines | null {
  if (field === undefined) return null
  const item = json.compile(itemTypeOf(response, field))
  const whole = json.compile(response)
  const failures = json.compile(ErrorResponse)

  async function* texts(outcome: object): AsyncGenerator<string, void> {
    const items = outcome instanceof Streamed ? outcome.items : itemsOf(outcome, field ?? '')
    for (;;) {
      const { value, done } = await items.next()
      if (done) return yield `${whole.encode(value)}\n`
      yield `${item.encode(value)}\n`
    }
  }

  return {
    async *write(outcome, told) {
      let failure: Failure | null = null
      try {
        yield* texts(outcome)
      } catch (error) {
        failure = told.failed(error)
        yield `${failures.encode(ErrorResponse.create({ ResponseStatus: statusOf(failure) }))}\n`
      } finally {
        told.ended(failure)
      }
    },
  }
}

/** The items of an answer that is there in one piece. */
async function* itemsOf(response: object, field: string): AsyncGenerator<object, object> {
  const items = membersOf(response)[field]
  for (const item of Array.isArray(items) ? items : []) yield item
  return { ...response, [field]: null }
}
