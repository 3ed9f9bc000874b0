import etag from '@fastify/etag'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure, fail } from '../schema/failure.ts'
import { hostErrors } from './errors.ts'
import type { Page } from './page.ts'
import { queryOf } from './query.ts'
import { contentSecurityPolicy, secured } from './security.ts'

const reading = ['GET', 'HEAD']
const allowed = [...reading, 'OPTIONS'].join(', ')

/** Serves pages: to everybody, by GET and HEAD, compressed where that is worth it, with an ETag to be asked by. */
export async function mountPages(
  server: FastifyInstance,
  pages: readonly Page[],
  refuse: (request: FastifyRequest, reply: FastifyReply, failure: Failure) => FastifyReply,
): Promise<void> {
  await server.register(etag, { weak: true })
  for (const page of pages) {
    const url = page.path.replaceAll(/\{(\w+)\}/g, ':$1')
    server.route({
      method: server.supportedMethods.filter((method) => !reading.includes(method)),
      url,
      async handler(request, reply) {
        reply.header('allow', allowed)
        if (request.method === 'OPTIONS') return reply.code(204).send()
        return refuse(request, reply, fail(hostErrors.MethodNotAllowed, request.method, allowed))
      },
    })
    server.route({
      method: reading,
      url,
      compress: {},
      async handler(request, reply) {
        const parameters = queryOf(request.url)
        if (parameters instanceof Failure) return refuse(request, reply, parameters)
        const query = new Map([...parameters].map(([name, values]) => [name, values.at(-1) ?? '']))
        const baseUrl = `${request.protocol}://${request.host}`
        const answer = await page.answer({ query, path: textsOf(request.params), baseUrl })
        if (answer instanceof Failure) return refuse(request, reply, answer)
        return secured(reply)
          .header('content-type', answer.contentType)
          .header('cache-control', 'no-cache')
          .header('content-security-policy', contentSecurityPolicy)
          .send(typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body))
      },
    })
  }
}

function textsOf(params: unknown): Record<string, string> {
  if (typeof params !== 'object' || params === null) return {}
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
}
