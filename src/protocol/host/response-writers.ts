import type { Encoder, ResponseFormat } from '../formats/codec.ts'
import { type FormatLink, htmlPage, htmlPieces } from '../formats/html/html.ts'
import { html } from '../formats/index.ts'
import { membersOf } from '../formats/members.ts'
import { statusOf } from '../schema/failed-status.ts'
import type { Failure } from '../schema/failure.ts'
import { ErrorResponse } from '../schema/response-status.ts'
import type { AnyType, DtoType } from '../schema/type-model.ts'
import { list } from '../schema/types.ts'

/** How an answer is to be written. */
export interface Presentation {
  readonly format: ResponseFormat
  /** Where the same can be had in other formats; a page for people shows them. */
  links(): readonly FormatLink[]
}

/** Writes the answers of one response type, refusals too. */
export interface ResponseWriters<Response> {
  encode(presentation: Presentation, response: Response): string
  /** The same text in pieces, at most a row each. */
  pieces(presentation: Presentation, response: Response): Iterable<string>
  encodeFailure(presentation: Presentation, failure: Failure): string
}

/** The answers of a type; a refusal is told in the type where it has a ResponseStatus, else in an ErrorResponse. */
export function responseWritersOf(type: DtoType<object>, formats: readonly ResponseFormat[]): ResponseWriters<object> {
  const writer = writerOf(type, formats)
  const hasStatus = type.fields.some((field) => field.name === 'ResponseStatus')
  if (!hasStatus) return { ...writer, encodeFailure: failureWriter(formats) }
  return {
    ...writer,
    encodeFailure(presentation, failure) {
      const answer = type.create()
      Object.assign(membersOf(answer), failure.answer, { ResponseStatus: statusOf(failure) })
      return writer.encode(presentation, answer)
    },
  }
}

/** The answers of a batch: a list of the type's; a refusal is one ErrorResponse. */
export function listResponseWritersOf(
  type: DtoType<object>,
  formats: readonly ResponseFormat[],
): ResponseWriters<readonly object[]> {
  return { ...writerOf(list(type), []), encodeFailure: failureWriter(formats) }
}

/** Tells a refusal where there is no operation, or none whose answer has a place for it. */
export function failureWriter(formats: readonly ResponseFormat[]): ResponseWriters<object>['encodeFailure'] {
  const { encode } = writerOf(ErrorResponse, formats)
  return (presentation, failure) => encode(presentation, ErrorResponse.create({ ResponseStatus: statusOf(failure) }))
}

/** Writes values of a type. It is compiled for `formats` at once, and for others (JSON with options) when they come. */
function writerOf(type: AnyType, formats: readonly ResponseFormat[]) {
  const compiled = new Map<ResponseFormat, Encoder<unknown>>(formats.map((format) => [format, format.compile(type)]))
  const encoderOf = (format: ResponseFormat) => {
    const known = compiled.get(format)
    if (known) return known
    const made: Encoder<unknown> = format.compile(type)
    compiled.set(format, made)
    return made
  }
  const title = type.typeName
  return {
    encode: ({ format, links }: Presentation, value: object): string =>
      format === html ? htmlPage({ title, type, value, links: links() }) : encoderOf(format).encode(value),
    pieces: ({ format, links }: Presentation, value: object): Iterable<string> =>
      format === html ? htmlPieces({ title, type, value, links: links() }) : encoderOf(format).pieces(value),
  }
}
