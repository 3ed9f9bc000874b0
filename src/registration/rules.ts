import { capacityRule } from './capacity.ts'
import type { Registration, Session } from './model.ts'
import type { Assigned, Rejected, Removed, SessionNotFound, SessionViolation, Violation } from './outcome.ts'
import { noOverlapRule } from './overlap.ts'
import type { Rule } from './rule.ts'
import { singleSelectRule } from './single-select.ts'
import { ticketRule } from './tickets.ts'

/** What a session that is to be added is asked about, in the order of the violations. */
export const sessionRules = [
  'SessionNotFound',
  'SessionFull',
  'SessionOverlap',
  'SingleSelect',
  'TicketRequired',
] as const satisfies readonly SessionViolation['code'][]

/**
 * Decides whether all the `wanted` sessions may be assigned together: all of them, or none.
 *
 * A session held already is no change: nothing is against it, and it needs no place. Of two wanted sessions that cannot
 * be held together both offend; of a wanted one and a held one, the wanted one. A cancelled registration takes none,
 * not even those it holds, and the reasons of the sessions are given along with that.
 *
 * @param held the sessions assigned to the registration now
 * @param wanted session ids in any order, each counted once
 * @param known sessions of the event by id: at least those of `wanted` that exist
 */
export function assign(
  registration: Registration,
  held: readonly Session[],
  wanted: readonly number[],
  known: ReadonlyMap<number, Session>,
): Assigned | Rejected {
  const together = new Map(held.map((session) => [session.id, session]))
  const missing = ascending(wanted).filter((id) => !together.has(id))
  for (const id of missing) {
    const session = known.get(id)
    if (session) together.set(id, session)
  }
  const all = [...together.values()]
  const rules: readonly Rule[] = [capacityRule, noOverlapRule(all), singleSelectRule(all), ticketRule(registration)]

  const violations: Violation[] = registration.cancelled ? [{ code: 'RegistrationCancelled' }] : []
  for (const id of missing) {
    const session = together.get(id)
    if (session) violations.push(...rules.map((rule) => rule(session)).filter((violation) => violation !== null))
    else violations.push(notFound(id))
  }
  return violations.length === 0 ? { kind: 'assigned', added: missing } : { kind: 'refused', violations }
}

/**
 * Decides whether all the `wanted` sessions may be removed: all of them, or none. Removing one that is not held is no
 * change; a cancelled registration may be rid of its sessions too.
 *
 * @param held the sessions assigned to the registration now
 * @param wanted session ids in any order, each counted once
 * @param known the sessions of the event: at least those of `wanted` that exist
 */
export function remove(
  held: readonly Pick<Session, 'id'>[],
  wanted: readonly number[],
  known: Pick<ReadonlySet<number>, 'has'>,
): Removed | Rejected {
  const holds = new Set(held.map((session) => session.id))
  const ids = ascending(wanted)
  const violations = ids.filter((id) => !holds.has(id) && !known.has(id)).map(notFound)
  return violations.length === 0
    ? { kind: 'removed', removed: ids.filter((id) => holds.has(id)) }
    : { kind: 'refused', violations }
}

function ascending(ids: readonly number[]): number[] {
  return [...new Set(ids)].sort((a, b) => a - b)
}

function notFound(sessionId: number): SessionNotFound {
  return { code: 'SessionNotFound', sessionId }
}
