import type { ServerResponse } from 'node:http'
import { json } from '../formats/index.ts'
import { statusOf } from '../schema/failed-status.ts'
import type { Failure } from '../schema/failure.ts'
import { ErrorResponse } from '../schema/response-status.ts'

const codec = json.compile(ErrorResponse)

/** A failure encoded once, to be sent without the framework. */
export interface RawFailure {
  readonly failure: Failure
  readonly body: string
  readonly headers: Readonly<Record<string, string | number>>
}

/** Encodes a failure in JSON. */
export function rawFailure(failure: Failure): RawFailure {
  const body = codec.encode(ErrorResponse.create({ ResponseStatus: statusOf(failure) }))
  const headers = {
    'content-type': json.contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(failure.retryAfter !== undefined && { 'retry-after': String(failure.retryAfter) }),
  }
  return { failure, body, headers }
}

/** Sends a failure before the framework has seen the request. @param close whether the connection ends after it */
export function sendRaw(response: ServerResponse, { failure, body, headers }: RawFailure, close: boolean): void {
  if (close) response.setHeader('connection', 'close')
  response.writeHead(failure.status, failure.code, headers).end(body)
}
