import { type Failure, failField } from '../../protocol/schema/failure.ts'
import type { Reader, Transaction } from '../../store/engine.ts'
import { eventById } from '../../store/queries/events.ts'
import {
  lockRegistrationByBadge,
  lockRegistrationByKey,
  registrationByBadge,
  registrationByKey,
  registrationKey,
} from '../../store/queries/registrations.ts'
import { type MissingResource, serviceErrors } from './errors.ts'

/** How a request names a registration. Source: contract.md, "Which registration". */
export interface RegistrationName {
  readonly RegistrationID: string | null
  /** Null or 0, which the samples of the metadata pages show, is not given. */
  readonly BadgeNumber: number | null
}

export interface FoundRegistration {
  /** Its number within the event, by which the store knows it. */
  readonly id: number
  readonly registrationId: string
  readonly badgeNumber: number | null
  readonly cancelled: boolean
}

/** The field that names the registration; null when none does. */
export function identifyingField({ RegistrationID, BadgeNumber }: RegistrationName): keyof RegistrationName | null {
  if (RegistrationID !== null && RegistrationID.trim() !== '') return 'RegistrationID'
  return BadgeNumber ? 'BadgeNumber' : null
}

const plain = { byKey: registrationByKey, byBadge: registrationByBadge }
const locked = { byKey: lockRegistrationByKey, byBadge: lockRegistrationByBadge }

/**
 * The registration that a request names, by RegistrationID or by BadgeNumber.
 * @returns a failure where it names none, there is none, or the two name different ones
 */
export async function findRegistration(
  reader: Reader,
  client: number,
  event: number,
  name: RegistrationName,
  { byKey, byBadge } = plain,
): Promise<FoundRegistration | Failure> {
  const field = identifyingField(name)
  if (field === null) {
    return failField('RegistrationID', serviceErrors.ArgumentException, 'a RegistrationID or a BadgeNumber')
  }
  const badge = name.BadgeNumber ?? 0
  const key = registrationKey(name.RegistrationID ?? '')
  const row =
    field === 'RegistrationID'
      ? await reader.first(byKey, { client, event, key })
      : await reader.first(byBadge, { client, event, badge })
  if (!row) {
    if (!(await reader.first(eventById, { client, event }))) {
      return failField('EventID', serviceErrors.NotFound, { kind: 'event', event })
    }
    const missing: MissingResource =
      field === 'BadgeNumber' ? { kind: 'badge', event, badge } : { kind: 'registration', event, key }
    return failField(field, serviceErrors.NotFound, missing)
  }
  if (badge !== 0 && row.badge_number !== badge) {
    return failField('BadgeNumber', serviceErrors.RegistrationMismatch, badge)
  }
  return {
    id: row.id,
    registrationId: row.registration_id,
    badgeNumber: row.badge_number,
    cancelled: row.cancelled === 1,
  }
}

/** As {@link findRegistration}; what it finds stays as it is until the transaction ends. */
export function lockRegistration(
  transaction: Transaction,
  client: number,
  event: number,
  name: RegistrationName,
): Promise<FoundRegistration | Failure> {
  return findRegistration(transaction, client, event, name, locked)
}
