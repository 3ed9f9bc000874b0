import { Failure, failField } from '../../protocol/schema/failure.ts'
import type { Transaction } from '../../store/engine.ts'
import { eventById } from '../../store/queries/events.ts'
import { ticketsOf } from '../../store/queries/registration-tickets.ts'
import { registrationKey } from '../../store/queries/registrations.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import type { RowOf } from '../../store/statement.ts'
import { serviceErrors } from '../shared/errors.ts'
import { findRegistration } from '../shared/find-registration.ts'
import { loadRegistration } from './load-registration.ts'
import { parseRegistrant, type RegistrationColumns } from './parse-registrant.ts'
import {
  mergedRegistrant,
  type RegistrationRequest,
  type RegistrationRow,
  registrantValue,
} from './registrant-values.ts'
import { eachOnce } from './registration-tickets.ts'

/** A change of a registration: as it is, and as it is to be. */
export interface RegistrationChange {
  readonly scope: OfEvent
  readonly event: RowOf<typeof eventById>
  readonly row: RegistrationRow
  readonly columns: RegistrationColumns
  /** Ids, ascending. */
  readonly before: readonly number[]
  readonly tickets: readonly number[]
}

/** Finds the registration that is to be changed, and reads how. */
export async function parseChange(
  transaction: Transaction,
  request: RegistrationRequest,
): Promise<RegistrationChange | Failure> {
  const scope = { client: request.ClientID, event: request.EventID }
  const given = request.Registrant
  const RegistrationID =
    request.RegistrationID?.trim() || (request.BadgeNumber ? null : (given?.RegistrationID ?? null))
  const name = { RegistrationID, BadgeNumber: request.BadgeNumber }
  const found = await findRegistration(transaction, scope.client, scope.event, name)
  if (found instanceof Failure) return found
  const row = await loadRegistration(transaction, scope, found.id)
  const event = await transaction.first(eventById, scope)
  if (!event) return failField('EventID', serviceErrors.NotFound, { kind: 'event', event: scope.event })
  if (given?.RegistrationID?.trim() && registrationKey(given.RegistrationID) !== row.registration_key) {
    return failField('Registrant.RegistrationID', serviceErrors.ArgumentException, 'the RegistrationID as it is')
  }
  const before = (await transaction.all(ticketsOf, { ...scope, registration: row.id })).map((each) => each.ticket_id)
  const stored = registrantValue(row, before)
  // A badge of 0 is none given, as in the samples of the pages.
  const wanted = given ? mergedRegistrant(stored, { ...given, BadgeNumber: given.BadgeNumber || null }) : stored
  const columns = parseRegistrant(wanted, row.registration_id, event.time_zone, row.registered_at)
  if (columns instanceof Failure) return columns
  return { scope, event, row, columns, before, tickets: eachOnce(wanted.Tickets ?? []) }
}

/** The registration once it is changed. */
export function changedRow({ row, columns }: RegistrationChange): RegistrationRow {
  return {
    ...row,
    badge_number: columns.badge,
    first_name: columns.firstName,
    last_name: columns.lastName,
    status: columns.status,
    cancelled: columns.cancelled,
    registered_at: columns.registeredAt,
    details: columns.details,
  }
}
