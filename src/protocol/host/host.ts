import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import compress from '@fastify/compress'
import cors from '@fastify/cors'
import underPressure from '@fastify/under-pressure'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { Format, ResponseFormat } from '../formats/codec.ts'
import type { Authenticator } from '../schema/access.ts'
import { type Failure, fail } from '../schema/failure.ts'
import type { Service } from '../schema/handler.ts'
import type { HostLog } from './access-log.ts'
import { AddressRouter, longestVariable } from './address-router.ts'
import { addressesOf } from './addresses.ts'
import { completedHeader } from './batch.ts'
import { refuseConnection } from './client-errors.ts'
import { endpointOf } from './endpoint.ts'
import { hostErrors } from './errors.ts'
import { type HandlerContext, RequestHandler } from './exchange.ts'
import { trustedProxyCheck, untrustedProxyWarning } from './forwarded.ts'
import { mountHealth } from './health.ts'
import { Interception, type Interceptor } from './interceptor.ts'
import {
  type HostLimits,
  maxHeaderBytes,
  type RateLimit,
  stalledConnectionMs,
  timeoutCheckIntervalMs,
} from './limits.ts'
import { canDropBody, LoadShedder } from './load-shedding.ts'
import { LongCalls } from './long-calls.ts'
import { FormatRegistry } from './media.ts'
import { negotiator } from './negotiate.ts'
import type { Page } from './page.ts'
import { mountPages } from './pages.ts'
import { pathOf, queryOf, readable } from './query.ts'
import { RequestArrival } from './request-arrival.ts'
import { responseVariantResolver } from './response-format.ts'
import { failureWriter } from './response-writers.ts'
import { ResponseSender } from './sender.ts'
import { mountSite, type StaticSite } from './static-site.ts'
import { TenantCalls } from './tenant-calls.ts'
import type { Tracer } from './trace.ts'

export interface HostOptions {
  readonly services: readonly Service[]
  /** Pages that describe the service, beside its operations. */
  readonly pages: readonly Page[]
  /** A site for people, beside the pages. */
  readonly site: StaticSite | null
  /** The formats that requests are read in; the first is that of answers for which nothing else is asked. */
  readonly formats: readonly [Format, ...Format[]]
  /** The formats that answers are written in, the preferred one first. */
  readonly responseFormats: readonly ResponseFormat[]
  readonly authenticator: Authenticator
  /** The field of requests that names a client (tenant). */
  readonly tenantField: string
  /** What a browser shows when it asks for a password. */
  readonly realm: string
  readonly limits: HostLimits
  /** Counts the calls of clients; null where they may make any number. */
  readonly rateLimit: RateLimit | null
  /** The addresses of proxies that are believed what they say of their callers. */
  readonly trustedProxies: readonly string[]
  /** Origins whose scripts may call, such as `https://example.org`; none: CORS is off. */
  readonly corsOrigins: readonly string[]
  /** Measures calls and their steps; null where nobody looks. */
  readonly tracer: Tracer | null
  /** Looks at each call, and may do something to it; null where nobody does. */
  readonly interceptor: Interceptor | null
  /** Told to end what is under way without waiting for more, since there is too much to do. */
  readonly flush: () => void
  /** Whether it can serve at the moment; never rejects. */
  readonly notReady: () => Promise<string | null>
  readonly log: HostLog
}

/** A server of the operations, ready to listen: every route declared, every codec compiled. */
export function createHost(options: HostOptions): FastifyInstance {
  const { limits, log, corsOrigins, trustedProxies } = options
  const host = handlerContext(options, ({ raw }) => admission.release(raw))

  const refuse = (request: FastifyRequest, reply: FastifyReply, failure: Failure) => {
    const { id: requestId, method: verb } = request
    const { status, code } = failure
    const unknown = { path: '-', operation: null, client: null, principal: null }
    if (host.interception) host.interception.recordOf(request).failure = failure
    log.answered({ requestId, verb, ...unknown, status, code, milliseconds: reply.elapsedTime })
    return host.sender.failure(
      reply,
      host.responseVariant(request, readable(queryOf(request.url)), null).variant,
      failure,
    )
  }
  const failed = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    const known = knownFailure(error, request, limits.maxBodyBytes, host.formats)
    if (!known) log.failed(request.id, error)
    return refuse(request, reply, known ?? fail(hostErrors.InternalError, request.id))
  }

  const isTrustedProxy = trustedProxyCheck(trustedProxies)
  const warnOfUntrustedProxy = untrustedProxyWarning(isTrustedProxy, log)
  const admission = new LoadShedder(limits.maxRequests, () => server.isUnderPressure(), options.flush, log)
  const server = Fastify({
    bodyLimit: limits.maxBodyBytes,
    requestTimeout: limits.requestTimeoutMs,
    trustProxy: trustedProxies.length > 0 && isTrustedProxy,
    serverFactory: (handle) => {
      const http = createServer(
        {
          maxHeaderSize: maxHeaderBytes,
          headersTimeout: limits.headersTimeoutMs,
          requestTimeout: limits.requestTimeoutMs,
          connectionsCheckingInterval: timeoutCheckIntervalMs,
        },
        (request, response) =>
          admission.accept(request, response, () => {
            warnOfUntrustedProxy(request)
            handle(request, response)
          }),
      )
      http.timeout = stalledConnectionMs
      http.maxConnections = limits.maxConnections
      return http
    },
    genReqId: () => randomUUID(),
    exposeHeadRoutes: false,
    // Whatever comes on a connection that is still open is answered, and the connection closed; see stop.ts.
    return503OnClosing: false,
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: longestVariable },
    frameworkErrors: failed,
    clientErrorHandler: (error, socket) =>
      admission.isAnswered(socket) ? void socket.destroy() : refuseConnection(error, socket, log),
  })
  host.interception?.mount(server)
  const arrival = new RequestArrival(limits.arrival, log)
  server.addHook('onRequest', (request, reply, done) => {
    arrival.track(request.raw, reply.raw, request.ip)
    done()
  })
  server.addHook('preValidation', (request, reply, done) => {
    if (admission.begin(request.raw, reply.raw)) done()
    else reply.hijack()
  })
  server.addHook('onSend', (request, reply, payload, done) => {
    if (!canDropBody(request.raw)) reply.header('connection', 'close')
    done(null, payload)
  })
  server.removeAllContentTypeParsers()
  // Only operations read a body; whatever else is asked is answered without waiting for it.
  server.addContentTypeParser('*', (_request, _payload, done) => done(null, null))
  server.setErrorHandler<FastifyError>(failed)
  server.setNotFoundHandler((request, reply) => {
    const isKnown = server.supportedMethods.includes(request.method)
    const missing = fail(hostErrors.NotFound, pathOf(request.url))
    return refuse(request, reply, isKnown ? missing : fail(hostErrors.NotImplemented, request.method))
  })
  server.register(underPressure, {
    maxHeapUsedBytes: limits.maxHeapBytes,
    maxRssBytes: limits.maxResidentBytes,
    // Requests are refused before they come here.
    pressureHandler: () => undefined,
  })
  // Only what asks for it is compressed: the answers of operations are mostly too short for it to pay.
  server.register(compress, { global: false })
  if (corsOrigins.length > 0) {
    // OPTIONS goes on to the address, which tells what it allows.
    const toAddress = { preflightContinue: true, strictPreflight: false }
    server.register(cors, {
      origin: [...corsOrigins],
      credentials: true,
      exposedHeaders: [completedHeader],
      ...toAddress,
    })
  }
  mountHealth(server, options.notReady)
  server.register((scope, _options, done) => {
    mountOperations(scope, options.services, host, options.tracer)
    done()
  })
  server.register((scope) => mountPages(scope, options.pages, host.interception !== null, refuse))
  const { site } = options
  if (site) {
    server.register((scope, _options, done) => {
      mountSite(scope, site, refuse)
      done()
    })
  }
  return server
}

function handlerContext(options: HostOptions, goesOn: HandlerContext['onStreamStarted']): HandlerContext {
  const {
    formats,
    responseFormats,
    realm,
    authenticator,
    tenantField,
    rateLimit,
    corsOrigins,
    interceptor: watch,
    log,
  } = options
  const { work: workLimits, tenant } = options.limits
  const index = new FormatRegistry(formats, responseFormats)
  const watching = watch && new Interception(watch)
  return {
    formats: index,
    responseVariant: responseVariantResolver(index, negotiator(index)),
    authenticator,
    tenantField,
    sender: new ResponseSender(realm, failureWriter(responseFormats), watching),
    rateLimit,
    workLimits,
    tenantCalls: new TenantCalls(tenant.maxCalls),
    longCalls: new LongCalls(tenant),
    corsOrigins: new Set(corsOrigins),
    onStreamStarted: goesOn,
    maxBodyBytes: options.limits.maxBodyBytes,
    interception: watching,
    log,
  }
}

function mountOperations(
  server: FastifyInstance,
  services: readonly Service[],
  host: HandlerContext,
  tracer: Tracer | null,
): void {
  const endpoints = services.map((service) => endpointOf(service, host.formats))
  const router = new AddressRouter(addressesOf(endpoints, host.formats), host.formats)
  const run = (exchange: RequestHandler, reply: FastifyReply) =>
    tracer
      ? tracer.call(
          exchange.traced,
          () => reply.statusCode,
          () => exchange.run(),
        )
      : exchange.run()
  const exchanges = new WeakMap<FastifyRequest, RequestHandler>()
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  server.addHook('onRequest', async (request, reply) => {
    const destination = router.find(request.url)
    if (!destination) return reply.callNotFound()
    const exchange = new RequestHandler(host, destination, request, reply)
    if (exchange.needsNoBody) return run(exchange, reply)
    exchanges.set(request, exchange)
    return undefined
  })
  const answer = (request: FastifyRequest, reply: FastifyReply) => {
    const exchange = exchanges.get(request)
    return exchange ? run(exchange, reply) : reply.callNotFound()
  }
  // Every path but `/`; one wildcard for all is what CORS has for its preflights.
  for (const path of ['/:first', '/:first/*']) server.all(path, answer)
}

/** What the framework refused by itself, in the host's own words. */
function knownFailure(
  error: FastifyError,
  { headers }: FastifyRequest,
  bodyLimit: number,
  formats: FormatRegistry,
): Failure | undefined {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return fail(hostErrors.RequestTooLarge, bodyLimit)
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE': {
      const found = headers['content-type']?.slice(0, 100) ?? ''
      return fail(hostErrors.UnsupportedMediaType, found, formats.readable.join(', '))
    }
    default:
      return (error.statusCode ?? 500) < 500 ? fail(hostErrors.BadRequest) : undefined
  }
}
