import { DateTime } from '../../protocol/schema/datetime.ts'
import type { Failure } from '../../protocol/schema/failure.ts'
import { parseInstant } from '../shared/date-fields.ts'

/** A wish to check in, or to take that back. */
export interface CheckInRequest {
  /** False takes a check-in back. */
  readonly attends: boolean
  /** The default of a DateTime: none is given. */
  readonly date: DateTime
}

/** What attendance becomes, and how the answer tells it. */
export interface Attendance {
  /** Milliseconds since 1970-01-01 UTC; null: not there. */
  readonly attendedAt: number | null
  readonly message: string
}

/**
 * Decides what attendance becomes. One who is checked in already stays so since then, unless another date is given.
 * @param before when it was checked in, if it was
 * @param zone the event's, on whose clocks a date without an offset is read
 * @param what is checked in: `Registration X`
 * @param at now
 */
export function checkedAttendance(
  { attends, date }: CheckInRequest,
  before: number | null,
  zone: string,
  what: string,
  at: number,
): Attendance | Failure {
  if (!attends) {
    const message = before === null ? `${what} was not checked in.` : `The check-in of ${what} is taken back.`
    return { attendedAt: null, message }
  }
  const given = parseInstant('CheckInDate', date, zone)
  if (given !== null && typeof given !== 'number') return given
  if (before !== null && (given === null || given === before)) {
    return { attendedAt: before, message: `${what} was checked in already.` }
  }
  return { attendedAt: given ?? at, message: `${what} is checked in.` }
}

/** An instant as the audit tells it. */
export function attendanceField(attendedAt: number | null): string | null {
  return attendedAt === null ? null : DateTime.fromEpoch(attendedAt).toISO()
}
