import { DateTime } from 'luxon'
import { expected } from './messages.ts'

/** A date, and a time of it where one is given. */
export interface ParsedDateTime {
  readonly kind: 'moment'
  /** The wall clock of the event's zone: `2025-11-01`. */
  readonly date: string
  /** `10:30`, or `10:30:15` where the seconds are not 0; null for the date alone. */
  readonly time: string | null
  /** Milliseconds since 1970-01-01 UTC; null for the date alone. */
  readonly epochMs: number | null
}

export interface DateTimeError {
  readonly kind: 'problem'
  readonly of: 'date' | 'time'
  readonly reason: string
}

const dateTime =
  /^(\d{4}-\d\d-\d\d)(?:[T ]+(\d[\d:]*)(?:\.\d+)?(?: ?([ap])\.?m\.?)? ?(z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?$/i
const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?(?: ?([ap])\.?m\.?)?$/i

/**
 * Reads `2025-11-01T10:30`, with or without seconds, zone offset or, indeed, time. One with an offset is that instant;
 * one without is the wall clock of `zone`. Fractions of a second are dropped.
 */
export function parseZonedDateTime(text: string, zone: string): ParsedDateTime | DateTimeError {
  const match = dateTime.exec(text)
  const [, date, time, half, offset] = match ?? []
  if (!date) return problem('date', expected('a date and time such as 2025-11-01T10:30', text))
  if (!time) return parseWallClock(date, null, zone)
  const wall = `${time}${half ? ` ${half}m` : ''}`
  if (!offset) return parseWallClock(date, wall, zone)
  const there = parseWallClock(date, wall, 'utc')
  if (there.kind === 'problem') return there
  const instant = DateTime.fromISO(`${there.date}T${there.time}${offset.toUpperCase()}`, { zone })
  return instant.isValid ? momentAt(instant) : problem('time', expected('an offset such as +01:00', offset))
}

/**
 * Reads a date such as `2025-11-01`, and a time such as `10:30`, `10:30:15` or `1:30 PM`, of the wall clock of `zone`.
 *
 * Where clocks go forward some times do not exist, and where they go back some are twice. Neither is guessed at: the
 * caller can still say which time is meant, by a date and time with an offset.
 */
export function parseWallClock(date: string, time: string | null, zone: string): ParsedDateTime | DateTimeError {
  const day = /^(\d{4}-\d\d-\d\d)(?:[T ]00:00(?::00(?:\.0+)?)?)?$/.exec(date)?.[1]
  const calendar = DateTime.fromISO(day ?? '', { zone: 'utc' })
  if (!day || !calendar.isValid) return problem('date', expected('a date such as 2025-11-01', date))
  if (time === null) return { kind: 'moment', date: day, time: null, epochMs: null }

  const wanted = clockOf(time)
  if (!wanted) return problem('time', expected('a time from 00:00 to 23:59', time))
  const { year, month, day: dayOfMonth } = calendar
  const found = DateTime.fromObject({ year, month, day: dayOfMonth, ...wanted }, { zone })
  if (!found.isValid) return problem('time', expected('a date and time', `${date} ${time}`))
  if (found.day !== dayOfMonth || found.hour !== wanted.hour || found.minute !== wanted.minute) {
    return problem('time', `the clocks of ${zone} leave ${day} ${time} out; give the time they show instead`)
  }
  if (found.getPossibleOffsets().length > 1) {
    return problem(
      'time',
      `the clocks of ${zone} show ${day} ${time} twice; give the date and time with an offset, such as +01:00`,
    )
  }
  return momentAt(found)
}

/**
 * As {@link parseWallClock}, but a time that clocks show twice is the instant `known` where that is one of the two.
 * @param known milliseconds since 1970-01-01 UTC
 */
export function resolveWallClock(
  date: string,
  time: string | null,
  zone: string,
  known: number | null,
): ParsedDateTime | DateTimeError {
  const read = parseWallClock(date, time, zone)
  if (read.kind === 'moment' || known === null) return read
  const wanted = parseWallClock(date, time, 'utc')
  const there = DateTime.fromMillis(known, { zone })
  if (wanted.kind === 'problem' || !there.isValid) return read
  const shown = momentAt(there)
  return shown.date === wanted.date && shown.time === wanted.time ? shown : read
}

function clockOf(time: string): { hour: number; minute: number; second: number } | null {
  const [, hours, minutes, seconds = '0', half] = clock.exec(time) ?? []
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)]
  if (!hours || minute > 59 || second > 59) return null
  if (half === undefined) return hour <= 23 ? { hour, minute, second } : null
  if (hour < 1 || hour > 12) return null
  return { hour: (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0), minute, second }
}

function momentAt(at: DateTime<true>): ParsedDateTime {
  const time = at.toFormat(at.second === 0 ? 'HH:mm' : 'HH:mm:ss')
  return { kind: 'moment', date: at.toISODate(), time, epochMs: at.toMillis() }
}

function problem(of: DateTimeError['of'], reason: string): DateTimeError {
  return { kind: 'problem', of, reason }
}
