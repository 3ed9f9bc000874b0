import { capacityRule } from './capacity.ts'
import type { Registration, Session } from './model.ts'
import type { Assigned, Rejected } from './outcome.ts'
import { assign } from './rules.ts'

/** Every named session is assigned or waited for: `waited` are those whose list the registration joins, ascending. */
export interface AssignedOrWaitlisted extends Assigned {
  readonly waited: readonly number[]
}

/**
 * As {@link assign}, but a full session is waited for instead of refused. Every other rule holds for it as if it were
 * assigned. A list that the registration is on already is no change: it keeps its place.
 *
 * @param waiting the sessions on whose lists the registration is
 */
export function assignOrWait(
  registration: Registration,
  held: readonly Session[],
  waiting: ReadonlySet<number>,
  wanted: readonly number[],
  known: ReadonlyMap<number, Session>,
): AssignedOrWaitlisted | Rejected {
  const full = [...known.values()].filter((session) => capacityRule(session) !== null)
  const roomy = new Map([...known, ...full.map((session) => [session.id, { ...session, capacity: null }] as const)])
  const outcome = assign(registration, held, wanted, roomy)
  if (outcome.kind === 'refused') return outcome
  const isFull = new Set(full.map((session) => session.id))
  return {
    kind: 'assigned',
    added: outcome.added.filter((id) => !isFull.has(id)),
    waited: outcome.added.filter((id) => isFull.has(id) && !waiting.has(id)),
  }
}

/** Somebody who waits for a session. */
export interface WaitlistEntry extends Registration {
  /** What the caller knows the registration by. */
  readonly id: number
  /** The sessions assigned to it now. */
  readonly held: readonly Session[]
}

/**
 * Who is to have the free places of a session: the first of the line to whom {@link assign} would give one, and so on
 * until there is no place left. Those that it would refuse are passed over. @returns their ids, in the order of the line
 */
export function nextEligible(session: Session, line: readonly WaitlistEntry[]): number[] {
  const chosen: number[] = []
  for (const waiter of line) {
    const now = { ...session, taken: session.taken + chosen.length }
    if (capacityRule(now) !== null) break
    const outcome = assign(waiter, waiter.held, [now.id], new Map([[now.id, now]]))
    if (outcome.kind === 'assigned' && outcome.added.length > 0) chosen.push(waiter.id)
  }
  return chosen
}
