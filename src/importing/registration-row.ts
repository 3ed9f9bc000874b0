import { expected } from '../programme/expected.ts'
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
  readonly cancelled: boolean
  /** Ids, ascending. */
  readonly tickets: readonly number[]
}

/** The contract's statuses and their usual spellings; whether each is a cancelled one. */
const statuses: ReadonlyMap<string, boolean> = new Map([
  ['open', false],
  ['approved', false],
  ['confirmed', false],
  ['incomplete', false],
  ['cancelled', true],
  ['canceled', true],
])

/** @returns null when the row is bad, and noted so */
export function readRegistration(row: RowReader<RegistrationField>): RegistrationRow | null {
  const registration = {
    line: row.line,
    registrationId: row.text('RegistrationID', 100),
    badgeNumber: row.number('BadgeNumber', 1),
    firstName: row.text('FirstName', 200) ?? '',
    lastName: row.text('LastName', 200) ?? '',
    cancelled: readCancelled(row),
    tickets: row.ids('Tickets'),
  }
  const { registrationId, badgeNumber, firstName, lastName } = registration
  if (row.isGood && registrationId === null && badgeNumber === null && firstName === '' && lastName === '') {
    row.problem(null, 'has no RegistrationID, BadgeNumber, FirstName or LastName')
  }
  return row.isGood ? registration : null
}

function readCancelled(row: RowReader<RegistrationField>): boolean {
  const status = row.text('Status', 60)
  if (status === null) return false
  const cancelled = statuses.get(status.toLowerCase())
  if (cancelled === undefined) row.problem('Status', expected('Open, Approved, InComplete or Cancelled', status))
  return cancelled ?? false
}
