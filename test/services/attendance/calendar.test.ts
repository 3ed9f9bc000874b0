import fc from 'fast-check'
import ICAL from 'ical.js'
import { DateTime } from 'luxon'
import { expect, test } from 'vitest'
import { calendarOf } from '../../../src/services/attendance/calendar.ts'
import { parseCalendar } from '../../support/calendar.ts'

const row = {
  id: 1,
  name: 'Opening',
  presenter: null,
  room: null,
  starts_at: null,
  ends_at: null,
  start_date: null,
  end_date: null,
  modified_at: 0,
  assigned_at: 0,
}
type Row = Parameters<typeof calendarOf>[0]['sessions'][number]

const documentFor = (sessions: readonly Row[], name = 'Event') =>
  calendarOf({ event: { id: 7, client_id: 1000, name }, sessions }, 0)

/** The entries as an independent parser reads them. */
const entriesOf = (text: string) =>
  parseCalendar(text)
    .getAllSubcomponents('vevent')
    .map((entry) => new ICAL.Event(entry))

const epochMs = (time: ICAL.Time) => time.toJSDate().getTime()

/** Texts of what has a meaning in iCalendar, of control characters and of characters of two to four octets. */
const hostileText = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'\\;,:"=\t\r\n \u0000\u0007\u000b\u000c\u001b\u007f\u0085\u2028é…😀nN'),
    fc.constantFrom('\r\n', 'END:VEVENT', 'BEGIN:VALARM', '\\n', 'ATTACH:'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  ),
  maxLength: 120,
})

/** A text as it can be in a calendar: one kind of line break, and no control characters but tabs. */
const inCalendar = (text: string) =>
  text.replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replaceAll(/[^\P{Cc}\n\t]/gu, '')

test('an independent parser reads back every text of an event and a session, and nothing else', () => {
  fc.assert(
    fc.property(hostileText, hostileText, hostileText, hostileText, (event, name, room, presenter) => {
      const text = documentFor([{ ...row, name, room, presenter, start_date: '2026-05-04' }], event)
      const calendar = parseCalendar(text)
      expect(calendar.getAllSubcomponents().map(({ name: kind }) => kind)).toEqual(['vevent'])
      expect(calendar.getAllProperties().map(({ name: kind }) => kind)).toEqual([
        'version',
        'prodid',
        'name',
        'x-wr-calname',
      ])
      expect(calendar.getFirstPropertyValue('name')).toBe(inCalendar(event))
      expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe(inCalendar(event))
      const [entry] = entriesOf(text)
      expect(entry?.component.getAllSubcomponents()).toEqual([])
      expect(entry?.summary).toBe(inCalendar(name))
      expect(entry?.location ?? '').toBe(inCalendar(room))
      expect(entry?.description ?? '').toBe(inCalendar(presenter))
    }),
  )
})

test('every line ends with CRLF, has 75 octets at most, and has no control character but tabs', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (event, name) => {
      const lines = documentFor([{ ...row, name, start_date: '2026-05-04' }], event).split('\r\n')
      expect(lines.pop()).toBe('')
      for (const line of lines) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        expect(line).not.toMatch(/[^\P{Cc}\t]/u)
        // A character that was cut in two would not be the same after it was written and read.
        expect(Buffer.from(line).toString()).toBe(line)
      }
    }),
  )
})

test('both hours of the night in which clocks go back last an hour', () => {
  const at = (text: string) => Date.parse(text)
  const first = { ...row, starts_at: at('2026-10-25T02:30:00+02:00'), ends_at: at('2026-10-25T02:30:00+01:00') }
  const second = { ...row, id: 2, starts_at: first.ends_at, ends_at: at('2026-10-25T03:30:00+01:00') }
  const entries = entriesOf(documentFor([first, second]))
  expect(entries.map(({ duration }) => duration.toSeconds())).toEqual([3600, 3600])
  expect(entries.map(({ startDate }) => epochMs(startDate))).toEqual([first.starts_at, second.starts_at])
})

test('a session is at its wall-clock time in every IANA time zone, in winter and in summer, over five years', () => {
  const wrong: string[] = []
  const zones = [...Intl.supportedValuesOf('timeZone'), 'Africa/El_Aaiun', 'Asia/Calcutta', 'UTC']
  for (const zone of zones) {
    const clock = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    const wanted = Array.from({ length: 10 }, (_, i) => `${2024 + Math.floor(i / 2)}-${i % 2 ? '07' : '01'}-15 09:00`)
    const sessions = wanted.map((text, id) => ({
      ...row,
      id,
      starts_at: DateTime.fromFormat(text, 'yyyy-MM-dd HH:mm', { zone }).toMillis(),
    }))
    const read = entriesOf(documentFor(sessions)).map(({ startDate }) => clock.format(epochMs(startDate)))
    if (read.join() !== wanted.join()) wrong.push(zone)
  }
  expect(zones.length).toBeGreaterThan(400)
  expect(wrong).toEqual([])
})
