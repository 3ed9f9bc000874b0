/** Who changes something, and when: what the audit says of every change. */
export interface AuditContext {
  /** An API key's id, or `cli`. */
  readonly principal: string
  readonly requestId: string
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
}
