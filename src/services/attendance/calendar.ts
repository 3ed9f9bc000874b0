import { component, dateProperty, documentOf, instantProperty, type Property, textProperty } from './icalendar.ts'
import type { Agenda, AgendaRow } from './read-agenda.ts'

/** What of an agenda is in its calendar. It has no time zone: {@link calendarOf} writes instants. */
interface CalendarSource {
  readonly event: Pick<Agenda['event'], 'id' | 'client_id' | 'name'>
  readonly sessions: readonly CalendarRow[]
}

type CalendarRow = Pick<
  AgendaRow,
  | 'id'
  | 'name'
  | 'presenter'
  | 'room'
  | 'starts_at'
  | 'ends_at'
  | 'start_date'
  | 'end_date'
  | 'modified_at'
  | 'assigned_at'
>

/**
 * Returns an agenda as an iCalendar document (RFC 5545): an entry for each session that has a date. Times are in UTC, so that a reader
 * needs no rules of the event's time zone to show them right.
 * @param at when it is made, in milliseconds since 1970-01-01 UTC
 */
export function calendarOf({ event, sessions }: CalendarSource, at: number): string {
  const scope = `event-${event.id}.client-${event.client_id}@lectern`
  const entries = sessions.flatMap((session) => entryOf(session, `session-${session.id}.${scope}`, at))
  const head = ['VERSION:2.0', 'PRODID:-//Lectern//Lectern//EN']
  const named = ['NAME', 'X-WR-CALNAME'].map((name) => textProperty(name, event.name))
  return documentOf(component('VCALENDAR', [...head, ...named, ...entries]))
}

function entryOf(row: CalendarRow, uid: string, at: number): Property[] {
  const time = timeOf(row)
  if (!time) return []
  return component('VEVENT', [
    textProperty('UID', uid),
    instantProperty('DTSTAMP', at),
    ...time,
    textProperty('SUMMARY', row.name),
    ...(row.room ? [textProperty('LOCATION', row.room)] : []),
    ...(row.presenter ? [textProperty('DESCRIPTION', row.presenter)] : []),
    instantProperty('LAST-MODIFIED', Math.max(row.modified_at, row.assigned_at)),
  ])
}

/** The properties that say when a session is; a session with a date and no time is there for the whole day. */
function timeOf({ starts_at, ends_at, start_date, end_date }: CalendarRow): Property[] | null {
  if (starts_at !== null) {
    const end = ends_at !== null && ends_at > starts_at ? [instantProperty('DTEND', ends_at)] : []
    return [instantProperty('DTSTART', starts_at), ...end]
  }
  if (start_date === null) return null
  return [dateProperty('DTSTART', start_date), dateProperty('DTEND', dayAfter(end_date ?? start_date))]
}

/** iCalendar's end of whole days is the first day that is no longer in. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}
