import etag from '@fastify/etag'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { Failure, fail } from '../schema/failure.ts'
import { hostErrors } from './errors.ts'
import { isAmong } from './etag.ts'
import type { Page } from './page.ts'
import { type CachedPage, PageCache } from './page-cache.ts'
import { queryOf } from './query.ts'
import { contentSecurityPolicy, secured } from './security.ts'

const reading = ['GET', 'HEAD']
const allowed = [...reading, 'OPTIONS'].join(', ')

const minCompressedBytes = 1_024

/** A host name or address, with or without a port: it is written into pages as it is. */
const hostPattern = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i

/**
 * Serves pages: to everybody, by GET and HEAD, compressed where that is worth it, with an ETag to be asked by.
 * @param hasNotice whether a notice is put into every page on its way
 */
export async function mountPages(
  server: FastifyInstance,
  pages: readonly Page[],
  hasNotice: boolean,
  refuse: (request: FastifyRequest, reply: FastifyReply, failure: Failure) => FastifyReply,
): Promise<void> {
  await server.register(etag, { weak: true })
  const cache = new PageCache()

  async function sendCached(request: FastifyRequest, reply: FastifyReply, page: CachedPage): Promise<FastifyReply> {
    headed(reply, page.contentType).header('etag', page.etag).header('vary', 'accept-encoding')
    if (isAmong(request.headers['if-none-match'], page.etag)) return reply.code(304).send()
    // A notice is put into the page's text; the framework then compresses it.
    const isChanged = hasNotice && page.contentType.startsWith('text/html')
    const encoding = new Negotiator(request.raw).encoding(['br', 'gzip', 'identity'])
    if (isChanged || page.body.length < minCompressedBytes) return reply.send(page.body)
    if (encoding !== 'br' && encoding !== 'gzip') return reply.send(page.body)
    return reply.header('content-encoding', encoding).send(await page.compressed(encoding))
  }

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
        if (!hostPattern.test(request.host)) return refuse(request, reply, fail(hostErrors.BadRequest))
        // What a proxy forwards as the protocol may be any text: pages know two.
        const baseUrl = `${request.protocol === 'https' ? 'https' : 'http'}://${request.host}`
        const pageRequest = { query, path: textsOf(request.params), baseUrl }
        const cached = await cache.find(page, pageRequest)
        if (cached instanceof Failure) return refuse(request, reply, cached)
        if (cached) return sendCached(request, reply, cached)
        const answer = await page.answer(pageRequest)
        if (answer instanceof Failure) return refuse(request, reply, answer)
        return headed(reply, answer.contentType).send(
          typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body),
        )
      },
    })
  }
}

function headed(reply: FastifyReply, contentType: string): FastifyReply {
  return secured(reply)
    .header('content-type', contentType)
    .header('cache-control', 'no-cache')
    .header('content-security-policy', contentSecurityPolicy)
}

function textsOf(params: unknown): Record<string, string> {
  if (typeof params !== 'object' || params === null) return {}
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]))
}
