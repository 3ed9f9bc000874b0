import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Notice } from '../../protocol/host/banner.ts'
import type { CallNotes, CallWatch, Cut, SeenCall } from '../../protocol/host/interceptor.ts'
import { cut } from '../../protocol/host/interceptor.ts'
import { Failure } from '../../protocol/schema/failure.ts'
import type { Operation } from '../../protocol/schema/operation.ts'
import { notingRules, type RuleAsked } from '../../services/middleware/rule-trace.ts'
import type { Engine } from '../../store/engine.ts'
import { type CallMarks, KeptCalls } from './call-log.ts'
import { SandboxClocks } from './clocks.ts'
import { seededGuids } from './deterministic-guid.ts'
import { sandboxErrors } from './errors.ts'
import { type Fault, type FaultCall, Faults } from './faults.ts'
import { hasSecretFields, isRecordable, keptCall } from './record-call.ts'
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
export class Sandbox implements CallWatch {
  readonly header = ['x-lectern-sandbox', 'true'] as const
  readonly notice: Notice
  readonly clocks: SandboxClocks
  readonly faults = new Faults()
  readonly calls = new KeptCalls()
  readonly snapshots: Snapshots
  readonly seed: number | null
  readonly newGuid: (name: string) => string
  readonly #marks = new WeakMap<CallNotes, CallMarks>()
  readonly #end = new AbortController()
  #clockChanged: () => void = () => undefined

  static async open(parts: SandboxParts): Promise<Sandbox> {
    return new Sandbox(await Snapshots.start(parts.engine, parts.now), parts)
  }

  private constructor(snapshots: Snapshots, { now, seed, console }: SandboxParts) {
    this.notice = {
      text: 'Sandbox: everything here can be reset, and calls are recorded. Keep no real registrations in it.',
      link: console ? { href: '/console/sandbox', text: 'Look inside' } : null,
    }
    this.snapshots = snapshots
    this.seed = seed
    this.newGuid = seed === null ? () => randomUUID() : seededGuids(seed)
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
    this.faults.callAllOff(client)
    this.clocks.of(client).reset()
  }

  async around<T>(notes: CallNotes, work: () => Promise<T>): Promise<T | Failure | Cut> {
    const { operation, principal } = notes
    if (operation === null || isOwn(operation)) return work()
    const fault = this.faults.take(faultCallOf(notes, operation))
    const rules: RuleAsked[] = []
    this.#marks.set(notes, { fault: fault?.id ?? null, rules })
    const done = () => this.clocks.run(principal?.clientId ?? null, () => notingRules(rules, work))
    if (!fault) return done()
    const signal = AbortSignal.any([notes.over.signal, this.#end.signal])
    if (fault.when === 'Before') return (await befallen(fault, signal)) ?? done()
    const outcome = await done()
    return (await befallen(fault, signal)) ?? outcome
  }

  /** Keeps nobody waiting any longer. */
  end(): void {
    this.#end.abort()
  }

  seen(call: SeenCall): void {
    const { operation, principal } = call.notes
    if (operation === null || isOwn(operation)) return
    if (principal === null) this.calls.countUnauthenticated()
    if (!isRecordable(call)) return
    const marks = this.#marks.get(call.notes) ?? { fault: null, rules: [] }
    this.calls.keep(call.notes.principal.clientId, (id) => keptCall(id, call, marks))
  }
}

/** Whether an operation is one of the sandbox itself: no fault applies to it, and its calls are not recorded. */
function isOwn({ name }: Operation): boolean {
  return name.startsWith('Sandbox')
}

function faultCallOf(notes: CallNotes, operation: Operation): FaultCall {
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
): Promise<Failure | Cut | undefined> {
  if (delay > 0) await wait(delay, undefined, { signal }).catch(() => undefined)
  if (isCut) return cut
  if (status === null) return undefined
  const { code, text } = sandboxErrors.SandboxFault
  return new Failure({ code: errorCode ?? code, status, message: text() })
}
