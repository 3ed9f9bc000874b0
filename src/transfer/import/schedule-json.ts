import { type ImportRefused, importRefused } from './report.ts'
import type { ScheduleEntry } from './schedule-entry.ts'

/**
 * The talks of a schedule.json as pretalx and frab export it: schedule, conference, days, rooms by name, and in each its
 * talks. The capacity of a room is that of pretalx's list of rooms.
 */
export function parseJsonSchedule(text: string): ScheduleEntry[] | ImportRefused {
  const parsed = parsedOrRefused(text)
  if (isRefused(parsed)) return parsed
  const conference = member(member(parsed, 'schedule'), 'conference')
  const days = member(conference, 'days')
  if (!Array.isArray(days)) {
    return importRefused(
      'ScheduleNotFound',
      'The JSON has no schedule.conference.days, as a schedule of pretalx or frab has.',
    )
  }
  const capacities = capacitiesOf(member(conference, 'rooms'))
  return days.flatMap((day, i) =>
    entriesOf(member(day, 'rooms')).flatMap(([room, talks]) =>
      listOf(talks).map((talk, j) =>
        talkOf(talk, room, capacities.get(room), `days[${i}].rooms[${JSON.stringify(room)}][${j}]`),
      ),
    ),
  )
}

function parsedOrRefused(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    return importRefused('SyntaxInvalid', `The file is not JSON: ${reason}.`)
  }
}

function isRefused(value: unknown): value is ImportRefused {
  return member(value, 'kind') === 'refused'
}

function talkOf(talk: unknown, room: string, capacity: string | undefined, place: string): ScheduleEntry {
  const text = (name: string) => textIn(member(talk, name))
  const persons = listOf(member(talk, 'persons')).map((person) =>
    ['public_name', 'name', 'full_public_name'].map((name) => textIn(member(person, name))).find((name) => name !== ''),
  )
  return {
    line: null,
    place,
    id: text('id'),
    title: text('title'),
    date: text('date'),
    duration: text('duration'),
    room,
    capacity: capacity ?? '',
    track: text('track'),
    type: text('type'),
    persons: persons.filter((name) => name !== undefined),
  }
}

function capacitiesOf(rooms: unknown): ReadonlyMap<string, string> {
  return new Map(listOf(rooms).map((room) => [textIn(member(room, 'name')), textIn(member(room, 'capacity'))]))
}

/** A text, or a number as text; of a text in several languages the first. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  const [first] = entriesOf(value)
  return typeof first?.[1] === 'string' ? first[1] : ''
}

function member(value: unknown, name: string): unknown {
  return entriesOf(value).find(([key]) => key === name)?.[1]
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
