import type { Session } from './model.ts'
import { conflicts, maxConflictsShown } from './outcome.ts'
import type { Rule } from './rule.ts'

/** Of a group that allows one session, no second may be held; `together` is what would be held, each session once. */
export function singleSelectRule(together: readonly Session[]): Rule {
  const groups = new Map<number, Session[]>()
  for (const session of together.toSorted((a, b) => a.id - b.id)) {
    if (session.groupId === null) continue
    const group = groups.get(session.groupId)
    if (group) group.push(session)
    else groups.set(session.groupId, [session])
  }
  return ({ id, groupId, singleSelect }) => {
    if (groupId === null || !singleSelect) return null
    // Itself and one beyond those shown are enough to know all that is told.
    const first = groups.get(groupId)?.slice(0, maxConflictsShown + 2) ?? []
    const others = first.filter((session) => session.id !== id)
    return others.length === 0 ? null : { code: 'SingleSelect', sessionId: id, groupId, ...conflicts(others) }
  }
}
