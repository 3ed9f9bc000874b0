import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Notice } from '../protocol/host/notice.ts'
import type { CallNotes, CallWatch, Cut, SeenCall } from '../protocol/host/watch.ts'
import { cut } from '../protocol/host/watch.ts'
import { Failure } from '../protocol/schema/failure.ts'
import { notingRules, type RuleAsked } from '../services/rules-asked.ts'
import type { Engine } from '../store/engine.ts'
import { SandboxClock } from './clock.ts'
import { sandboxErrors } from './errors.ts'
import { type Fault, Faults } from './faults.ts'
import { keptCall } from './keep.ts'
import { type CallMarks, KeptCalls } from './kept-calls.ts'
import { seededGuids } from './seeded.ts'
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
  readonly clock: SandboxClock
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
    this.clock = new SandboxClock(now, () => this.#clockChanged())
  }

  /** Has `changed` called whenever the clock was set. */
  onClock(changed: () => void): void {
    this.#clockChanged = changed
  }

  /** Puts the events of a client back as they were at the start, and the clock and the client's faults too. */
  async reset(client: number): Promise<void> {
    const start = this.snapshots.find(client, startName)
    if (start) await this.snapshots.restore(client, start)
    this.faults.callAllOff(client)
    this.clock.reset()
  }

  async around<T>(notes: CallNotes, work: () => Promise<T>): Promise<T | Failure | Cut> {
    if (isOwn(notes)) return work()
    const { operation, verb, url, principal, tenant } = notes
    const client = principal?.clientId ?? tenant
    const fault = this.faults.take({ client, operation: operation?.name ?? null, verb, url })
    const rules: RuleAsked[] = []
    this.#marks.set(notes, { fault: fault?.id ?? null, rules })
    const done = () => notingRules(rules, work)
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
    const { notes } = call
    if (isOwn(notes)) return
    const marks = this.#marks.get(notes) ?? { fault: null, rules: [] }
    this.calls.keep((id) => keptCall(id, call, marks))
  }
}

/** Whether a call is of the sandbox itself: nothing befalls it, and it is not kept. */
function isOwn({ operation, url }: CallNotes): boolean {
  return operation === null ? /^\/sandbox\b/i.test(url) : operation.name.startsWith('Sandbox')
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
