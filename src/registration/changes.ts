import type { Session } from './model.ts'
import { overlaps, timetable } from './timetable.ts'

/** For a session, the others that it can no longer be held together with. */
export type ConflictMap = ReadonlyMap<number, readonly number[]>

/** The pairs of sessions that a change to an event's programme sets against each other, each pair once. */
export interface NewConflicts {
  /** Their times cross. */
  readonly overlaps: ConflictMap
  /** They are of one group that allows one session. */
  readonly singleSelects: ConflictMap
}

/**
 * What a change to sessions sets against each other that could be held together before. Registrations that hold such
 * a pair are hurt by the change; those that broke a rule before are not hurt by it again.
 * @param before the sessions of an event
 * @param after the same sessions once changed; one that is new is in the way of nobody yet
 */
export function newConflicts(before: readonly Session[], after: readonly Session[]): NewConflicts {
  const known = new Map(before.map((session) => [session.id, session]))
  const moved = new Set(after.filter((session) => hasChanged(known.get(session.id), session)).map(({ id }) => id))
  const table = timetable(after)
  const groups = byGroup(after)
  return {
    overlaps: pairs(moved, after, (session) => {
      const crossed = table.overlapping(session, after.length)
      return crossed.filter((other) => !mayOverlap(session, other) && !overlapped(known, session, other))
    }),
    singleSelects: pairs(moved, after, (session) => {
      const rivals = session.singleSelect ? (groups.get(session.groupId) ?? []) : []
      return rivals.filter((other) => other.id !== session.id && !excluded(known, session, other))
    }),
  }
}

function byGroup(sessions: readonly Session[]): ReadonlyMap<number | null, readonly Session[]> {
  const groups = new Map<number | null, Session[]>()
  for (const session of sessions) {
    if (session.groupId === null) continue
    const group = groups.get(session.groupId)
    if (group) group.push(session)
    else groups.set(session.groupId, [session])
  }
  return groups
}

function hasChanged(before: Session | undefined, after: Session): boolean {
  return (
    before !== undefined &&
    (before.startsAt !== after.startsAt ||
      before.endsAt !== after.endsAt ||
      before.allowOverlap !== after.allowOverlap ||
      before.groupId !== after.groupId ||
      before.singleSelect !== after.singleSelect)
  )
}

/** The rivals of each session that has moved. Where both of a pair have, it is told with the one of the lower id. */
function pairs(
  moved: ReadonlySet<number>,
  sessions: readonly Session[],
  rivalsOf: (session: Session) => readonly Session[],
): ConflictMap {
  const found = new Map<number, readonly number[]>()
  for (const session of sessions) {
    if (!moved.has(session.id)) continue
    const ids = rivalsOf(session).map(({ id }) => id)
    const told = ids.filter((id) => !moved.has(id) || id > session.id)
    if (told.length > 0) found.set(session.id, told)
  }
  return found
}

function mayOverlap(a: Session, b: Session): boolean {
  return a.allowOverlap && b.allowOverlap
}

function overlapped(known: ReadonlyMap<number, Session>, a: Session, b: Session): boolean {
  const [before, other] = [known.get(a.id), known.get(b.id)]
  return before !== undefined && other !== undefined && overlaps(before, other) && !mayOverlap(before, other)
}

function excluded(known: ReadonlyMap<number, Session>, a: Session, b: Session): boolean {
  const [before, other] = [known.get(a.id), known.get(b.id)]
  return before?.groupId === other?.groupId && before?.groupId != null && before.singleSelect
}
