import type { DtoCodec, Format } from '../formats/codec.ts'
import { decodeForm, type FormDecoder } from '../formats/form/form.ts'
import { compileParameters, type Parameters } from '../formats/parameters.ts'
import type { Service } from '../schema/handler.ts'
import type { Operation, Verb } from '../schema/operation.ts'
import { compileListCheck, type ListCheck } from './list-limits.ts'
import type { FormatRegistry } from './media.ts'
import { type NdjsonWriter, ndjsonWriterOf } from './ndjson.ts'
import { listResponseWritersOf, type ResponseWriters, responseWritersOf } from './response-writers.ts'
import { compileRowCount, type RowCount } from './row-count.ts'

/** An operation ready to be called: what reads its requests and writes its answers is compiled. */
export interface Endpoint {
  readonly operation: Operation
  readonly service: Service
  /** The verbs of its routes. */
  readonly verbs: ReadonlySet<Verb>
  readonly parameters: Parameters<object>
  readonly form: FormDecoder<object>
  /** Finds a list of a request that is too long. */
  readonly lists: ListCheck
  readonly answers: ResponseWriters<object>
  /** Those of a batch. */
  readonly listAnswers: ResponseWriters<readonly object[]>
  /** Counts the rows of an answer. */
  readonly countRows: RowCount
  /** How its answers are written item by item; null where they are not. */
  readonly lines: NdjsonWriter | null
  /** The codec of its requests in a format. */
  request(format: Format): DtoCodec<object>
}

export function endpointOf(service: Service, formats: FormatRegistry): Endpoint {
  const { operation } = service
  const requests = new Map(formats.readers.map((format) => [format, format.compile(operation.request)]))
  return {
    operation,
    service,
    verbs: new Set(operation.routes.map((route) => route.verb)),
    parameters: compileParameters(operation.request),
    form: decodeForm(operation.request),
    lists: compileListCheck(operation.request),
    answers: responseWritersOf(operation.response, formats.writers),
    listAnswers: listResponseWritersOf(operation.response, formats.writers),
    countRows: compileRowCount(operation.response),
    lines: ndjsonWriterOf(operation),
    request: (format) => requests.get(format) ?? format.compile(operation.request),
  }
}
