import { expected } from '../../time/messages.ts'
import type { RegistrationField } from './columns.ts'
import type { RowReader } from './row-reader.ts'

/** A registration to be added. */
export interface RegistrationRow {
  /** Of the file it came from. */
  readonly line: number
  /** Null: it is given a fresh one. */
  readonly registrationId: string | null
  readonly badgeNumber: number | null
  /** Empty where the file has none. */
  readonly firstName: string
  readonly lastName: string
  readonly status: Status
  /** Ids, ascending. */
  readonly tickets: readonly number[]
}

/** The contract's statuses. */
export type Status = 'InComplete' | 'Open' | 'Approved' | 'Cancelled'

/** Their names, and the usual spellings of them. */
const statuses: ReadonlyMap<string, Status> = new Map([
  ['open', 'Open'],
  ['approved', 'Approved'],
  ['confirmed', 'Approved'],
  ['incomplete', 'InComplete'],
  ['cancelled', 'Cancelled'],
  ['canceled', 'Cancelled'],
])

/** @returns null when the row is bad, and noted so */
export function parseRegistrationRow(row: RowReader<RegistrationField>): RegistrationRow | null {
  const registration = {
    line: row.line,
    registrationId: row.text('RegistrationID', 100),
    badgeNumber: row.number('BadgeNumber', 1),
    firstName: row.text('FirstName', 200) ?? '',
    lastName: row.text('LastName', 200) ?? '',
    status: readStatus(row),
    tickets: row.ids('Tickets'),
  }
  const { registrationId, badgeNumber, firstName, lastName } = registration
  if (row.isGood && registrationId === null && badgeNumber === null && firstName === '' && lastName === '') {
    row.problem(null, 'has no RegistrationID, BadgeNumber, FirstName or LastName')
  }
  return row.isGood ? registration : null
}

function readStatus(row: RowReader<RegistrationField>): Status {
  const text = row.text('Status', 60)
  if (text === null) return 'Open'
  const status = statuses.get(text.toLowerCase())
  if (status === undefined) row.problem('Status', expected('Open, Approved, InComplete or Cancelled', text))
  return status ?? 'Open'
}
