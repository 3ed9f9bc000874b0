import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { Registry } from 'prom-client'
import { WorkerMetrics } from './worker-metrics.ts'

/** Where metrics are served: to whoever watches, apart from callers. */
export interface MetricsAddress {
  readonly host: string
  readonly port: number
}

/** Serves `GET /metrics` of one process. @throws Error with a code such as EADDRINUSE */
export function serveMetrics(address: MetricsAddress, registry: Registry): Promise<Server> {
  return listening(address, () => registry.metrics())
}

/** Serves those of all workers of this process together. @throws as {@link serveMetrics} */
export function serveWorkersMetrics(address: MetricsAddress): Promise<Server> {
  const all = new WorkerMetrics()
  return listening(address, () => all.text())
}

const limits = { maxHeaderSize: 8_192, headersTimeout: 5_000, requestTimeout: 5_000 }

async function listening({ host, port }: MetricsAddress, texts: () => Promise<string>): Promise<Server> {
  const server = createServer(limits, async ({ method, url = '' }, response) => {
    response.setHeader('x-content-type-options', 'nosniff')
    const isReading = method === 'GET' || method === 'HEAD'
    if (!isReading) return void response.writeHead(405, { allow: 'GET, HEAD' }).end()
    if (!/^\/metrics(\?|$)/.test(url)) return void response.writeHead(404).end()
    try {
      const text = await texts()
      response.writeHead(200, { 'content-type': Registry.PROMETHEUS_CONTENT_TYPE }).end(text)
    } catch {
      response.writeHead(503, { 'retry-after': '1' }).end()
    }
  })
  server.listen(port, host)
  await once(server, 'listening')
  return server
}
