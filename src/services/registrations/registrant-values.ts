import {
  EventRegistrationRegistrant,
  type EventRegistrations,
  RegistrationStatus,
} from '../../contract/event-registrations.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import type { registrationById } from '../../store/queries/registrations.ts'
import { registrationKey } from '../../store/queries/registrations.ts'
import type { RowOf } from '../../store/statement.ts'
import { type AuditFields, factsOf } from '../shared/audit-diff.ts'
import { jsonColumn } from '../shared/json-column.ts'

export type RegistrationRequest = Value<typeof EventRegistrations>
export type RegistrantValue = Value<typeof EventRegistrationRegistrant>
export type Status = Value<typeof RegistrationStatus>
export type RegistrationRow = RowOf<typeof registrationById>

/** What the store only keeps. */
const kept = [
  'OrderID',
  'ProfileID',
  'InvoiceID',
  'PrimaryRegistrantRegistrationID',
  'PrimaryRegistrantProfileID',
  'AttendeeType',
  'CustomFormDataSet',
  'CustomFormDataSetAttachments',
] as const

/** What a caller may set of a registrant. */
const settable = ['Status', 'FirstName', 'LastName', 'BadgeNumber', 'DateRegistered', 'Tickets', ...kept] as const

export const registrantDetails = jsonColumn(EventRegistrationRegistrant, kept)
const allFacts = jsonColumn(EventRegistrationRegistrant, settable)

/** What the audit tells of a registration. */
export function registrantAuditFields(registrant: RegistrantValue): AuditFields {
  return factsOf(allFacts.write(registrant))
}

/** A registration of the store as the contract has it, without what other tables tell of it. */
export function registrantValue(row: RegistrationRow, tickets: readonly number[]): RegistrantValue {
  const isAttended = row.attended_at !== null
  return EventRegistrationRegistrant.create({
    ...registrantDetails.read(row.details),
    Status: row.status,
    FirstName: row.first_name,
    LastName: row.last_name,
    BadgeNumber: row.badge_number,
    RegistrationID: row.registration_id,
    DateRegistered: DateTime.fromEpoch(row.registered_at),
    Attended: isAttended ? 'Yes' : 'No',
    IsAttended: isAttended,
    IsPrimaryRegistrant: isPrimary(row),
    Tickets: [...tickets],
    LastModifiedDate: DateTime.fromEpoch(row.modified_at),
  })
}

/** Whether a registration came by itself: no other one is named as the primary. */
export function isPrimary({ registration_id, details }: Pick<RegistrationRow, 'registration_id' | 'details'>): boolean {
  const primary = registrationKey(registrantDetails.read(details).PrimaryRegistrantRegistrationID ?? '')
  return primary === '' || primary === registrationKey(registration_id)
}

/** The wanted registrant: the members that are set, over those that are stored. A list counts as a whole. */
export function mergedRegistrant(stored: RegistrantValue, given: RegistrantValue): RegistrantValue {
  const set = Object.entries(given).filter(([, value]) => value !== null)
  const primary = given.IsPrimaryRegistrant && given.PrimaryRegistrantRegistrationID === null
  return {
    ...stored,
    ...Object.fromEntries(set),
    ...(primary && { PrimaryRegistrantRegistrationID: null }),
  }
}

/** A status by its name, in any letter case; the American spelling too. */
export function statusNamed(text: string): Status | undefined {
  const name = text.trim().toLowerCase()
  if (name === 'canceled') return 'Cancelled'
  return RegistrationStatus.names.find((each) => each.toLowerCase() === name)
}
