import type { FieldSource } from '../../protocol/host/bind.ts'
import type { RuleCheck } from '../../services/middleware/rule-trace.ts'

type Header = readonly [name: string, value: string]

/** The record of a call. It has no value that lets somebody sign in. */
export interface RecordedCall {
  /** Unique among the calls of its tenant. */
  readonly id: number
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
  readonly milliseconds: number
  readonly requestId: string
  /** The tenant of the caller. */
  readonly client: number
  readonly verb: string
  /** Where it was sent to: `http://127.0.0.1:8080`, and the rest of the address. */
  readonly origin: string
  readonly url: string
  /** The declared path: `/Ams/{ClientID}/Events`. */
  readonly path: string
  readonly operation: string
  readonly principal: string
  readonly address: string
  readonly requestType: string | null
  readonly answerType: string | null
  /** Null: the connection was cut. */
  readonly status: number | null
  readonly code: string | null
  readonly fault: number | null
  readonly fromConsole: boolean
  readonly lost: readonly string[]
  readonly requestHeaders: readonly Header[]
  readonly requestBody: string
  readonly fields: readonly { readonly name: string; readonly source: FieldSource; readonly value: string }[]
  readonly ignored: readonly string[]
  readonly rules: readonly RuleCheck[]
  readonly answerHeaders: readonly Header[]
  readonly answerBody: string
  readonly curl: string
}

/** What the sandbox itself knows of a call, beside what was seen of it. */
export interface CallMarks {
  readonly fault: number | null
  readonly rules: readonly RuleCheck[]
}

/** The most calls that are recorded of one tenant. */
const maxCallsPerTenant = 2_000

/** About how much memory the recorded calls of all tenants may take. */
const maxBytes = 67_108_864

/** The calls of one tenant, oldest first. */
interface TenantCalls {
  calls: RecordedCall[]
  bytes: number
  lastId: number
}

/**
 * Records the last calls of each tenant. When memory runs short, the tenant whose calls take most of it loses its oldest ones, so that
 * no tenant can push out the calls of another.
 */
export class CallLog {
  readonly #tenants = new Map<number, TenantCalls>()
  #bytes = 0
  #unauthenticated = 0

  /** How many calls came without valid credentials. They are not recorded, because they belong to no tenant for certain. */
  get unauthenticated(): number {
    return this.#unauthenticated
  }

  countUnauthenticated(): void {
    this.#unauthenticated++
  }

  add(client: number, make: (id: number) => RecordedCall): void {
    const tenant = this.#tenants.get(client) ?? { calls: [], bytes: 0, lastId: 0 }
    this.#tenants.set(client, tenant)
    const call = make(++tenant.lastId)
    tenant.calls.push(call)
    this.#resize(tenant, sizeOf(call))
    if (tenant.calls.length > maxCallsPerTenant) this.#dropOldest(tenant)
    while (this.#bytes > maxBytes) this.#dropOldest(this.#largest())
  }

  /** Returns the calls of a tenant, newest first. */
  of(client: number): RecordedCall[] {
    return this.#tenants.get(client)?.calls.toReversed() ?? []
  }

  find(client: number, id: number): RecordedCall | undefined {
    return this.#tenants.get(client)?.calls.find((call) => call.id === id)
  }

  clear(client: number): void {
    const tenant = this.#tenants.get(client)
    if (!tenant) return
    tenant.calls = []
    this.#resize(tenant, -tenant.bytes)
  }

  #dropOldest(tenant: TenantCalls): void {
    const oldest = tenant.calls.shift()
    if (oldest) this.#resize(tenant, -sizeOf(oldest))
  }

  #largest(): TenantCalls {
    return [...this.#tenants.values()].reduce((one, other) => (other.bytes > one.bytes ? other : one))
  }

  #resize(tenant: TenantCalls, bytes: number): void {
    tenant.bytes += bytes
    this.#bytes += bytes
  }
}

/** Returns about how many bytes a call takes: beside its texts it is small. */
function sizeOf(call: RecordedCall): number {
  const { requestBody, answerBody, url, curl, fields, ignored, lost, rules, requestHeaders, answerHeaders } = call
  const texts = [
    ...[requestBody, answerBody, url, curl, ...ignored, ...lost],
    ...fields.map(({ value }) => value),
    ...[...requestHeaders, ...answerHeaders].flat(),
  ]
  return 2_000 + 100 * rules.length + 2 * texts.reduce((sum, text) => sum + text.length, 0)
}
