import type { FastifyReply } from 'fastify'
import type { Format } from '../formats/codec.ts'
import type { Failure } from '../schema/failure.ts'
import type { Answers } from './endpoint.ts'

/** Sends answers and refusals; every refusal leaves the server here. */
export class Sender {
  readonly #challenge: string
  readonly #refusals: Answers

  /**
   * @param realm what a browser shows when it asks for a password
   * @param refusals how a refusal is told where no operation is called
   */
  constructor(realm: string, refusals: Answers) {
    this.#challenge = `Basic realm="${realm}", charset="UTF-8"`
    this.#refusals = refusals
  }

  answer(reply: FastifyReply, format: Format, text: string): FastifyReply {
    return reply
      .header('content-type', format.contentType)
      .header('cache-control', 'no-store')
      .header('vary', 'Accept')
      .send(text)
  }

  nothing(reply: FastifyReply): FastifyReply {
    return reply.code(204).send()
  }

  /** The ErrorCode is the status text as well. */
  failure(reply: FastifyReply, format: Format, failure: Failure, answers = this.#refusals): FastifyReply {
    if (failure.status === 401) reply.header('www-authenticate', this.#challenge)
    if (failure.retryAfter !== undefined) reply.header('retry-after', failure.retryAfter)
    reply.code(failure.status)
    reply.raw.statusMessage = failure.code
    return this.answer(reply, format, answers.encodeFailure(format, failure))
  }
}
