import type { IncomingHttpHeaders } from 'node:http'

/** What is known of a call before it is carried out. */
export interface TracedCall {
  readonly verb: string
  /** As it is declared, with the names of its variables. */
  readonly path: string
  readonly operation: string | null
  readonly headers: IncomingHttpHeaders
}

/** Measures the steps of calls, for whoever looks at them elsewhere. */
export interface Tracer {
  /** Measures a call; `status` is asked for once it has been answered. */
  call<T>(call: TracedCall, status: () => number, work: () => Promise<T>): Promise<T>
  /** Measures a step of the call under way. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>
}
