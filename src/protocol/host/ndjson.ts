import Negotiator from 'negotiator'
import { json } from '../formats/index.ts'
import { membersOf } from '../formats/members.ts'
import { statusOf } from '../schema/failed-status.ts'
import { Failure } from '../schema/failure.ts'
import { itemTypeOf, type Operation } from '../schema/operation.ts'
import { ErrorResponse } from '../schema/response-status.ts'
import { Streamed } from '../schema/streamed.ts'
import type { DtoType } from '../schema/type-model.ts'

/** NDJSON: a line of JSON a value. */
export const ndjsonType = 'application/x-ndjson'
export const ndjsonContentType = `${ndjsonType}; charset=utf-8`

/** Whether an Accept header prefers JSON line by line to JSON in one piece. */
export function prefersNdjson(accept: string | undefined): boolean {
  if (!accept?.toLowerCase().includes(ndjsonType)) return false
  return new Negotiator({ headers: { accept } }).mediaType(['application/json', ndjsonType]) === ndjsonType
}

/** Writes the answers of an operation a line at a time. */
export interface NdjsonWriter {
  /** A line of JSON for each item, then one with the rest of the response. */
  write(outcome: object, told: NdjsonListener): AsyncGenerator<string, void>
}

export interface NdjsonListener {
  /** Something was thrown on the way; what it answers is the last line. */
  failed(error: unknown): Failure
  /** No further item comes; why, where that is not the end. */
  ended(failure: Failure | null): void
}

/** The lines of an operation; null where its answers have no list that is written so. */
export function ndjsonWriterOf({ response, lines: name }: Operation): NdjsonWriter | null {
  return name === undefined ? null : linesWriter(response, name)
}

function linesWriter(response: DtoType<object>, name: string): NdjsonWriter {
  const item = json.compile(itemTypeOf(response, name))
  const whole = json.compile(response)
  const failures = json.compile(ErrorResponse)

  const failureLine = (failure: Failure) =>
    `${failures.encode(ErrorResponse.create({ ResponseStatus: statusOf(failure) }))}\n`

  /** @returns why the answer ended early, if it did */
  async function* texts(outcome: object): AsyncGenerator<string, Failure | null> {
    const items = outcome instanceof Streamed ? outcome.items : itemsOf(outcome, name)
    for (;;) {
      const { value, done } = await items.next()
      if (!done) yield value.map((each) => `${item.encode(each)}\n`).join('')
      else if (value instanceof Failure) return value
      else {
        yield `${whole.encode(value)}\n`
        return null
      }
    }
  }

  return {
    async *write(outcome, told) {
      let failure: Failure | null = null
      try {
        failure = yield* texts(outcome)
      } catch (error) {
        failure = told.failed(error)
      } finally {
        told.ended(failure)
      }
      if (failure) yield failureLine(failure)
    },
  }
}

/** The items of an answer that is there in one piece. */
function* itemsOf(response: object, field: string): Generator<readonly object[], object> {
  const items = membersOf(response)[field]
  if (Array.isArray(items) && items.length > 0) yield items
  return { ...response, [field]: null }
}
