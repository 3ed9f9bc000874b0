import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { json } from '../formats/index.ts'
import { statusOf } from '../schema/failed-status.ts'
import { type Failure, fail } from '../schema/failure.ts'
import { ErrorResponse } from '../schema/response-status.ts'
import type { HostLog } from './access-log.ts'
import { hostErrors } from './errors.ts'

const codec = json.compile(ErrorResponse)

/** Answers what is no HTTP, or too much of it, before there is a request; then the connection is closed. */
export function refuseConnection(error: Error & { readonly code?: string }, socket: Socket, log: HostLog): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy()
  const failure = failureOf(error.code)
  const { code, status } = failure
  const requestId = randomUUID()
  const unknown = { verb: '-', path: '-', operation: null, client: null, principal: null, milliseconds: 0 }
  log.answered({ requestId, ...unknown, status, code })
  const body = codec.encode(ErrorResponse.create({ ResponseStatus: statusOf(failure) }))
  const headers = [
    `HTTP/1.1 ${status} ${code}`,
    `Content-Type: ${json.contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`)
  // Where requests before it still wait for their answers, reading is paused, and nobody would notice that the caller is gone.
  socket.destroySoon()
}

function failureOf(code: string | undefined): Failure {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return fail(hostErrors.HeadersTooLarge)
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return fail(hostErrors.RequestTimeout)
    default:
      return fail(hostErrors.BadRequest)
  }
}
