import type { Session } from './model.ts'
import { rivals, rivalsShown } from './outcome.ts'
import type { Rule } from './rule.ts'
import { timetable } from './timetable.ts'

/** Times may not cross, unless both sessions allow it; `together` is what would be held, each session once. */
export function crossesNone(together: readonly Session[]): Rule {
  const all = timetable(together)
  const strict = timetable(together.filter((session) => !session.allowOverlap))
  return (session) => {
    const crossed = (session.allowOverlap ? strict : all).crossing(session, rivalsShown + 1)
    return crossed.length === 0 ? null : { code: 'SessionOverlap', sessionId: session.id, ...rivals(crossed) }
  }
}
