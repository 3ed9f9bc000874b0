/** One line for every call that was taken on and answered, and one for every defect. No values of the request: they may be secrets. */
export interface HostLog {
  answered(facts: CallSummary): void
  failed(requestId: string, error: unknown): void
  /** How many requests were refused for too much to do, in a second or so: a line for each would be more to do. */
  shed(requests: number): void
  /** X-Forwarded-* headers are ignored, since the peer that sent them is not a trusted proxy. */
  untrustedProxy(address: string): void
}

export interface CallSummary {
  readonly requestId: string
  readonly verb: string
  /** As it is declared, with the names of its variables. */
  readonly path: string
  readonly operation: string | null
  readonly client: number | null
  readonly principal: string | null
  readonly status: number
  /** The ErrorCode of a refusal. */
  readonly code: string | null
  readonly milliseconds: number
}
