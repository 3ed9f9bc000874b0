import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { guardCallback } from '../../runtime/guard.ts'
import { fail, failFor } from '../schema/failure.ts'
import { networkOf } from '../schema/network.ts'
import type { HostLog } from './access-log.ts'
import { hostErrors } from './errors.ts'
import type { ArrivalLimits } from './limits.ts'
import { type RawFailure, rawFailure, sendRaw } from './raw-response.ts'

const checkIntervalMs = 500
const retryAfterSeconds = 1

/** A request whose headers are here, but not yet all of its body. */
interface ArrivingRequest {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly network: string
  readonly startedAt: number
  readonly bytesBefore: number
}

/**
 * Limits requests whose body is still arriving: how many there may be from one network and in total, and how slowly they
 * may arrive. Where there are too many, the one that has been arriving for longest is rejected, so that a slow sender never
 * keeps out a fast one. A body that comes together with its headers is never counted.
 */
export class RequestArrival {
  readonly #limits: ArrivalLimits
  readonly #log: HostLog
  /** Oldest first. */
  readonly #arriving = new Set<ArrivingRequest>()
  readonly #byNetwork = new Map<string, Set<ArrivingRequest>>()
  readonly #tooManyOfNetwork: RawFailure
  readonly #tooMany = rawFailure(failFor(retryAfterSeconds, hostErrors.ServerBusy))
  readonly #tooSlow = rawFailure(fail(hostErrors.RequestTimeout))
  #checking: NodeJS.Timeout | null = null

  constructor(limits: ArrivalLimits, log: HostLog) {
    this.#limits = limits
    this.#log = log
    this.#tooManyOfNetwork = rawFailure(
      failFor(retryAfterSeconds, hostErrors.TooManyArriving, limits.maxRequestsPerNetwork),
    )
  }

  /** Watches a request that has a body until it is complete. @param address of the caller, as proxies report it */
  track(request: IncomingMessage, response: ServerResponse, address: string): void {
    if (!hasBody(request)) return
    const startedAt = performance.now()
    const bytesBefore = request.socket.bytesRead
    // The parser goes on to the body, as far as it has been received, once this turn of its own is over.
    process.nextTick(() => {
      if (request.complete || request.destroyed) return
      this.#add({ request, response, network: networkOf(address), startedAt, bytesBefore })
    })
  }

  #add(arriving: ArrivingRequest): void {
    const { network, request } = arriving
    const { maxRequests, maxRequestsPerNetwork } = this.#limits
    const ofNetwork = this.#byNetwork.get(network) ?? new Set()
    this.#byNetwork.set(network, ofNetwork.add(arriving))
    this.#arriving.add(arriving)
    request.once(
      'close',
      guardCallback('request-close', () => this.#remove(arriving)),
    )
    this.#checking ??= setInterval(
      guardCallback('request-arrival-timer', () => this.#rejectSlow()),
      checkIntervalMs,
    ).unref()
    if (ofNetwork.size > maxRequestsPerNetwork) this.#rejectOldest(ofNetwork, this.#tooManyOfNetwork)
    if (this.#arriving.size > maxRequests) this.#rejectOldest(this.#arriving, this.#tooMany)
  }

  #remove(arriving: ArrivingRequest): void {
    const ofNetwork = this.#byNetwork.get(arriving.network)
    ofNetwork?.delete(arriving)
    if (ofNetwork?.size === 0) this.#byNetwork.delete(arriving.network)
    this.#arriving.delete(arriving)
    if (this.#arriving.size > 0 || this.#checking === null) return
    clearInterval(this.#checking)
    this.#checking = null
  }

  #rejectOldest(among: ReadonlySet<ArrivingRequest>, failure: RawFailure): void {
    const [oldest] = among
    if (oldest) this.#reject(oldest, failure)
  }

  #rejectSlow(): void {
    const { graceMs, minBytesPerSecond } = this.#limits
    const now = performance.now()
    for (const arriving of this.#arriving) {
      const elapsedMs = now - arriving.startedAt
      // Those behind it began later still.
      if (elapsedMs < graceMs) return
      const bytes = arriving.request.socket.bytesRead - arriving.bytesBefore
      if (bytes < (minBytesPerSecond * elapsedMs) / 1000) this.#reject(arriving, this.#tooSlow)
    }
  }

  #reject(arriving: ArrivingRequest, failure: RawFailure): void {
    this.#remove(arriving)
    const { request, response } = arriving
    // Answered already, without its body: only the rest of it was to be dropped.
    if (response.headersSent) return void request.socket.destroy()
    const { status, code } = failure.failure
    const unknown = { verb: '-', path: '-', operation: null, client: null, principal: null }
    this.#log.answered({
      requestId: randomUUID(),
      ...unknown,
      status,
      code,
      milliseconds: performance.now() - arriving.startedAt,
    })
    sendRaw(response, failure, true)
  }
}

/** Whether a body follows the headers of a request. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0')
}
