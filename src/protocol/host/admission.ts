import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { json } from '../formats/index.ts'
import { statusOf } from '../schema/failed-status.ts'
import { failFor } from '../schema/failure.ts'
import { ErrorResponse } from '../schema/response-status.ts'
import { hostErrors } from './errors.ts'
import { healthPath } from './health.ts'
import type { HostLog } from './log.ts'

/** When a caller who is refused may try again, in seconds. */
const retryAfter = 1
/** A body up to this is read and dropped, in bytes, so that its connection can be used again; for a longer one it is closed. */
const mostDropped = 65_536

/** How often the log is told of those that were refused, in milliseconds. */
const tellEvery = 1_000

/** After so many refusals those that were let in are hurried: the loop may go on reading for long before it comes to them. */
const hurryEvery = 64

/** How long a turn of the event loop may take requests on, in milliseconds. */
const longestTurn = 200

const failure = failFor(retryAfter, hostErrors.ServerBusy)
const refusal = json.compile(ErrorResponse).encode(ErrorResponse.create({ ResponseStatus: statusOf(failure) }))
const refusalHeaders = {
  'content-type': json.contentType,
  'content-length': Buffer.byteLength(refusal),
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'retry-after': String(retryAfter),
}

/** A connection. */
interface Caller {
  /** Its requests that were let in and are not answered yet. */
  readonly waiting: Set<ServerResponse>
  latest: ServerResponse | null
}

/**
 * Refuses requests while there is too much to do, before anything is done for them: what is taken on can then be done soon. It
 * comes before the framework, since under load refusing must cost a small part of what serving does.
 */
export class Admission {
  /** Requests that were let in and are not answered yet. */
  underWay = 0
  readonly #most: number
  readonly #isPressed: () => boolean
  readonly #hurry: () => void
  readonly #log: HostLog
  #turnBegan = 0
  #shed = 0
  #telling: NodeJS.Timeout | null = null
  readonly #callers = new WeakMap<Socket, Caller>()

  constructor(most: number, isPressed: () => boolean, hurry: () => void, log: HostLog) {
    this.#hurry = hurry
    this.#most = most
    this.#isPressed = isPressed
    this.#log = log
  }

  /** Whether a request is let in; one that is not has been answered. Whoever watches the process is always let in. */
  admits(request: IncomingMessage, response: ServerResponse): boolean {
    const caller = this.#callers.get(request.socket) ?? this.#newCaller(request.socket)
    caller.latest = response
    const isBusy = this.underWay >= this.#most || this.#isLate() || this.#isPressed()
    if (isBusy && !request.url?.startsWith(healthPath)) {
      this.#refuse(request, response)
      return false
    }
    this.underWay++
    caller.waiting.add(response)
    response.once('close', () => {
      if (caller.waiting.delete(response)) this.underWay--
    })
    return true
  }

  /** Counts a request no longer, though its answer goes on: one that lasts as long as its caller likes. */
  release(socket: Socket, response: ServerResponse): void {
    if (this.#callers.get(socket)?.waiting.delete(response)) this.underWay--
  }

  /**
   * Whether this turn of the event loop has lasted so long that a request which is only read now has waited for long already, and
   * those behind it will. While callers never stop to send, the loop goes on reading.
   */
  #isLate(): boolean {
    const now = performance.now()
    if (this.#turnBegan > 0) return now - this.#turnBegan > longestTurn
    this.#turnBegan = now
    setImmediate(() => {
      this.#turnBegan = 0
    })
    return false
  }

  /** Whether what comes on a connection now still belongs to a request that has been answered. */
  isAnswered(socket: Socket): boolean {
    const latest = this.#callers.get(socket)?.latest
    return latest?.headersSent === true && !latest.req.complete
  }

  #newCaller(socket: Socket): Caller {
    const caller: Caller = { waiting: new Set(), latest: null }
    this.#callers.set(socket, caller)
    // Of requests that wait behind another one for their turn, Node.js tells no end.
    socket.once('close', () => {
      this.underWay -= caller.waiting.size
      caller.waiting.clear()
    })
    return caller
  }

  #refuse({ headers }: IncomingMessage, response: ServerResponse): void {
    if (this.#shed++ % hurryEvery === 0) this.#hurry()
    this.#telling ??= setTimeout(() => this.#tell(), tellEvery).unref()
    const isLong = Number(headers['content-length'] ?? 0) > mostDropped || headers['transfer-encoding'] !== undefined
    if (isLong) response.setHeader('connection', 'close')
    response.writeHead(failure.status, failure.code, refusalHeaders).end(refusal)
  }

  #tell(): void {
    this.#telling = null
    this.#log.shed(this.#shed)
    this.#shed = 0
  }
}
