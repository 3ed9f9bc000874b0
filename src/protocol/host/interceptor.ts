import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { guardCallback } from '../../runtime/guard.ts'
import type { Principal } from '../schema/access.ts'
import type { Failure } from '../schema/failure.ts'
import type { Operation } from '../schema/operation.ts'
import { type Banner, withBanner } from './banner.ts'
import type { FieldSources } from './bind.ts'
import type { Media } from './media.ts'

/** In place of an answer: the connection is to be cut. */
export const dropConnection = Symbol('cut')
export type DropConnection = typeof dropConnection

/** What becomes known of a call on its way; all of it is unknown at first. */
export class CallRecord {
  /** The one that it counts as, where a POST stands for another. */
  verb: string
  /** As it was sent. */
  readonly url: string
  /** The path of the address as it is declared: `/Ams/{ClientID}/Events`. Null where no operation has the address. */
  path: string | null = null
  /** The user name of HTTP Basic, whether or not it signs in. */
  userName: string | null = null
  operation: Operation | null = null
  principal: Principal | null = null
  media: Media | null = null
  /** The request as it was decoded; of a batch there is none. */
  request: object | null = null
  failure: Failure | null = null
  /** Whether the request could not be decoded. */
  isUnreadable = false
  isDropped = false
  /** Ends when the call is over, or its caller is gone. */
  readonly completed = new AbortController()
  /** What is being done for it; null where nothing was begun. */
  handling: Promise<unknown> | null = null
  /** The text of the answer; null where it is a stream, or there is none. */
  answer: string | null = null
  /** Where each field was bound from. */
  readonly fieldSources: FieldSources = new Map()

  constructor(verb: string, url: string) {
    this.verb = verb
    this.url = url
  }
}

/** A call that is over. */
export interface CompletedCall {
  readonly requestId: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
  readonly milliseconds: number
  /** The origin that it was sent to: `http://127.0.0.1:8080`. */
  readonly origin: string
  /** The network address of the caller. */
  readonly address: string
  /** In order, a name as often as it was sent. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer | null
  /** Null: it was not answered, for its caller had gone, or the connection was cut. */
  readonly status: number | null
  readonly answerHeaders: readonly (readonly [name: string, value: string])[]
  readonly notes: CallRecord
}

/** Looks at every call, and may do something to it. */
export interface Interceptor {
  /** A header that every answer has: who calls is to know. */
  readonly header: readonly [name: string, value: string]
  /** What stands at the top of every page. */
  readonly banner: Banner
  /** Has a call carried out by `work`, or has something befall it. */
  intercept<T>(notes: CallRecord, work: () => Promise<T>): Promise<T | Failure | DropConnection>
  /** Told of a call when it is over. */
  onComplete(call: CompletedCall): void
}

/** The notes of the requests under way. Only those that somebody made notes of are calls; the others were for pages. */
export class Interception {
  readonly watch: Interceptor
  readonly #notes = new WeakMap<FastifyRequest, CallRecord>()
  /** The requests whose answer has gone by: what is sent from there on is compressed. */
  readonly #answered = new WeakSet<FastifyRequest>()

  constructor(watch: Interceptor) {
    this.watch = watch
  }

  recordOf(request: FastifyRequest): CallRecord {
    const found = this.#notes.get(request) ?? new CallRecord(request.method, request.url)
    this.#notes.set(request, found)
    return found
  }

  /** Has every request and answer of a server go by. */
  mount(server: FastifyInstance): void {
    server.addHook('onRequest', (request, reply, next) => {
      reply.header(...this.watch.header)
      const [at, started] = [Date.now(), performance.now()]
      reply.raw.once(
        'close',
        guardCallback('call-recorder', () => this.#close(request, reply, at, performance.now() - started)),
      )
      next()
    })
    server.addHook('onSend', (request, reply, payload, next) => {
      const isText = typeof payload === 'string' || Buffer.isBuffer(payload)
      next(null, isText ? this.outgoing(request, reply, payload) : payload)
    })
  }

  /** Notes an answer; a page is sent with the notice. @param text as it is before it is compressed */
  outgoing<Text extends string | Uint8Array>(request: FastifyRequest, reply: FastifyReply, text: Text): Text | string {
    const isPage = String(reply.getHeader('content-type') ?? '').startsWith('text/html')
    const notes = this.#notes.get(request)
    if ((!isPage && !notes) || this.#answered.has(request)) return text
    this.#answered.add(request)
    const written = typeof text === 'string' ? text : Buffer.from(text).toString('utf8')
    if (notes) notes.answer = written
    return isPage ? withBanner(written, this.watch.banner) : text
  }

  async #close(request: FastifyRequest, reply: FastifyReply, at: number, milliseconds: number): Promise<void> {
    const notes = this.#notes.get(request)
    if (!notes) return
    notes.completed.abort()
    // A caller who hangs up does not end what is being done. How it ended was told to the log.
    await notes.handling?.catch(() => undefined)
    const { rawHeaders } = request.raw
    this.watch.onComplete({
      requestId: request.id,
      at,
      milliseconds,
      origin: `${request.protocol}://${request.host}`,
      address: request.ip,
      headers: Array.from({ length: rawHeaders.length / 2 }, (_, i) => [
        rawHeaders[2 * i] ?? '',
        rawHeaders[2 * i + 1] ?? '',
      ]),
      body: Buffer.isBuffer(request.body) ? request.body : null,
      status: reply.raw.headersSent ? reply.raw.statusCode : null,
      answerHeaders: Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
        [value ?? []].flat().map((each): [string, string] => [name, String(each)]),
      ),
      notes,
    })
  }
}
