import { Failure, failField } from '../../protocol/schema/failure.ts'
import { registrationKey } from '../../store/queries/registrations.ts'
import { parseInstant } from '../shared/date-fields.ts'
import { serviceErrors } from '../shared/errors.ts'
import { type RegistrantValue, registrantDetails, type Status, statusNamed } from './registrant-values.ts'

/** All of a registration that a caller may change, as the store has it. */
export interface RegistrationColumns {
  readonly badge: number | null
  readonly firstName: string
  readonly lastName: string
  readonly status: Status
  readonly cancelled: number
  readonly registeredAt: number
  readonly details: string
}

/** In UTF-16 units. */
const longestName = 200
const longestId = 100
/** No form has more. */
const mostListed = 1_000

/**
 * Reads a registrant as it is wanted.
 * @param zone the event's
 * @param at when it is registered, where it does not say; in milliseconds since 1970-01-01 UTC
 */
export function parseRegistrant(
  wanted: RegistrantValue,
  registrationId: string,
  zone: string,
  at: number,
): RegistrationColumns | Failure {
  const firstName = readPart('FirstName', wanted.FirstName)
  if (firstName instanceof Failure) return firstName
  const lastName = readPart('LastName', wanted.LastName)
  if (lastName instanceof Failure) return lastName
  const status = statusNamed(wanted.Status?.trim() || 'Open')
  if (!status) return wrong('Status', 'InComplete, Open, Approved or Cancelled')
  if (wanted.BadgeNumber !== null && wanted.BadgeNumber < 0) return wrong('BadgeNumber', 'a number from 1')
  // An answered date comes back as it was: readers of wall clocks drop fractions of a second.
  const { DateRegistered: date } = wanted
  const registeredAt =
    date && date.offset !== null ? date.epochMs : parseInstant('Registrant.DateRegistered', date, zone)
  if (registeredAt instanceof Failure) return registeredAt
  for (const name of ['CustomFormDataSet', 'CustomFormDataSetAttachments', 'Tickets'] as const) {
    if ((wanted[name]?.length ?? 0) > mostListed) return wrong(name, `at most ${mostListed} entries`)
  }
  const other = registrationKey(wanted.PrimaryRegistrantRegistrationID ?? '')
  if (wanted.IsPrimaryRegistrant && other !== '' && other !== registrationKey(registrationId)) {
    return wrong('IsPrimaryRegistrant', 'false where PrimaryRegistrantRegistrationID names another registration')
  }
  return {
    badge: wanted.BadgeNumber || null,
    firstName,
    lastName,
    status,
    cancelled: status === 'Cancelled' ? 1 : 0,
    registeredAt: registeredAt ?? at,
    details: registrantDetails.write(wanted),
  }
}

/** The RegistrationID of a new registration; null: none is given. Both places may give it, if they give the same. */
export function parseRegistrationId(asked: string | null, ofRegistrant: string | null): string | null | Failure {
  const [id, other] = [asked?.trim() ?? '', ofRegistrant?.trim() ?? '']
  if (id !== '' && other !== '' && registrationKey(id) !== registrationKey(other)) {
    return wrong('RegistrationID', 'the RegistrationID of the request')
  }
  const given = id || other
  if (given.length > longestId) {
    return failField('RegistrationID', serviceErrors.ArgumentException, `at most ${longestId} characters`)
  }
  return given === '' ? null : given
}

function readPart(field: string, text: string | null): string | Failure {
  const trimmed = text?.trim() ?? ''
  return trimmed.length <= longestName ? trimmed : wrong(field, `at most ${longestName} characters`)
}

function wrong(member: string, expected: string): Failure {
  return failField(`Registrant.${member}`, serviceErrors.ArgumentException, expected)
}
