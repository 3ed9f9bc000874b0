import { type ParsedDateTime, parseWallClock, parseZonedDateTime } from '../../time/date-time.ts'
import type { SessionField } from './columns.ts'
import type { RowReader } from './row-reader.ts'

/** A session to be added. */
export interface SessionRow {
  /** Of the file it came from. */
  readonly line: number
  readonly id: number
  readonly name: string
  readonly presenter: string | null
  readonly start: ParsedDateTime | null
  readonly end: ParsedDateTime | null
  readonly allowOverlap: boolean
  /** Null or 0: no limit. */
  readonly maxRegistrants: number | null
  readonly group: GroupNamed | null
  /** Ids, ascending. */
  readonly tickets: readonly number[]
  readonly room: string | null
  readonly kind: string | null
}

/** A group as a row names it: by id, by name, or both. */
export interface GroupNamed {
  readonly id: number | null
  readonly name: string | null
  /** Null: as the group has it. */
  readonly singleSelect: boolean | null
}

/** @param zone the event's @returns null when the row is bad, and noted so */
export function parseSessionRow(row: RowReader<SessionField>, zone: string): SessionRow | null {
  const id = row.required('SessionId', () => row.number('SessionId', 1))
  const name = row.required('Name', () => row.text('Name', 500))
  const start = readEdge(row, { whole: 'Start', date: 'StartDate', time: 'StartTime' }, null, zone)
  const end = readEdge(row, { whole: 'End', date: 'EndDate', time: 'EndTime' }, start?.date ?? null, zone)
  if (start && end && endsEarly(start, end)) {
    row.problem(row.has('End') ? 'End' : end.time === null ? 'EndDate' : 'EndTime', 'is before the start')
  }
  const session = {
    line: row.line,
    presenter: row.text('Presenter', 500),
    start,
    end,
    allowOverlap: row.truth('AllowOverlap') ?? false,
    maxRegistrants: row.number('MaxRegistrants', 0),
    group: readGroup(row),
    tickets: row.ids('Tickets'),
    room: row.text('Room', 200),
    kind: row.text('Type', 100),
  }
  return row.isGood && id !== null && name !== null ? { ...session, id, name } : null
}

interface EdgeFields {
  readonly whole: SessionField
  readonly date: SessionField
  readonly time: SessionField
}

/** @param defaultDate the date that a time without one is of */
function readEdge(
  row: RowReader<SessionField>,
  fields: EdgeFields,
  defaultDate: string | null,
  zone: string,
): ParsedDateTime | null {
  const whole = row.text(fields.whole, 60)
  const time = row.text(fields.time, 60)
  const givenDate = row.text(fields.date, 60)
  if (whole !== null && (givenDate !== null || time !== null)) {
    return row.problem(fields.whole, `is given twice: by ${fields.whole}, and by ${fields.date} or ${fields.time}`)
  }
  const date = givenDate ?? defaultDate
  if (whole === null && date === null) {
    // The missing date of a bad start is no second problem.
    return time !== null && row.isGood ? row.problem(fields.time, `has no ${fields.date}`) : null
  }
  const moment = whole === null ? parseWallClock(date ?? '', time, zone) : parseZonedDateTime(whole, zone)
  if (moment.kind === 'moment') return moment
  return row.problem(whole === null ? fields[moment.of] : fields.whole, moment.reason)
}

function endsEarly(start: ParsedDateTime, end: ParsedDateTime): boolean {
  if (start.epochMs !== null && end.epochMs !== null) return end.epochMs < start.epochMs
  return end.date < start.date
}

function readGroup(row: RowReader<SessionField>): GroupNamed | null {
  const id = row.number('SessionGroupId', 1)
  const name = row.text('SessionGroup', 200)
  const singleSelect = row.truth('SingleSelect')
  if (id !== null || name !== null) return { id, name, singleSelect }
  return singleSelect && row.isGood ? row.problem('SingleSelect', 'needs a SessionGroupId or a SessionGroup') : null
}
