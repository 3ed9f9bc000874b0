import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { guardCallback } from '../../runtime/guard.ts'
import { failFor } from '../schema/failure.ts'
import type { HostLog } from './access-log.ts'
import { hostErrors } from './errors.ts'
import { healthPath } from './health.ts'
import { rawFailure, sendRaw } from './raw-response.ts'
import { hasBody } from './request-arrival.ts'

const retryAfterSeconds = 1
/** A body up to this length is read and dropped when its request is rejected, so that the connection can be used again. */
const maxDroppedBytes = 65_536
const logIntervalMs = 1_000
/** Pending writes are flushed every so many rejections: the event loop may go on reading for long before it gets to them. */
const flushInterval = 64
/** How long one turn of the event loop may go on accepting requests. */
const maxTurnMs = 200
/** How many requests may wait on a connection for the ones before them. */
const maxPipelined = 100

const busy = rawFailure(failFor(retryAfterSeconds, hostErrors.ServerBusy))

interface Connection {
  /** Whether one of its requests is being handled. */
  isActive: boolean
  /** Starts the requests that wait for it, in order. */
  readonly waiting: (() => void)[]
  latest: ServerResponse | null
  /** More were pipelined than are accepted: it is closed once the accepted ones are answered. */
  isFull: boolean
}

/**
 * Sheds load: rejects requests while there is too much to do, before anything is done for them, so that what is accepted is
 * done soon. It precedes the framework, since rejecting must cost a small part of what serving does.
 *
 * The requests of one connection are handled one after the other, each once the answer before it was sent: a client that
 * does not read its answers makes no more work.
 */
export class LoadShedder {
  readonly #maxRequests: number
  readonly #isPressed: () => boolean
  readonly #flush: () => void
  readonly #log: HostLog
  /** Requests that are complete and not answered yet. */
  readonly #underWay = new Set<ServerResponse>()
  readonly #connections = new WeakMap<Socket, Connection>()
  #turnBegan = 0
  #rejected = 0
  #logging: NodeJS.Timeout | null = null

  /**
   * @param maxRequests how many requests may be under way at once
   * @param isPressed whether memory is short
   * @param flush ends pending writes without waiting for more
   */
  constructor(maxRequests: number, isPressed: () => boolean, flush: () => void, log: HostLog) {
    this.#maxRequests = maxRequests
    this.#isPressed = isPressed
    this.#flush = flush
    this.#log = log
  }

  /** Handles a request whose headers have arrived, in its turn on its connection, or rejects it. */
  accept(request: IncomingMessage, response: ServerResponse, handle: () => void): void {
    const connection = this.#connectionOf(request.socket)
    connection.latest = response
    if (connection.isFull) return
    if (connection.waiting.length >= maxPipelined) {
      connection.isFull = true
      request.socket.pause()
      sendRaw(response, busy, true)
      return
    }
    const start = () => {
      // The connection was closed, or ended with the answer before: nobody would learn when this one is over.
      if (!request.socket.writable) return
      connection.isActive = true
      if (this.#isBusy() && !isHealthCheck(request)) this.#reject(request, response)
      else handle()
    }
    response.once(
      'close',
      guardCallback('response-close', () => {
        this.#underWay.delete(response)
        connection.isActive = false
        connection.waiting.shift()?.()
      }),
    )
    if (connection.isActive) connection.waiting.push(start)
    else start()
  }

  /** Takes a slot for a request that has arrived as a whole; false: there is none, or nobody to answer. */
  begin(request: IncomingMessage, response: ServerResponse): boolean {
    if (isHealthCheck(request)) return true
    // The caller is gone, so that nothing would ever give the slot back.
    if (!request.socket.writable) return false
    if (this.#underWay.size >= this.#maxRequests) {
      this.#reject(request, response)
      return false
    }
    this.#underWay.add(response)
    return true
  }

  /** Gives the slot of a request back while its answer goes on: one that lasts as long as its caller likes. */
  release(response: ServerResponse): void {
    this.#underWay.delete(response)
  }

  /** Whether what arrives on a connection now still belongs to a request that has been answered. */
  isAnswered(socket: Socket): boolean {
    const latest = this.#connections.get(socket)?.latest
    return latest?.headersSent === true && !latest.req.complete
  }

  #isBusy(): boolean {
    return this.#underWay.size >= this.#maxRequests || this.#isLate() || this.#isPressed()
  }

  /**
   * Whether this turn of the event loop has lasted so long that a request which is only read now has waited for long already, and
   * those behind it will. While callers never stop sending, the loop goes on reading.
   */
  #isLate(): boolean {
    const now = performance.now()
    if (this.#turnBegan > 0) return now - this.#turnBegan > maxTurnMs
    this.#turnBegan = now
    setImmediate(
      guardCallback('admission-timer', () => {
        this.#turnBegan = 0
      }),
    )
    return false
  }

  #connectionOf(socket: Socket): Connection {
    const known = this.#connections.get(socket)
    if (known) return known
    const connection: Connection = { isActive: false, waiting: [], latest: null, isFull: false }
    this.#connections.set(socket, connection)
    return connection
  }

  #reject(request: IncomingMessage, response: ServerResponse): void {
    if (this.#rejected++ % flushInterval === 0) this.#flush()
    this.#logging ??= setTimeout(
      guardCallback('admission-timer', () => this.#logRejected()),
      logIntervalMs,
    ).unref()
    sendRaw(response, busy, !canDropBody(request))
  }

  #logRejected(): void {
    this.#logging = null
    this.#log.shed(this.#rejected)
    this.#rejected = 0
  }
}

/** Whether the rest of a request is short enough to be read and dropped; else its connection is closed. */
export function canDropBody(request: IncomingMessage): boolean {
  if (request.complete || !hasBody(request)) return true
  const length = request.headers['content-length']
  return length !== undefined && Number(length) <= maxDroppedBytes
}

/** Whoever watches the process is always answered. */
function isHealthCheck({ url, method }: IncomingMessage): boolean {
  return (method === 'GET' || method === 'HEAD') && (url === `${healthPath}live` || url === `${healthPath}ready`)
}
