import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Failure } from '../schema/failure.ts'
import type { RawBody } from '../schema/handler.ts'
import { challengeFor } from './challenge.ts'
import { eventStreamContentType } from './event-stream.ts'
import type { Interception } from './interceptor.ts'
import { ndjsonContentType } from './ndjson.ts'
import type { ResponseVariant } from './response-format.ts'
import type { ResponseWriters } from './response-writers.ts'
import { contentSecurityPolicy, secured } from './security.ts'

/** Answers shorter than this are not worth compressing. */
const worthCompressing = 1_024

/** Sends answers and refusals; every refusal leaves the server here. */
export class ResponseSender {
  readonly #realm: string
  readonly #refusals: ResponseWriters<never>['encodeFailure']
  readonly #watching: Interception | null

  /**
   * @param realm what a browser shows when it asks for a password
   * @param refusals how a refusal is told where no operation is called
   * @param watching who looks at each answer; null: nobody
   */
  constructor(realm: string, refusals: ResponseWriters<never>['encodeFailure'], watching: Interception | null) {
    this.#realm = realm
    this.#refusals = refusals
    this.#watching = watching
  }

  /** @param text or its bytes, where it is sent as it is */
  answer(reply: FastifyReply, shape: ResponseVariant, text: string | Uint8Array): FastifyReply {
    return this.#compressed(this.#shaped(reply, shape), typeof text === 'string' ? shape.wrap(text) : text)
  }

  document(reply: FastifyReply, { contentType, text }: RawBody): FastifyReply {
    return this.#compressed(this.#typed(reply, contentType), text)
  }

  #shaped(reply: FastifyReply, { contentType, fileName }: ResponseVariant): FastifyReply {
    if (contentType.startsWith('text/html')) reply.header('content-security-policy', contentSecurityPolicy)
    if (fileName !== null) reply.header('content-disposition', `attachment; filename="${fileName}"`)
    return this.#typed(reply, contentType)
  }

  #typed(reply: FastifyReply, contentType: string): FastifyReply {
    return secured(reply)
      .header('content-type', contentType)
      .header('cache-control', reply.getHeader('cache-control') ?? 'no-store')
      .header('vary', 'Accept')
  }

  #compressed(reply: FastifyReply, answer: string | Uint8Array): FastifyReply {
    if (answer.length < worthCompressing) return reply.send(answer)
    const text = this.#watching?.outgoing(reply.request, reply, answer) ?? answer
    reply.compress(typeof text === 'string' ? text : Buffer.from(text.buffer, text.byteOffset, text.byteLength))
    return reply
  }

  /** Sends texts as they are made, no faster than the caller reads them; the making ends when the caller is gone. */
  lines(reply: FastifyReply, texts: AsyncIterable<string>): FastifyReply {
    secured(reply)
      .header('content-type', ndjsonContentType)
      .header('cache-control', 'no-store')
      .header('vary', 'Accept')
    return reply.send(Readable.from(texts))
  }

  /** Sends events as they come, until the caller is gone or there are no more. */
  events(reply: FastifyReply, texts: AsyncIterable<string>): FastifyReply {
    secured(reply).header('content-type', eventStreamContentType).header('cache-control', 'no-store')
    // Proxies that gather answers are to let these through.
    return reply.header('x-accel-buffering', 'no').send(Readable.from(texts))
  }

  /** Lets the caller keep an answer, to ask whether it is still the same. */
  revalidated(reply: FastifyReply, etag: string): FastifyReply {
    return reply.header('etag', etag).header('cache-control', 'private, no-cache')
  }

  /** The caller has the answer already. */
  unchanged(reply: FastifyReply, etag: string): FastifyReply {
    return this.revalidated(secured(reply), etag).header('vary', 'Accept').code(304).send()
  }

  nothing(reply: FastifyReply): FastifyReply {
    return secured(reply).code(204).send()
  }

  /** The ErrorCode is the status text as well. What the framework refuses before there is a route knows no compression. */
  failure(reply: FastifyReply, shape: ResponseVariant, failure: Failure, encode = this.#refusals): FastifyReply {
    if (failure.status === 401) reply.header('www-authenticate', challengeFor(reply.request.headers, this.#realm))
    if (failure.retryAfter !== undefined) reply.header('retry-after', failure.retryAfter)
    reply.code(failure.status)
    reply.raw.statusMessage = failure.code
    return this.#shaped(reply, shape).send(shape.wrap(encode(shape, failure)))
  }
}
