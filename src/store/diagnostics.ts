/** What a database has, as one sees who operates it. */
export interface ContentDiagnostics {
  /** It has no tables yet. */
  readonly isEmpty: boolean
  /** It has no other program's tables instead of ours. */
  readonly isOurs: boolean
  /** Migrations that are still to be done, and those of a newer program. */
  readonly missing: readonly string[]
  readonly unknown: readonly string[]
  /** When the last line of the audit was written, in milliseconds since 1970-01-01 UTC. */
  readonly newestAudit: number | null
  readonly clients: number
  /** API keys that have not been revoked. */
  readonly keys: number
}
