import { DateTime, parseDateTime } from '../../protocol/schema/datetime.ts'
import { type Failure, failField } from '../../protocol/schema/failure.ts'
import { type DateTimeError, type ParsedDateTime, parseZonedDateTime, resolveWallClock } from '../../time/date-time.ts'
import { programmeErrors } from './programme-errors.ts'

/** When an event or a session is, as the contract has it: the date of a DateTime, and a time as text. */
export interface TimeFields {
  /** Null or the default of a DateTime: none. */
  readonly StartDate: DateTime | null
  readonly StartTime: string | null
  readonly EndDate: DateTime | null
  readonly EndTime: string | null
}

/** The same as the store has it: the wall clock of the event's zone, and milliseconds since 1970-01-01 UTC. */
export interface Times {
  readonly startDate: string | null
  readonly startTime: string | null
  readonly endDate: string | null
  readonly endTime: string | null
  readonly startsAt: number | null
  readonly endsAt: number | null
}

/** The instants that are stored. */
type Known = Pick<Times, 'startsAt' | 'endsAt'>

/**
 * Reads the times on the wall clock of `zone`. A time that its clocks show twice, when they go back, is the one that is
 * stored, or that the offset of the date tells; where neither tells, it is refused, as is one that the clocks leave out.
 */
export function parseTimes(asked: TimeFields, zone: string, known: Known): Times | Failure {
  const start = edge(asked.StartDate, asked.StartTime, null, zone, known.startsAt)
  if (start?.kind === 'problem') return refused(start.of === 'date' ? 'StartDate' : 'StartTime', start.reason)
  const end = edge(asked.EndDate, asked.EndTime, start?.date ?? null, zone, known.endsAt)
  if (end?.kind === 'problem') return refused(end.of === 'date' ? 'EndDate' : 'EndTime', end.reason)
  if (start && end && endsEarly(start, end)) {
    return refused(end.time === null ? 'EndDate' : 'EndTime', 'the end is before the start')
  }
  return {
    startDate: start?.date ?? null,
    startTime: start?.time ?? null,
    endDate: end?.date ?? null,
    endTime: end?.time ?? null,
    startsAt: start?.epochMs ?? null,
    endsAt: end?.epochMs ?? null,
  }
}

/**
 * Leaves out the stored time of a date that the caller takes away.
 * @param sent the names of the fields that the caller sent
 */
export function withoutLooseTimes<T extends TimeFields>(wanted: T, sent: ReadonlySet<string>): T {
  return {
    ...wanted,
    ...(!isSet(wanted.StartDate) && !sent.has('StartTime') && { StartTime: null }),
    ...(!isSet(wanted.EndDate) && !sent.has('EndTime') && { EndTime: null }),
  }
}

/** A date of the store as the contract has it. */
export function dateOf(text: string | null): DateTime | null {
  return text === null ? null : (parseDateTime(text) ?? null)
}

/** The calendar day of a date: `2025-11-01`. */
export function dayOf(date: DateTime): string {
  return date.toISO().slice(0, 10)
}

/** A moment such as the opening of registration: without an offset, of the wall clock of `zone`. */
export function parseInstant(field: string, date: DateTime | null, zone: string): number | null | Failure {
  if (!isSet(date)) return null
  const read = parseZonedDateTime(date.toXsd(), zone)
  return read.kind === 'moment' ? read.epochMs : refused(field, read.reason)
}

function isSet(date: DateTime | null): date is DateTime {
  return date !== null && date.wallMs !== DateTime.min.wallMs
}

/** @param otherDay the day that a time without a date is of */
function edge(
  date: DateTime | null,
  time: string | null,
  otherDay: string | null,
  zone: string,
  known: number | null,
): ParsedDateTime | DateTimeError | null {
  const clock = time?.trim() ? time.trim() : null
  if (!isSet(date)) {
    if (clock === null) return null
    if (otherDay === null) return { kind: 'problem', of: 'time', reason: 'a time needs its date' }
    return resolveWallClock(otherDay, clock, zone, known)
  }
  const day = dayOf(date)
  // Clients whose dates have a time send it there; midnight is how a date alone is sent.
  if (clock === null && date.toISO().slice(11, 19) !== '00:00:00') return parseZonedDateTime(date.toXsd(), zone)
  if (clock === null || date.offset === null) return resolveWallClock(day, clock, zone, known)
  const told = parseZonedDateTime(`${day} ${clock}${date.toXsd().slice(date.offset === 0 ? -1 : -6)}`, zone)
  return resolveWallClock(day, clock, zone, told.kind === 'moment' ? told.epochMs : known)
}

function endsEarly(start: ParsedDateTime, end: ParsedDateTime): boolean {
  if (start.epochMs !== null && end.epochMs !== null) return end.epochMs < start.epochMs
  return end.date < start.date
}

/** @param reason as the readers of moments give it: a sentence without its first capital and full stop */
function refused(field: string, reason: string): Failure {
  return failField(field, programmeErrors.ArgumentException, reason)
}
