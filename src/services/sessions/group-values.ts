import { EventSessionGroups, SessionGroupType } from '../../contract/event-sessions.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import type { groupById } from '../../store/queries/session-groups.ts'
import type { RowOf } from '../../store/statement.ts'
import { type AuditFields, factsOf } from '../shared/audit-diff.ts'
import { jsonColumn } from '../shared/json-column.ts'
import type { SessionValue } from './session-values.ts'

export type GroupValue = Value<typeof EventSessionGroups>
type Row = RowOf<typeof groupById>

/** What a caller may change of a group; the sessions in it besides. */
export const groupFields = ['Name', 'SingleSelect', 'ExpandOnRegistration', 'Type', 'Ordinal'] as const

/** What the store only keeps. */
export const groupDetails = jsonColumn(EventSessionGroups, ['ExpandOnRegistration'])
const allFacts = jsonColumn(EventSessionGroups, groupFields)

/** What the audit tells of a group. */
export function groupAuditFields(group: GroupValue): AuditFields {
  const ids = group.Sessions?.map((session) => session?.SessionId)
  return { ...factsOf(allFacts.write(group)), Sessions: ids?.sort((a, b) => (a ?? 0) - (b ?? 0)) ?? [] }
}

/** A group of the store as the contract has it, with its sessions in their order. */
export function groupValue(row: Row, sessions: readonly SessionValue[]): GroupValue {
  return EventSessionGroups.create({
    ...groupDetails.read(row.details),
    SessionGroupId: row.id,
    EventId: row.event_id,
    Name: row.name,
    SingleSelect: row.single_select === 1,
    Type: SessionGroupType.names.find((name) => name === row.kind) ?? SessionGroupType.names[0],
    Sessions: sessions.filter((session) => session.SessionGroupId === row.id),
    Ordinal: row.ordinal,
  })
}
