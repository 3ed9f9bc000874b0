import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http'
import { text } from 'node:stream/consumers'

export interface ReverseProxy {
  readonly port: number
  stop(): void
}

/**
 * A reverse proxy on loopback that reports its caller as Caddy, nginx and HAProxy do when they terminate TLS:
 * X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host, in place of what the caller sent.
 */
export async function startReverseProxy(upstream: string, publicHost: string): Promise<ReverseProxy> {
  const server = createServer((incoming, outgoing) => {
    const headers = {
      ...incoming.headers,
      'x-forwarded-for': incoming.socket.remoteAddress,
      'x-forwarded-proto': 'https',
      'x-forwarded-host': publicHost,
    }
    const forwarded = request(upstream + incoming.url, { method: incoming.method, headers }, (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders)
      response.pipe(outgoing)
    })
    forwarded.on('error', (error) => outgoing.destroy(error))
    incoming.pipe(forwarded)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: portOf(server),
    stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy listens on no port.')
  return address.port
}

export interface Response {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** Sends a form from one of this machine's loopback addresses, such as 127.0.0.2. */
export async function postFormFrom(
  localAddress: string,
  url: string,
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
  const sent = request(url, { method: 'POST', headers, localAddress }).end(new URLSearchParams(fields).toString())
  return new Promise((resolve, reject) => {
    sent.once('error', reject)
    sent.once('response', (response) => {
      const { statusCode = 0, headers } = response
      text(response).then((body) => resolve({ status: statusCode, headers, text: body }), reject)
    })
  })
}
