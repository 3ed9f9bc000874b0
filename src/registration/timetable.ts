import type { Session } from './model.ts'

/** Finds the sessions that overlap a given one. */
export interface Timetable {
  /** Returns the first `limit` overlapping sessions, excluding `session` itself, by start and then by id. */
  overlapping(session: Session, limit: number): Session[]
}

/**
 * Sorts `sessions` by time. Times are half-open, so a session may start the moment another ends. A session without both
 * times, or one that ends no later than it starts, takes no time and overlaps nothing.
 */
export function timetable(sessions: readonly Session[]): Timetable {
  const spans = sessions
    .map(spanOf)
    .filter((span) => span !== null)
    .sort((a, b) => a.from - b.from || a.session.id - b.session.id)

  return {
    overlapping(session, limit) {
      const wanted = spanOf(session)
      const found: Session[] = []
      if (!wanted) return found
      for (const span of spans) {
        if (span.from >= wanted.to || found.length >= limit) break
        if (span.to > wanted.from && span.session.id !== session.id) found.push(span.session)
      }
      return found
    },
  }
}

/** Whether two sessions overlap. */
export function overlaps(a: Session, b: Session): boolean {
  const [one, other] = [spanOf(a), spanOf(b)]
  return one !== null && other !== null && one.from < other.to && other.from < one.to
}

interface Span {
  readonly session: Session
  /** Milliseconds since 1970-01-01 UTC. */
  readonly from: number
  readonly to: number
}

function spanOf(session: Session): Span | null {
  const { startsAt: from, endsAt: to } = session
  return from !== null && to !== null && from < to ? { session, from, to } : null
}
