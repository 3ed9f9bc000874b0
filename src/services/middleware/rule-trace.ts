import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import type { Rejected, Removed, Violation } from '../../registration/outcome.ts'
import { sessionRules } from '../../registration/rules.ts'
import type { AssignedOrWaitlisted } from '../../registration/waitlist.ts'
import type { Engine, Transaction } from '../../store/engine.ts'

/** A rule that was asked in a call, and what it said. */
export interface RuleCheck {
  /** The code that it refuses with. */
  readonly rule: string
  /** The RegistrationID that it was asked about; null where it was about no registration. */
  readonly registration: string | null
  readonly session: number | null
  readonly outcome: 'Allowed' | 'Refused' | 'Waits'
}

const notes = new AsyncLocalStorage<RuleCheck[]>()

/** Carries `work` out, and puts the rules that it asks in `list`. Nothing is noted where nobody asks for it. */
export function traceRules<T>(list: RuleCheck[], work: () => T): T {
  return notes.run(list, work)
}

/** Returns the same engine for a sandbox. Of a transaction that is run again, only the rules of the last run are recorded. */
export function ruleTracingEngine(engine: Engine): Engine {
  return {
    changeNotifier: engine.changeNotifier,
    all: engine.all.bind(engine),
    first: engine.first.bind(engine),
    flush: () => engine.flush(),
    close: () => engine.close(),
    write(work) {
      const list = notes.getStore()
      if (!list) return engine.write(work)
      const before = list.length
      // The engine runs the transactions of several calls together: each has to run in the asynchronous context of its own call.
      return engine.write(
        AsyncResource.bind((transaction: Transaction) => {
          list.length = before
          return work(transaction)
        }),
      )
    },
  }
}

/** Notes what was asked about something, and that all of it was allowed but for the codes in `refused`. */
export function traceRuleResults(
  rules: readonly string[],
  about: { readonly registration?: string; readonly session?: number },
  refused: readonly { readonly code: string }[],
): void {
  const list = notes.getStore()
  if (!list) return
  const { registration = null, session = null } = about
  for (const rule of rules) {
    const isRefused = refused.some(({ code }) => code === rule)
    list.push({ rule, registration, session, outcome: isRefused ? 'Refused' : 'Allowed' })
  }
}

/** Notes what was asked about sessions that are to be taken from a registration. */
export function traceRemoval(registration: string, wanted: readonly number[], outcome: Removed | Rejected): void {
  if (!notes.getStore()) return
  const violations = outcome.kind === 'refused' ? outcome.violations : []
  for (const session of wanted)
    traceRuleResults(['SessionNotFound'], { registration, session }, of(session, violations))
}

/** Notes what was asked about sessions that a registration is to be assigned; those that it holds are not asked about. */
export function traceAssignment(
  registration: string,
  held: readonly { readonly id: number }[],
  wanted: readonly number[],
  outcome: AssignedOrWaitlisted | Rejected,
): void {
  const list = notes.getStore()
  if (!list) return
  const violations = outcome.kind === 'refused' ? outcome.violations : []
  traceRuleResults(['RegistrationCancelled'], { registration }, violations)
  for (const session of new Set(wanted)) {
    if (held.some(({ id }) => id === session)) continue
    const against = of(session, violations)
    const isMissing = against.some(({ code }) => code === 'SessionNotFound')
    traceRuleResults(isMissing ? ['SessionNotFound'] : sessionRules, { registration, session }, against)
    if (outcome.kind !== 'assigned' || !outcome.waited.includes(session)) continue
    const full = list.findLastIndex((each) => each.session === session && each.rule === 'SessionFull')
    const noted = list[full]
    if (noted) list[full] = { ...noted, outcome: 'Waits' }
  }
}

function of(session: number, violations: readonly Violation[]): Violation[] {
  return violations.filter((each) => 'sessionId' in each && each.sessionId === session)
}
