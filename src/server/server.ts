import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { openAccounts } from '../accounts/accounts.ts'
import { accountsAuthenticator } from '../accounts/authenticator.ts'
import { Seal } from '../accounts/seal.ts'
import type { Lifetimes } from '../accounts/sign-ins.ts'
import { Sandbox, type SandboxSettings, sandboxServices } from '../extensions/sandbox/index.ts'
import { AvailabilityLog } from '../observability/availability-log.ts'
import type { ProgramLog } from '../observability/log.ts'
import { tracedAuthenticator, tracedService } from '../observability/traced.ts'
import { docsPages } from '../protocol/docs/index.ts'
import { formats, responseFormats } from '../protocol/formats/index.ts'
import { gracefulShutdown, type Stop } from '../protocol/host/graceful-shutdown.ts'
import { createHost } from '../protocol/host/host.ts'
import type { HostLimits } from '../protocol/host/limits.ts'
import type { Tracer } from '../protocol/host/trace.ts'
import { onCallbackError, runGuarded } from '../runtime/guard.ts'
import {
  allServices,
  ChangeFeed,
  processInfo,
  ResponseCache,
  ruleTracingEngine,
  type ServiceContext,
} from '../services/index.ts'
import { canRead, Readiness } from '../services/middleware/readiness.ts'
import {
  withStoreErrorMapping,
  withStoreErrorMappingForAuthenticator,
} from '../services/middleware/store-error-mapping.ts'
import type { ChangeTrackingEngine } from '../store/change-tracking.ts'
import { StoreError } from '../store/errors.ts'
import { version } from '../version.ts'
import { loadConsole } from './console-site.ts'
import { homePage } from './home-page.ts'
import { jwksPages } from './jwks.ts'
import { createRateLimit } from './rate-limit.ts'

export interface ServerSettings {
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  readonly limits: HostLimits
  /** How many calls a client may make in a second, on average over {@link rateWindow}; 0: any number. */
  readonly rateLimit: number
  /** The addresses of proxies that are believed what they say of their callers. */
  readonly trustedProxies: readonly string[]
  readonly lifetimes: Lifetimes
  /** A secret outside the database, with which the keys that sign access tokens are encrypted; null: they are not. */
  readonly secret: Uint8Array | null
  /** About how much memory kept answers may take; 0: none are kept. */
  readonly cacheBytes: number
  /** Origins whose scripts may call, such as `https://example.org`; none: CORS is off. */
  readonly corsOrigins: readonly string[]
  /** Whether the web console is served, at /console. */
  readonly console: boolean
  /** What a sandbox is to be like; null: it is none. */
  readonly sandbox: SandboxSettings | null
}

export interface RunningServer {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly url: string
  /** Takes no new requests, and ends when those under way have been answered. The store stays open. */
  readonly stop: Stop
  /** Rejects with a StoreError once the database is lost, so that the server cannot go on; never resolves. */
  readonly failed: Promise<never>
}

/**
 * Wires everything together, and listens.
 * @throws Error with a code such as EADDRINUSE where it cannot listen
 */
export async function startServer(
  engine: ChangeTrackingEngine,
  settings: ServerSettings,
  log: ProgramLog,
  now: () => number = Date.now,
  tracer: Tracer | null = null,
): Promise<RunningServer> {
  const accounts = openAccounts(
    engine,
    settings.lifetimes,
    now,
    (error) => log.logger.error({ error }, 'sign-in not audited'),
    settings.secret === null ? null : new Seal(settings.secret),
  )
  await accounts.keys.prepare()
  const sandbox = settings.sandbox ? await Sandbox.open({ ...settings, ...settings.sandbox, engine, now }) : null
  const context: ServiceContext = {
    engine: sandbox ? ruleTracingEngine(engine) : engine,
    now: sandbox?.clocks.now ?? now,
    process: processInfo(now()),
    newGuid: sandbox?.newGuid ?? (() => randomUUID()),
  }
  const cache = settings.cacheBytes > 0 ? new ResponseCache(engine, context.now, settings.cacheBytes) : null
  sandbox?.onClock(() => cache?.clear())
  const availability = new AvailabilityLog(log.logger, () => canRead(engine))
  const readiness = new Readiness(engine)
  const report = (error: unknown, requestId: string | null) => {
    availability.report(error, requestId)
    runGuarded('readiness', () => readiness.report(error))
  }
  onCallbackError((callback, error) => {
    if (error instanceof StoreError) report(error, null)
    else log.logger.error({ callback, error }, 'a callback failed')
  })
  engine.changeNotifier.onFailure((error) => report(error, null))
  const authenticator = withStoreErrorMappingForAuthenticator(accountsAuthenticator(accounts), report)
  let isStopping = false
  const feed = new ChangeFeed(engine, (error) => log.logger.warn({ error }, 'changes of an event cannot be read'))
  const plain = allServices(context, accounts, cache, feed)
  const others = plain.map((service) => service.operation)
  const services = sandbox ? [...plain, ...sandboxServices(sandbox, others, version)] : plain
  const operations = services.map((service) => service.operation)
  const facts = { operations, formats, serviceName: 'YM REST Services', version }
  const host = createHost({
    services: services
      .map((service) => withStoreErrorMapping(service, report))
      .map((service) => (tracer ? tracedService(service, tracer) : service)),
    pages: [homePage(facts, engine, settings.console), ...docsPages(facts), ...jwksPages(accounts.keys)],
    site: settings.console ? await loadConsole(sandbox !== null) : null,
    interceptor: sandbox,
    formats,
    responseFormats,
    authenticator: tracer ? tracedAuthenticator(authenticator, tracer) : authenticator,
    tracer,
    tenantField: 'ClientID',
    realm: 'Lectern',
    limits: settings.limits,
    rateLimit:
      settings.rateLimit > 0
        ? createRateLimit(settings.rateLimit, (error) => log.logger.warn({ error }, 'not counted'))
        : null,
    trustedProxies: settings.trustedProxies,
    corsOrigins: settings.corsOrigins,
    flush: () => engine.flush(),
    notReady: () => (isStopping ? Promise.resolve('stopping') : readiness.reason()),
    log,
  })
  const end = gracefulShutdown(host)
  const stop: Stop = (drain) => {
    isStopping = true
    availability.close()
    feed.close()
    sandbox?.end()
    return end(drain)
  }
  await host.listen({ host: settings.host, port: settings.port })
  return { url: urlOf(host.server.address()), stop, failed: readiness.failed }
}

function urlOf(address: string | AddressInfo | null): string {
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port')
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${address.port}`
}
