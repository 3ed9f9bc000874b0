import type { FastifyReply } from 'fastify'
import type { Failure } from '../schema/failure.ts'
import type { Document } from '../schema/handler.ts'
import type { Answers } from './answers.ts'
import type { Shape } from './presentation.ts'
import { contentSecurityPolicy } from './security.ts'

/** Answers shorter than this are not worth compressing. */
const worthCompressing = 1_024

/** Sends answers and refusals; every refusal leaves the server here. */
export class Sender {
  readonly #challenge: string
  readonly #refusals: Answers<never>['encodeFailure']

  /**
   * @param realm what a browser shows when it asks for a password
   * @param refusals how a refusal is told where no operation is called
   */
  constructor(realm: string, refusals: Answers<never>['encodeFailure']) {
    this.#challenge = `Basic realm="${realm}", charset="UTF-8"`
    this.#refusals = refusals
  }

  answer(reply: FastifyReply, shape: Shape, text: string): FastifyReply {
    if (shape.contentType.startsWith('text/html')) reply.header('content-security-policy', contentSecurityPolicy)
    return this.#send(reply, shape.contentType, shape.wrap(text))
  }

  document(reply: FastifyReply, { contentType, text }: Document): FastifyReply {
    return this.#send(reply, contentType, text)
  }

  #send(reply: FastifyReply, contentType: string, text: string): FastifyReply {
    reply
      .header('content-type', contentType)
      .header('cache-control', 'no-store')
      .header('vary', 'Accept')
      .header('x-content-type-options', 'nosniff')
    if (text.length < worthCompressing) return reply.send(text)
    reply.compress(text)
    return reply
  }

  nothing(reply: FastifyReply): FastifyReply {
    return reply.code(204).send()
  }

  /** The ErrorCode is the status text as well. */
  failure(reply: FastifyReply, shape: Shape, failure: Failure, encode = this.#refusals): FastifyReply {
    if (failure.status === 401) reply.header('www-authenticate', this.#challenge)
    if (failure.retryAfter !== undefined) reply.header('retry-after', failure.retryAfter)
    reply.code(failure.status)
    reply.raw.statusMessage = failure.code
    return this.answer(reply, shape, encode(shape, failure))
  }
}
