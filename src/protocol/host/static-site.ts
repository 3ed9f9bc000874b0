import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import { type Failure, fail } from '../schema/failure.ts'
import { hostErrors } from './errors.ts'
import { isAmong } from './etag.ts'
import { pathOf } from './query.ts'
import { contentSecurityPolicy, secured } from './security.ts'

/** A file in memory, with what of it is compressed already. */
export interface SiteFile {
  /** With its charset, where it is text. */
  readonly contentType: string
  readonly body: Buffer
  /** By the name of the encoding, as in Accept-Encoding; the preferred one first. */
  readonly encodings: ReadonlyMap<'br' | 'gzip', Buffer>
  /** Its name changes with its content: browsers need never ask again. */
  readonly isImmutable: boolean
}

/** A site of static files. It reads its own paths: each that is no file is answered with its page. */
export interface StaticSite {
  /** `/console`: where it is, without a slash at the end. */
  readonly base: string
  readonly page: SiteFile
  /** By path beneath the base, such as `assets/index-C8g2.js`. */
  readonly files: ReadonlyMap<string, SiteFile>
  /** Where there are only files: `assets/`. */
  readonly assets: string
}

const reading = ['GET', 'HEAD']
const allowed = [...reading, 'OPTIONS'].join(', ')

/** Serves a site: to everybody, by GET and HEAD, compressed as the browser takes it, with an ETag to be asked by. */
export function mountSite(
  server: FastifyInstance,
  site: StaticSite,
  refuse: (request: FastifyRequest, reply: FastifyReply, failure: Failure) => FastifyReply,
): void {
  const tags = new Map([site.page, ...site.files.values()].map((file) => [file, tagOf(file)]))

  function find(path: string): SiteFile | undefined {
    return site.files.get(path) ?? (path.startsWith(site.assets) ? undefined : site.page)
  }

  function answer(request: FastifyRequest<{ Params: { '*'?: string } }>, reply: FastifyReply): FastifyReply {
    const file = find(request.params['*'] ?? '')
    if (!file) return refuse(request, reply, fail(hostErrors.NotFound, pathOf(request.url)))
    const encoding = new Negotiator(request.raw).encoding([...file.encodings.keys(), 'identity'])
    const body = [...file.encodings].find(([name]) => name === encoding)?.[1]
    const tag = `W/"${tags.get(file)}"`
    secured(reply)
      .header('etag', tag)
      .header('vary', 'accept-encoding')
      .header('cache-control', file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache')
      .header('content-security-policy', contentSecurityPolicy)
    if (isAmong(request.headers['if-none-match'], tag)) return reply.code(304).send()
    if (body && encoding) reply.header('content-encoding', encoding)
    return reply.header('content-type', file.contentType).send(body ?? file.body)
  }

  for (const url of [site.base, `${site.base}/*`]) {
    server.route({
      method: reading,
      url,
      handler: async (request: FastifyRequest<{ Params: { '*'?: string } }>, reply) => answer(request, reply),
    })
    server.route({
      method: server.supportedMethods.filter((method) => !reading.includes(method)),
      url,
      async handler(request, reply) {
        reply.header('allow', allowed)
        if (request.method === 'OPTIONS') return reply.code(204).send()
        return refuse(request, reply, fail(hostErrors.MethodNotAllowed, request.method, allowed))
      },
    })
  }
}

function tagOf({ body }: SiteFile): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, 16)
}
