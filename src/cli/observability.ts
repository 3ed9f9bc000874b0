import cluster from 'node:cluster'
import type { ProgramLog } from '../observability/log.ts'
import type { Tracer } from '../protocol/host/trace.ts'
import { version } from '../version.ts'
import type { ServingOptions } from './options.ts'

/** What lets others watch a server, besides its log. */
export interface Observability {
  readonly tracer: Tracer | null
  /** Of the call under way, for its line in the log. */
  readonly traceId: (() => string | undefined) | null
  /** The log, whose calls are counted too. */
  counted(log: ProgramLog): ProgramLog
  stop(): Promise<void>
}

/**
 * Serves metrics and sends traces, where that is asked for; what does so is loaded only then.
 * @throws Error with a code such as EADDRINUSE
 */
export async function openObservability({ metricsPort, metricsHost }: ServingOptions): Promise<Observability> {
  const { isTracingEnabled } = await import('../observability/tracing-enabled.ts')
  const traces = isTracingEnabled(process.env)
    ? (await import('../observability/traces.ts')).startTraces(version)
    : null
  const metrics = metricsPort === null ? null : await openMetrics({ host: metricsHost, port: metricsPort })
  return {
    tracer: traces,
    traceId: traces && (() => traces.traceId()),
    counted(log) {
      if (!metrics) return log
      return {
        ...log,
        answered(facts) {
          log.answered(facts)
          metrics.answered(facts)
        },
        shed(requests) {
          log.shed(requests)
          metrics.shed(requests)
        },
      }
    },
    async stop() {
      await metrics?.close()
      await traces?.stop()
    },
  }
}

async function openMetrics(address: { readonly host: string; readonly port: number }) {
  const [{ Metrics }, { serveMetrics }, { sendSnapshots }] = await Promise.all([
    import('../observability/metrics.ts'),
    import('../observability/metrics-server.ts'),
    import('../observability/worker-metrics.ts'),
  ])
  const metrics = new Metrics(version)
  const stopSending = cluster.isWorker ? sendSnapshots(metrics.registry) : null
  const server = cluster.isWorker ? null : await serveMetrics(address, metrics.registry)
  return {
    answered: metrics.answered.bind(metrics),
    shed: metrics.shed.bind(metrics),
    async close() {
      await stopSending?.()
      server?.close()
      server?.closeAllConnections()
    },
  }
}
