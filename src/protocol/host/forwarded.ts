import type { IncomingMessage } from 'node:http'
import { compile } from '@fastify/proxy-addr'
import type { HostLog } from './access-log.ts'

/** Whether the peer at an address may report, in X-Forwarded-* headers, who called it and how. */
export type IsTrustedProxy = (address: string) => boolean

/** @param proxies addresses, networks, or `loopback`, `linklocal` and `uniquelocal` */
export function trustedProxyCheck(proxies: readonly string[]): IsTrustedProxy {
  const isTrusted = compile([...proxies])
  return (address) => isTrusted(address, 0)
}

/**
 * Returns a function that looks at requests and warns, once, when forwarded headers are ignored because their sender is
 * not a trusted proxy. Behind a proxy, that means that all callers share one address and that cookies lack Secure.
 */
export function untrustedProxyWarning(isTrusted: IsTrustedProxy, log: HostLog): (request: IncomingMessage) => void {
  let hasWarned = false
  return ({ headers, socket }) => {
    if (hasWarned) return
    if (!(headers['x-forwarded-for'] || headers['x-forwarded-proto'] || headers['x-forwarded-host'])) return
    const { remoteAddress } = socket
    if (remoteAddress === undefined || isTrusted(remoteAddress)) return
    hasWarned = true
    log.untrustedProxy(remoteAddress)
  }
}
