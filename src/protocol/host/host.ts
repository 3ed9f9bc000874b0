import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Format } from '../formats/codec.ts'
import type { Authenticator } from '../schema/access.ts'
import { type Failure, fail } from '../schema/failure.ts'
import type { Service } from '../schema/handler.ts'
import { ErrorResponse } from '../schema/response-status.ts'
import { addressesOf } from './addresses.ts'
import { answersOf, endpointOf } from './endpoint.ts'
import { hostErrors } from './errors.ts'
import { Exchange, type Exchanges, wishesOf } from './exchange.ts'
import type { HostLog } from './log.ts'
import { FormatIndex } from './media.ts'
import { negotiator } from './negotiate.ts'
import type { Page } from './page.ts'
import { mountPages } from './pages.ts'
import { queryOf } from './query.ts'
import { Sender } from './sender.ts'

export interface HostOptions {
  readonly services: readonly Service[]
  /** Pages that describe the service, beside its operations. */
  readonly pages: readonly Page[]
  /** The formats of the wire; the first is that of answers for which nothing else is asked. */
  readonly formats: readonly [Format, ...Format[]]
  readonly authenticator: Authenticator
  /** The field of requests that names a client (tenant). */
  readonly tenantField: string
  /** What a browser shows when it asks for a password. */
  readonly realm: string
  /** The most bytes of a body. */
  readonly bodyLimit: number
  readonly log: HostLog
}

/** How long a request may take to arrive, in milliseconds. */
const requestTimeout = 60_000
const longestVariable = 1_000

/** A server of the operations, ready to listen: every route declared, every codec compiled. */
export function createHost(options: HostOptions): FastifyInstance {
  const { services, formats, authenticator, tenantField, realm, bodyLimit, log } = options
  const index = new FormatIndex(formats)
  const sender = new Sender(realm, answersOf(ErrorResponse, formats))
  const host: Exchanges = { formats: index, negotiate: negotiator(index), authenticator, tenantField, sender, log }

  const refuse = (request: FastifyRequest, reply: FastifyReply, failure: Failure) => {
    const path = '-'
    const { id: requestId, method: verb } = request
    const { status, code } = failure
    const none = { operation: null, client: null, principal: null }
    log.answered({ requestId, verb, path, ...none, status, code, milliseconds: reply.elapsedTime })
    return sender.failure(reply, host.negotiate(wishesOf(request, queryOf(request.url), null)), failure)
  }
  const failed = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const known = knownFailure(error, request, bodyLimit, index)
    if (!known) log.failed(request.id, error)
    return refuse(request, reply, known ?? fail(hostErrors.InternalError, request.id))
  }

  const server = Fastify({
    bodyLimit,
    requestTimeout,
    genReqId: () => randomUUID(),
    exposeHeadRoutes: false,
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: longestVariable },
    frameworkErrors: failed,
  })
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  server.setErrorHandler<FastifyError>(failed)
  server.setNotFoundHandler((request, reply) =>
    refuse(request, reply, fail(hostErrors.NotFound, request.url.split('?', 1)[0]?.slice(0, 200) ?? '')),
  )

  const endpoints = services.map((service) => endpointOf(service, formats))
  for (const address of addressesOf(endpoints, index)) {
    const url = routeOf(address.path)
    const mount = (at: string, suffix: Format | null) =>
      server.all(at, (request, reply) => new Exchange(host, address, suffix, request, reply).run())
    mount(url, null)
    if (!address.path.endsWith('}')) for (const format of formats) mount(`${url}.${format.name}`, format)
  }
  mountPages(server, options.pages, refuse)
  return server
}

/** A path as the router writes it; what its variables are called is the exchange's concern. */
function routeOf(path: string): string {
  let count = 0
  return path.replaceAll(/\{\w+\}/g, () => `:p${count++}`)
}

/** What the framework refused by itself, in the host's own words. */
function knownFailure(
  error: FastifyError,
  request: FastifyRequest,
  bodyLimit: number,
  formats: FormatIndex,
): Failure | undefined {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return fail(hostErrors.RequestTooLarge, bodyLimit)
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return fail(
        hostErrors.UnsupportedMediaType,
        request.headers['content-type']?.slice(0, 100) ?? '',
        formats.mediaTypes.join(', '),
      )
    default:
      return (error.statusCode ?? 500) < 500 ? fail(hostErrors.BadRequest) : undefined
  }
}
