import type { Session } from './model.ts'
import { conflicts, maxConflictsShown } from './outcome.ts'
import type { Rule } from './rule.ts'
import { timetable } from './timetable.ts'

/** Times may not cross, unless both sessions allow it; `together` is what would be held, each session once. */
export function noOverlapRule(together: readonly Session[]): Rule {
  const all = timetable(together)
  const strict = timetable(together.filter((session) => !session.allowOverlap))
  return (session) => {
    const crossed = (session.allowOverlap ? strict : all).overlapping(session, maxConflictsShown + 1)
    return crossed.length === 0 ? null : { code: 'SessionOverlap', sessionId: session.id, ...conflicts(crossed) }
  }
}
