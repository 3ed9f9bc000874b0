import ical, { type ICalCalendar } from 'ical-generator'
import { DateTime } from 'luxon'
import { tzlib_get_ical_block, tzlib_get_timezones } from 'timezones-ical-library'
import { isOffsetZone } from '../programme/zone.ts'
import type { Agenda, AgendaRow } from './read-agenda.ts'

/** How a calendar tells of a time zone: by its name, and once by its rules. */
interface CalendarZone {
  readonly tzid: string
  readonly rules: string
}

/**
 * An agenda as an iCalendar document (RFC 5545): an entry for each session that has a date. Times are the wall clock of
 * the event's zone, whose rules are told along; of a zone without a name they are UTC.
 * @param at when it is made, in milliseconds since 1970-01-01 UTC
 */
export function calendarOf({ event, sessions }: Agenda, at: number): string {
  const calendar = ical({ name: event.name, prodId: { company: 'Lectern', product: 'Lectern', language: 'EN' } })
  const zone = zoneOf(event.time_zone)
  if (zone) calendar.timezone({ name: null, generator: () => zone.rules })
  const name = `event-${event.id}.client-${event.client_id}@lectern`
  for (const session of sessions) addEntry(calendar, session, `session-${session.id}.${name}`, zone, at)
  return calendar.toString()
}

function addEntry(calendar: ICalCalendar, row: AgendaRow, id: string, zone: CalendarZone | null, at: number): void {
  const said = {
    id,
    stamp: new Date(at),
    lastModified: new Date(Math.max(row.modified_at, row.assigned_at)),
    summary: row.name,
    ...(row.presenter && { description: row.presenter }),
    ...(row.room && { location: row.room }),
  }
  if (row.starts_at !== null) {
    // The library moves a moment that knows its zone, and takes a Date for the wall clock of this process.
    const there = (epochMs: number) => DateTime.fromMillis(epochMs, { zone: zone?.tzid ?? 'utc' })
    const end = row.ends_at === null ? {} : { end: there(row.ends_at) }
    calendar.createEvent({ ...said, start: there(row.starts_at), ...end, ...(zone && { timezone: zone.tzid }) })
  } else if (row.start_date !== null) {
    const days = [row.start_date, dayAfter(row.end_date ?? row.start_date)] as const
    calendar.createEvent({ ...said, start: days[0], end: days[1], allDay: true })
  }
}

/** iCalendar's end of whole days is the first that is no longer in. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

/** Null where no rules are known, and times are told in UTC. */
function zoneOf(name: string): CalendarZone | null {
  if (isOffsetZone(name)) return null
  const known = knownZones().get(name.toLowerCase())
  const [rules, parameter] = known === undefined ? [] : tzlib_get_ical_block(known, false)
  const tzid = parameter?.replace(/^TZID=/, '')
  return rules && tzid ? { tzid, rules } : null
}

let zones: ReadonlyMap<string, string> | undefined

function knownZones(): ReadonlyMap<string, string> {
  zones ??= new Map([...tzlib_get_timezones(false)].map((name) => [name.toLowerCase(), name]))
  return zones
}
