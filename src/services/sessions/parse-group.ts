import { Failure, failField, type Reason } from '../../protocol/schema/failure.ts'
import type { Reader, Transaction } from '../../store/engine.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { updateGroup } from '../../store/queries/session-groups.ts'
import { sessionsForRules, setSessionGroup } from '../../store/queries/sessions.ts'
import type { Actor } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import { parseName } from '../shared/field-parsers.ts'
import { toRuleSession } from '../shared/session-rows.ts'
import { type GroupValue, groupDetails } from './group-values.ts'
import { scheduleConflicts } from './session-conflicts.ts'

/** All of a group that a caller may change, as the store has it. */
interface GroupChange {
  readonly name: string
  readonly singleSelect: number
  readonly kind: string
  readonly ordinal: number
  readonly details: string
  /** The sessions it is to have; null: those it has. */
  readonly members: readonly number[] | null
}

/** Reads a group as it is wanted. @param sessions null: those it has stay */
export async function parseGroup(
  reader: Reader,
  scope: OfEvent,
  wanted: GroupValue,
  sessions: GroupValue['Sessions'],
): Promise<GroupChange | Failure> {
  const name = parseName(wanted.Name)
  if (name instanceof Failure) return name
  const members = sessions?.map((session) => session?.SessionId ?? 0) ?? null
  if (members) {
    const known = new Set((await reader.all(sessionsForRules, scope)).map((session) => session.id))
    const wrong = members.findIndex((id) => !known.has(id))
    if (wrong !== -1) {
      return failField(`Sessions[${wrong}]`, serviceErrors.ArgumentException, `a SessionId of event ${scope.event}`)
    }
  }
  return {
    name,
    singleSelect: wanted.SingleSelect ? 1 : 0,
    kind: wanted.Type,
    ordinal: wanted.Ordinal,
    details: groupDetails.write(wanted),
    members,
  }
}

/** What the change does to those who hold sessions of the group. */
export async function groupConflicts(
  reader: Reader,
  scope: OfEvent,
  id: number,
  { singleSelect, members }: GroupChange,
): Promise<Reason[]> {
  const before = (await reader.all(sessionsForRules, scope)).map(toRuleSession)
  const isMember = (session: { id: number; groupId: number | null }) =>
    members ? members.includes(session.id) : session.groupId === id
  const after = before.map((session) => {
    if (isMember(session)) return { ...session, groupId: id, singleSelect: singleSelect === 1 }
    return session.groupId === id ? { ...session, groupId: null, singleSelect: false } : session
  })
  const field = members ? 'Sessions' : 'SingleSelect'
  return scheduleConflicts(reader, scope, before, after, { overlap: field, singleSelect: field })
}

/** Writes the change; the group is there. */
export async function applyGroup(
  transaction: Transaction,
  scope: OfEvent,
  id: number,
  { members, ...columns }: GroupChange,
  { at }: Actor,
): Promise<void> {
  await transaction.run(updateGroup, { ...scope, id, ...columns, at })
  if (!members) return
  const sessions = await transaction.all(sessionsForRules, scope)
  const idsWhere = (isWanted: (session: { id: number; group_id: number | null }) => boolean) =>
    sessions.filter(isWanted).map((session) => session.id)
  const leaving = idsWhere((session) => session.group_id === id && !members.includes(session.id))
  const joining = idsWhere((session) => session.group_id !== id && members.includes(session.id))
  await transaction.run(setSessionGroup, { ...scope, group: null, ids: leaving, at })
  await transaction.run(setSessionGroup, { ...scope, group: id, ids: joining, at })
}
