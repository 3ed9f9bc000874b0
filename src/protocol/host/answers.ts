import type { Encoder, ResponseFormat } from '../formats/codec.ts'
import { type FormatLink, htmlPage } from '../formats/html/html.ts'
import { html } from '../formats/index.ts'
import { membersOf } from '../formats/members.ts'
import { statusOf } from '../schema/failed-status.ts'
import type { Failure } from '../schema/failure.ts'
import type { AnyType, DtoType } from '../schema/nodes.ts'
import { ErrorResponse } from '../schema/response-status.ts'
import { list } from '../schema/types.ts'

/** How an answer is to be written. */
export interface Presentation {
  readonly format: ResponseFormat
  /** Where the same can be had in other formats; a page for people shows them. */
  links(): readonly FormatLink[]
}

/** Writes the answers of one response type, refusals too. */
export interface Answers<Response> {
  encode(presentation: Presentation, response: Response): string
  encodeFailure(presentation: Presentation, failure: Failure): string
}

/** The answers of a type; a refusal is told in the type where it has a ResponseStatus, else in an ErrorResponse. */
export function answersOf(type: DtoType<object>, formats: readonly ResponseFormat[]): Answers<object> {
  const write = writerOf(type, formats)
  const hasStatus = type.fields.some((field) => field.name === 'ResponseStatus')
  if (!hasStatus) return { encode: write, encodeFailure: refusals(formats) }
  return {
    encode: write,
    encodeFailure(presentation, failure) {
      const answer = type.create()
      Object.assign(membersOf(answer), failure.answer, { ResponseStatus: statusOf(failure) })
      return write(presentation, answer)
    },
  }
}

/** The answers of a batch: a list of the type's; a refusal is one ErrorResponse. */
export function listAnswersOf(type: DtoType<object>, formats: readonly ResponseFormat[]): Answers<readonly object[]> {
  return { encode: writerOf(list(type), []), encodeFailure: refusals(formats) }
}

/** Tells a refusal where there is no operation, or none whose answer has a place for it. */
export function refusals(formats: readonly ResponseFormat[]): Answers<object>['encodeFailure'] {
  const write = writerOf(ErrorResponse, formats)
  return (presentation, failure) => write(presentation, ErrorResponse.create({ ResponseStatus: statusOf(failure) }))
}

/** Writes values of a type. It is compiled for `formats` at once, and for others (JSON with options) when they come. */
function writerOf(type: AnyType, formats: readonly ResponseFormat[]) {
  const compiled = new Map<ResponseFormat, Encoder<unknown>>(formats.map((format) => [format, format.compile(type)]))
  return ({ format, links }: Presentation, value: object): string => {
    if (format === html) return htmlPage({ title: type.csharp, type, value, links: links() })
    const known = compiled.get(format)
    if (known) return known.encode(value)
    const made: Encoder<unknown> = format.compile(type)
    compiled.set(format, made)
    return made.encode(value)
  }
}
