import type { DtoCodec, Format } from '../formats/codec.ts'
import { membersOf } from '../formats/members.ts'
import { compileParameters, type Parameters } from '../formats/parameters.ts'
import { statusOf } from '../schema/failed-status.ts'
import type { Failure } from '../schema/failure.ts'
import type { Service } from '../schema/handler.ts'
import type { DtoType } from '../schema/nodes.ts'
import type { Operation, Verb } from '../schema/operation.ts'
import { ErrorResponse } from '../schema/response-status.ts'

/** An operation ready to be called: its codecs compiled, for every format. */
export interface Endpoint {
  readonly operation: Operation
  readonly service: Service
  /** The verbs of its routes. */
  readonly verbs: ReadonlySet<Verb>
  readonly parameters: Parameters<object>
  readonly requests: ReadonlyMap<Format, DtoCodec<object>>
  readonly answers: Answers
}

/** Writes the answers of one response type, refusals too. */
export interface Answers {
  encode(format: Format, response: object): string
  encodeFailure(format: Format, failure: Failure): string
}

export function endpointOf(service: Service, formats: readonly Format[]): Endpoint {
  const { operation } = service
  return {
    operation,
    service,
    verbs: new Set(operation.routes.map((route) => route.verb)),
    parameters: compileParameters(operation.request),
    requests: new Map(formats.map((format) => [format, format.compile(operation.request)])),
    answers: answersOf(operation.response, formats),
  }
}

/** The answers of a type; a refusal is told in the type where it has a ResponseStatus, else in an ErrorResponse. */
export function answersOf(type: DtoType<object>, formats: readonly Format[]): Answers {
  const codecs = new Map(formats.map((format) => [format, format.compile(type)]))
  const hasStatus = type.fields.some((field) => field.name === 'ResponseStatus')
  if (!hasStatus && type !== ErrorResponse) {
    return {
      ...answersOf(ErrorResponse, formats),
      encode: (format, response) => codecOf(codecs, format).encode(response),
    }
  }
  return {
    encode: (format, response) => codecOf(codecs, format).encode(response),
    encodeFailure(format, failure) {
      const answer = type.create()
      Object.assign(membersOf(answer), failure.answer, { ResponseStatus: statusOf(failure) })
      return codecOf(codecs, format).encode(answer)
    },
  }
}

function codecOf(codecs: ReadonlyMap<Format, DtoCodec<object>>, format: Format): DtoCodec<object> {
  const codec = codecs.get(format)
  if (!codec) throw new Error(`Nothing was compiled for the format ${format.name}`)
  return codec
}
