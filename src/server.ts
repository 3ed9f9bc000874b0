import type { AddressInfo } from 'node:net'
import { AccessTokens } from './accounts/access-tokens.ts'
import { accountsAuthenticator } from './accounts/authenticator.ts'
import { ExchangeTokens } from './accounts/exchange-tokens.ts'
import { Grants } from './accounts/grants.ts'
import { Redemptions } from './accounts/redemptions.ts'
import { type Lifetimes, SignIns } from './accounts/sign-ins.ts'
import { SigningKeys } from './accounts/signing-keys.ts'
import { jwksPages } from './jwks.ts'
import type { ProgramLog } from './log.ts'
import { docsPages } from './protocol/docs/index.ts'
import { formats, responseFormats } from './protocol/formats/index.ts'
import { createHost } from './protocol/host/host.ts'
import { authService } from './services/auth.ts'
import { authenticateService } from './services/authenticate.ts'
import { jwtIssuerService } from './services/jwt-issuer.ts'
import { getAccessTokenService, refreshAccessTokenService } from './services/oauth.ts'
import { tokenServices } from './services/oauth-rfc6749.ts'
import { registrationSessionsService } from './services/registration-sessions.ts'
import type { Engine } from './store/engine.ts'
import { version } from './version.ts'

export interface ServerSettings {
  readonly host: string
  /** 0 picks a free one. */
  readonly port: number
  /** The most bytes of a body. */
  readonly bodyLimit: number
  readonly lifetimes: Lifetimes
  /** Origins whose scripts may call, such as `https://example.org`; none: CORS is off. */
  readonly corsOrigins: readonly string[]
}

export interface RunningServer {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly url: string
  /** Takes no new requests, and ends when those under way have been answered. The store stays open. */
  stop(): Promise<void>
}

/**
 * Wires everything together, and listens.
 * @throws Error with a code such as EADDRINUSE where it cannot listen
 */
export async function startServer(
  engine: Engine,
  settings: ServerSettings,
  log: ProgramLog,
  now: () => number = Date.now,
): Promise<RunningServer> {
  const signIns = new SignIns(engine, settings.lifetimes, now)
  const keys = new SigningKeys(engine, now)
  const tokens = new AccessTokens(keys, now)
  const grants = new Grants(engine, tokens, settings.lifetimes.longest, now)
  const redemptions = new Redemptions(engine, tokens, now)
  const services = [
    registrationSessionsService(engine, now),
    authService(engine, signIns, new ExchangeTokens(engine, now)),
    authenticateService({ engine, signIns, grants, now }),
    jwtIssuerService(grants),
    getAccessTokenService(engine, redemptions),
    refreshAccessTokenService(engine, redemptions, now),
    ...tokenServices(engine, redemptions),
  ]
  const operations = services.map((service) => service.operation)
  const host = createHost({
    services,
    pages: [...docsPages({ operations, formats, serviceName: 'YM REST Services', version }), ...jwksPages(keys)],
    home: '/metadata',
    formats,
    responseFormats,
    authenticator: accountsAuthenticator(engine, signIns, grants),
    tenantField: 'ClientID',
    realm: 'Lectern',
    bodyLimit: settings.bodyLimit,
    corsOrigins: settings.corsOrigins,
    log,
  })
  await host.listen({ host: settings.host, port: settings.port })
  return { url: urlOf(host.server.address()), stop: () => host.close() }
}

function urlOf(address: string | AddressInfo | null): string {
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port')
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return `http://${host}:${address.port}`
}
