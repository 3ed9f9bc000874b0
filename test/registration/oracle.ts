import type { Registration, Session } from '../../src/registration/model.ts'
import type { Violation } from '../../src/registration/outcome.ts'

/**
 * The contract's rules once more, as plainly as they can be said: every pair of sessions is looked at.
 * Answers `code`, or `code sessionId`, of every violation, sorted as text.
 */
export function expectedViolations(
  registration: Registration,
  held: readonly Session[],
  wanted: readonly number[],
  event: readonly Session[],
): string[] {
  const isHeld = (id: number) => held.some((s) => s.id === id)
  const added = event.filter((s) => wanted.includes(s.id) && !isHeld(s.id))
  const found = new Set<string>()
  if (registration.cancelled) found.add('RegistrationCancelled')
  for (const id of wanted) {
    if (!isHeld(id) && !event.some((s) => s.id === id)) found.add(`SessionNotFound ${id}`)
  }
  for (const a of added) {
    if (a.capacity !== null && a.taken >= a.capacity) found.add(`SessionFull ${a.id}`)
    if (a.tickets.length > 0 && !a.tickets.some((t) => registration.tickets.includes(t))) {
      found.add(`TicketRequired ${a.id}`)
    }
    for (const b of [...held, ...added]) {
      if (a.id === b.id) continue
      if (cross(a, b) && !(a.allowOverlap && b.allowOverlap)) found.add(`SessionOverlap ${a.id}`)
      if (a.singleSelect && a.groupId !== null && a.groupId === b.groupId) found.add(`SingleSelect ${a.id}`)
    }
  }
  return [...found].sort()
}

/** Whether there is a moment that belongs to both. */
export function cross(a: Session, b: Session): boolean {
  if (a.startsAt === null || a.endsAt === null || b.startsAt === null || b.endsAt === null) return false
  return Math.max(a.startsAt, b.startsAt) < Math.min(a.endsAt, b.endsAt)
}

/** Violations in the oracle's words. */
export function named(violations: readonly Violation[]): string[] {
  return violations.map((v) => ('sessionId' in v ? `${v.code} ${v.sessionId}` : v.code)).sort()
}
