import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { guardCallback } from '../../runtime/guard.ts'
import type { Principal } from '../schema/access.ts'
import type { Failure } from '../schema/failure.ts'
import type { Operation } from '../schema/operation.ts'
import { type Notice, withNotice } from './banner.ts'
import type { BindTrail } from './bind.ts'
import type { Media } from './media.ts'

/** In place of an answer: the connection is to be cut. */
export const cut = Symbol('cut')
export type Cut = typeof cut

/** What becomes known of a call on its way; all of it is unknown at first. */
export class CallNotes {
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
  isCut = false
  /** Ends when the call is over, or its caller is gone. */
  readonly over = new AbortController()
  /** What is being done for it; null where nothing was begun. */
  work: Promise<unknown> | null = null
  /** The text of the answer; null where it is a stream, or there is none. */
  answer: string | null = null
  /** Where each field was bound from. */
  readonly from: BindTrail = new Map()

  constructor(verb: string, url: string) {
    this.verb = verb
    this.url = url
  }
}

/** A call that is over. */
export interface SeenCall {
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
  readonly notes: CallNotes
}

/** Looks at every call, and may do something to it. */
export interface CallWatch {
  /** A header that every answer has: who calls is to know. */
  readonly header: readonly [name: string, value: string]
  /** What stands at the top of every page. */
  readonly notice: Notice
  /** Has a call carried out by `work`, or has something befall it. */
  around<T>(notes: CallNotes, work: () => Promise<T>): Promise<T | Failure | Cut>
  /** Told of a call when it is over. */
  seen(call: SeenCall): void
}

/** The notes of the requests under way. Only those that somebody made notes of are calls; the others were for pages. */
export class Watching {
  readonly watch: CallWatch
  readonly #notes = new WeakMap<FastifyRequest, CallNotes>()
  /** The requests whose answer has gone by: what is sent from there on is compressed. */
  readonly #answered = new WeakSet<FastifyRequest>()

  constructor(watch: CallWatch) {
    this.watch = watch
  }

  notesOf(request: FastifyRequest): CallNotes {
    const found = this.#notes.get(request) ?? new CallNotes(request.method, request.url)
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
    return isPage ? withNotice(written, this.watch.notice) : text
  }

  async #close(request: FastifyRequest, reply: FastifyReply, at: number, milliseconds: number): Promise<void> {
    const notes = this.#notes.get(request)
    if (!notes) return
    notes.over.abort()
    // A caller who hangs up does not end what is being done. How it ended was told to the log.
    await notes.work?.catch(() => undefined)
    const { rawHeaders } = request.raw
    this.watch.seen({
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
