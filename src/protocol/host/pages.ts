import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../schema/failure.ts'
import type { Page } from './page.ts'
import { queryOf } from './query.ts'

/** Serves pages: to everybody, by GET and HEAD. */
export function mountPages(
  server: FastifyInstance,
  pages: readonly Page[],
  refuse: (request: FastifyRequest, reply: FastifyReply, failure: Failure) => FastifyReply,
): void {
  for (const page of pages) {
    const url = page.path.replaceAll(/\{(\w+)\}/g, ':$1')
    server.route({
      method: ['GET', 'HEAD'],
      url,
      async handler(request, reply) {
        const query = new Map(
          [...queryOf(request.url)].map(([name, values]) => [name.toLowerCase(), values.at(-1) ?? '']),
        )
        const baseUrl = `${request.protocol}://${request.host}`
        const answer = await page.answer({ query, path: textsOf(request.params), baseUrl })
        if (answer instanceof Failure) return refuse(request, reply, answer)
        const body = typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body)
        return reply.header('content-type', answer.contentType).send(body)
      },
    })
  }
}

function textsOf(params: unknown): Record<string, string> {
  if (typeof params !== 'object' || params === null) return {}
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
}
