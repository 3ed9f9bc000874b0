import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Banner } from '../../protocol/host/banner.ts'
import type { CallRecord, CompletedCall, DropConnection, Interceptor } from '../../protocol/host/interceptor.ts'
import { dropConnection } from '../../protocol/host/interceptor.ts'
import { Failure } from '../../protocol/schema/failure.ts'
import type { Operation } from '../../protocol/schema/operation.ts'
import { type RuleCheck, traceRules } from '../../services/middleware/rule-trace.ts'
import type { Engine } from '../../store/engine.ts'
import { CallLog, type CallMarks } from './call-log.ts'
import { SandboxClocks } from './clocks.ts'
import { deterministicGuids } from './deterministic-guid.ts'
import { sandboxErrors } from './errors.ts'
import { type Fault, type FaultCall, Faults } from './faults.ts'
import { hasSecretFields, isRecordable, recordCall } from './record-call.ts'
import { tenantSigningIn } from './sign-in-operations.ts'
import { Snapshots, startName } from './snapshots.ts'

/** What a sandbox is to be like. */
export interface SandboxSettings {
  /** Makes the ids that it gives the same each time; null: they are chance. */
  readonly seed: number | null
}

/** The same, with what it works on. */
export interface SandboxParts extends SandboxSettings {
  /** Whether there is a console, which has pages for it. */
  readonly console: boolean
  readonly engine: Engine
  /** The real time, in milliseconds since 1970-01-01 UTC. */
  readonly now: () => number
}

/** What a server has besides, so that clients can be developed against it: see docs/sandbox.md. */
export class Sandbox implements Interceptor {
  readonly header = ['x-lectern-sandbox', 'true'] as const
  readonly banner: Banner
  readonly clocks: SandboxClocks
  readonly faults = new Faults()
  readonly calls = new CallLog()
  readonly snapshots: Snapshots
  readonly seed: number | null
  readonly newGuid: (name: string) => string
  readonly #marks = new WeakMap<CallRecord, CallMarks>()
  readonly #end = new AbortController()
  #clockChanged: () => void = () => undefined

  static async open(parts: SandboxParts): Promise<Sandbox> {
    return new Sandbox(await Snapshots.start(parts.engine, parts.now), parts)
  }

  private constructor(snapshots: Snapshots, { now, seed, console }: SandboxParts) {
    this.banner = {
      text: 'Sandbox: everything here can be reset, and calls are recorded. Keep no real registrations in it.',
      link: console ? { href: '/console/sandbox', text: 'Look inside' } : null,
    }
    this.snapshots = snapshots
    this.seed = seed
    this.newGuid = seed === null ? () => randomUUID() : deterministicGuids(seed)
    this.clocks = new SandboxClocks(now, () => this.#clockChanged())
  }

  /** Has `changed` called whenever a clock was set. */
  onClock(changed: () => void): void {
    this.#clockChanged = changed
  }

  /** Resets the events of a tenant to how they were at the start, and its clock and faults too. */
  async reset(client: number): Promise<void> {
    const start = this.snapshots.find(client, startName)
    if (start) await this.snapshots.restore(client, start)
    this.faults.clear(client)
    this.clocks.of(client).reset()
  }

  async intercept<T>(notes: CallRecord, work: () => Promise<T>): Promise<T | Failure | DropConnection> {
    const { operation, principal } = notes
    if (operation === null || isOwn(operation)) return work()
    const fault = this.faults.take(faultCallOf(notes, operation))
    const rules: RuleCheck[] = []
    this.#marks.set(notes, { fault: fault?.id ?? null, rules })
    const done = () => this.clocks.run(principal?.clientId ?? null, () => traceRules(rules, work))
    if (!fault) return done()
    const signal = AbortSignal.any([notes.completed.signal, this.#end.signal])
    if (fault.when === 'Before') return (await befallen(fault, signal)) ?? done()
    const outcome = await done()
    return (await befallen(fault, signal)) ?? outcome
  }

  /** Keeps nobody waiting any longer. */
  end(): void {
    this.#end.abort()
  }

  onComplete(call: CompletedCall): void {
    const { operation, principal } = call.notes
    if (operation === null || isOwn(operation)) return
    if (principal === null) this.calls.countUnauthenticated()
    if (!isRecordable(call)) return
    const marks = this.#marks.get(call.notes) ?? { fault: null, rules: [] }
    this.calls.add(call.notes.principal.clientId, (id) => recordCall(id, call, marks))
  }
}

/** Whether an operation is one of the sandbox itself: no fault applies to it, and its calls are not recorded. */
function isOwn({ name }: Operation): boolean {
  return name.startsWith('Sandbox')
}

function faultCallOf(notes: CallRecord, operation: Operation): FaultCall {
  const { verb, url, path, principal } = notes
  return {
    client: principal?.clientId ?? tenantSigningIn(notes),
    isSignedIn: principal !== null,
    operation: operation.name,
    verb,
    // A fault is not to find out which secrets others send.
    url: hasSecretFields(operation) ? (path ?? '') : url,
  }
}

/** What a fault makes of the call, once it has waited, or `signal` ends the wait; undefined where the call only had to wait. */
async function befallen(
  { delay, cut: isCut, status, errorCode }: Fault,
  signal: AbortSignal,
): Promise<Failure | DropConnection | undefined> {
  if (delay > 0) await wait(delay, undefined, { signal }).catch(() => undefined)
  if (isCut) return dropConnection
  if (status === null) return undefined
  const { code, text } = sandboxErrors.SandboxFault
  return new Failure({ code: errorCode ?? code, status, message: text() })
}
