import type { SessionField } from './columns.ts'
import type { ImportRefused } from './report.ts'
import { importRefused } from './report.ts'
import type { ScheduleEntry } from './schedule-entry.ts'
import { parseJsonSchedule } from './schedule-json.ts'
import { parseXmlSchedule } from './schedule-xml.ts'
import { type Header, maxRows, type Table, type TableRow } from './table.ts'

/** The fields of a session that a schedule gives, with what it calls them. */
export const scheduleFields = [
  ['SessionId', 'id'],
  ['Name', 'title'],
  ['Presenter', 'persons'],
  ['Start', 'date'],
  ['End', 'duration'],
  ['MaxRegistrants', 'capacity'],
  ['SessionGroup', 'track'],
  ['Room', 'room'],
  ['Type', 'type'],
] as const satisfies readonly (readonly [SessionField, string])[]

/** Whether a file is a schedule, and no table: it begins as JSON or XML does. */
export function isSchedule(text: string): boolean {
  return /^\uFEFF?\s*[{<]/.test(text)
}

/**
 * Reads a schedule as pretalx and frab export it, in JSON or XML, as a table of sessions. A talk ends its duration after
 * its date; its track becomes its session group; its places are those of its room, where the file tells them.
 */
export function readSchedule(text: string): Table<SessionField> | ImportRefused {
  const content = text.replace(/^\uFEFF/, '')
  const talks = content.trimStart().startsWith('<') ? parseXmlSchedule(content) : parseJsonSchedule(content)
  if ('kind' in talks) return talks
  if (talks.length > maxRows) return importRefused('TooManyRows', `The file has more than ${maxRows} talks.`)
  return {
    kind: 'table',
    count: talks.length,
    rows: talks.map(rowOf),
    headers: new Map<SessionField, Header>(scheduleFields.map(([field, name], index) => [field, { index, name }])),
    ignoredColumns: [],
  }
}

function rowOf(talk: ScheduleEntry, index: number): TableRow {
  const { id, title, persons, date, duration, capacity, track, room, type } = talk
  const cells = [id, title, persons.join(', '), date, endOf(date, duration), capacity, track, room, type]
  return { line: talk.line ?? index + 1, cells, ...(talk.place !== null && { place: talk.place }) }
}

const naive = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d)?)$/

/** When a talk ends, as a date and time; what cannot be read is left for the reader of rows to tell. */
function endOf(date: string, duration: string): string {
  const length = millisecondsOf(duration)
  if (date === '' || duration === '') return ''
  if (length === null) return duration
  // A time without an offset stays one.
  const isNaive = naive.test(date)
  const start = Date.parse(isNaive ? `${date}Z` : date)
  if (Number.isNaN(start)) return ''
  const end = new Date(start + length).toISOString()
  return isNaive ? end.slice(0, 19) : end
}

/** `00:45`, `1:30:00`, or days before that: `1:02:30:00`. */
function millisecondsOf(duration: string): number | null {
  const parts = /^(?:(\d{1,3}):)?(\d{1,3}):(\d\d)(?::(\d\d))?$/.exec(duration.trim())
  if (!parts) return null
  const [, first, second, third, fourth] = parts
  // Three parts are hours, minutes and seconds; four have days before them.
  const [days, hours, minutes, seconds] =
    first !== undefined && fourth === undefined ? [0, first, second, third] : [first ?? 0, second, third, fourth ?? 0]
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000
}
