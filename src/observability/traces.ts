import { setTimeout } from 'node:timers/promises'
import { context, propagation, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
import type { TracedCall, Tracer } from '../protocol/host/trace.ts'

/** Traces that are sent by OTLP, as the standard variables `OTEL_…` say. */
export interface Traces extends Tracer {
  /** Of the call under way, for its line in the log. */
  traceId(): string | undefined
  /** Sends what was not sent yet, and ends. */
  stop(): Promise<void>
}

/** How long a collector may take at the end, in milliseconds: no more than that is a server's stop worth. */
const patience = 2_000

/** Starts tracing. An endpoint that is not there hurts no call: spans that cannot be sent are dropped. */
export function startTraces(version: string): Traces {
  const ours = resourceFromAttributes({
    'service.name': process.env.OTEL_SERVICE_NAME ?? 'lectern',
    'service.version': version,
  })
  const provider = new NodeTracerProvider({
    resource: defaultResource()
      .merge(ours)
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  })
  provider.register()
  const tracer = trace.getTracer('lectern', version)

  const measured = async <T>(span: Span, work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  }

  return {
    call: <T>(
      { verb, path, operation, headers }: TracedCall,
      status: () => number,
      work: () => Promise<T>,
    ): Promise<T> => {
      const parent = propagation.extract(context.active(), headers)
      const attributes = { 'http.request.method': verb, 'http.route': path, 'lectern.operation': operation ?? 'none' }
      return tracer.startActiveSpan(`${verb} ${path}`, { kind: SpanKind.SERVER, attributes }, parent, (span) =>
        measured(span, async () => {
          const result = await work()
          const code = status()
          span.setAttribute('http.response.status_code', code)
          if (code >= 500) span.setStatus({ code: SpanStatusCode.ERROR }).setAttribute('error.type', String(code))
          return result
        }),
      )
    },
    step: <T>(name: string, work: () => Promise<T>): Promise<T> =>
      tracer.startActiveSpan(name, (span) => measured(span, work)),
    traceId: () => trace.getActiveSpan()?.spanContext().traceId,
    async stop() {
      await Promise.race([provider.shutdown().catch(() => undefined), setTimeout(patience, undefined, { ref: false })])
    },
  }
}
