import { EventLocation, EventRegistrationSettings, Events } from '../../contract/events.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import type { eventById } from '../../store/queries/events.ts'
import type { RowOf } from '../../store/statement.ts'
import { isOffsetZone, offsetAt } from '../../time/zone.ts'
import { type AuditFields, factsOf } from '../shared/audit-diff.ts'
import { dateOf } from '../shared/date-fields.ts'
import { offsetOf } from '../shared/event-zone.ts'
import { jsonColumn } from '../shared/json-column.ts'

export type EventValue = Value<typeof Events>
export type EventRow = RowOf<typeof eventById>

const kept = [
  'ActivateOn',
  'DisplayDate',
  'DisplayTime',
  'DateTimeOffset',
  'DateTimeOffsetDST',
  'Comments',
  'Description',
  'Logo',
  'LogoName',
  'Recurrence',
  'Location',
  'Contact',
  'Visibility',
  'ParentEventId',
  'UpdateSeries',
  'Categories',
  'Groups',
  'EventGuid',
  'IsVirtual',
  'Featured',
  'MemberID',
] as const

/** What a caller may change of an event. */
export const eventFields = [
  'Active',
  'Name',
  'StartDate',
  'StartTime',
  'EndDate',
  'EndTime',
  'Registration',
  ...kept,
] as const

/** What the store only keeps. */
export const eventDetails = jsonColumn(Events, kept)
const allFacts = jsonColumn(Events, eventFields)

/** What the audit tells of an event. */
export function eventAuditFields(event: EventValue): AuditFields {
  return factsOf(allFacts.write(event))
}

/** An event of the store as the contract has it. */
export function eventValue(row: EventRow): EventValue {
  const read = eventDetails.read(row.details)
  const zone = row.time_zone
  const isNamed = !isOffsetZone(zone)
  return Events.create({
    ...read,
    ...(isNamed && offsetOf(zone, row.starts_at ?? row.created_at)),
    Location: locationOf(read.Location ?? null, isNamed ? zone : null),
    EventId: row.id,
    Active: row.active === 1,
    Name: row.name,
    StartDate: dateOf(row.start_date) ?? DateTime.min,
    StartTime: row.start_time,
    EndDate: dateOf(row.end_date) ?? DateTime.min,
    EndTime: row.end_time,
    Registration: registrationOf(row),
    LastModifiedDate: DateTime.fromEpoch(row.modified_at),
  })
}

function locationOf(stored: EventValue['Location'], TimeZone: string | null): EventValue['Location'] {
  return stored === null && TimeZone === null ? null : { ...(stored ?? EventLocation.create()), TimeZone }
}

function registrationOf({ max_registrants, opens_at, closes_at, time_zone }: EventRow) {
  if (max_registrants === null && opens_at === null && closes_at === null) return null
  const shown = (at: number | null) => (at === null ? null : DateTime.fromEpoch(at, offsetAt(at, time_zone).minutes))
  return EventRegistrationSettings.create({
    MaxRegistrants: max_registrants,
    OpensOn: shown(opens_at),
    ClosesOn: shown(closes_at),
  })
}
