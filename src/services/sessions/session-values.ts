import { EventSessions } from '../../contract/event-sessions.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import type { sessionById } from '../../store/queries/reports/session-list.ts'
import type { RowOf } from '../../store/statement.ts'
import { type AuditFields, factsOf } from '../shared/audit-diff.ts'
import { dateOf } from '../shared/date-fields.ts'
import { jsonColumn } from '../shared/json-column.ts'
import { ticketIds } from '../shared/session-rows.ts'

export type SessionValue = Value<typeof EventSessions>
type Row = RowOf<typeof sessionById>

/** What a caller may change of a session. */
export const sessionFields = [
  'Name',
  'Presenter',
  'StartDate',
  'StartTime',
  'EndDate',
  'EndTime',
  'AllowOverlap',
  'MaxRegistrants',
  'Description',
  'AllowCEUs',
  'Tickets',
  'ChargeForSession',
  'SessionGroupId',
  'SortByName',
  'Room',
] as const

/** What the store only keeps. */
export const sessionDetails = jsonColumn(EventSessions, ['Description', 'AllowCEUs', 'ChargeForSession', 'SortByName'])
const allFacts = jsonColumn(EventSessions, sessionFields)

/** What the audit tells of a session. */
export function sessionAuditFields(session: SessionValue): AuditFields {
  return factsOf(allFacts.write(session))
}

/** A session of the store as the contract has it. */
export function sessionValue(row: Row): SessionValue {
  return EventSessions.create({
    ...sessionDetails.read(row.details),
    SessionId: row.id,
    EventId: row.event_id,
    DateCreated: DateTime.fromEpoch(row.created_at),
    Name: row.name,
    Presenter: row.presenter,
    StartDate: dateOf(row.start_date),
    StartTime: row.start_time,
    EndDate: dateOf(row.end_date),
    EndTime: row.end_time,
    AllowOverlap: row.allow_overlap === 1,
    MaxRegistrants: row.max_registrants,
    RegistrantCount: row.assigned ?? 0,
    NonCanceledCount: row.taken,
    Tickets: [...ticketIds(row.tickets)],
    SessionGroupId: row.group_id,
    Room: row.room,
    AttendedCount: row.attended ?? 0,
  })
}
