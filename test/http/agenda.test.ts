import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseCalendar } from '../support/calendar.ts'
import { ask, changeEvent } from '../support/counters.ts'
import { type Answer, basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'
import { assign, error } from '../support/programme.ts'

let server: TestServer
const now = Date.UTC(2025, 9, 1, 12, 0, 1)

beforeAll(async () => {
  server = await startTestServer(
    {
      registrations: 6,
      cancelled: [6],
      sessions: [{ id: 101, from: 14, to: 15 }, { id: 102, from: 9, to: 10 }, { id: 103 }, { id: 104 }],
    },
    { now: () => now },
  )
  await changeEvent(server, { Location: { TimeZone: 'Europe/Paris' } })
  const whole = { SessionId: 104, Name: 'Walk; run, rest', Presenter: 'Zoé\nŁukasz', StartDate: '2025-11-02' }
  await ask(server, 'PUT', `Event/${event}/Sessions`, whole)
  await ask(server, 'PUT', `Event/${event}/EventRegistrations`, { BadgeNumber: 1, Registrant: { LastName: 'a,b"c' } })
  await assign(server, 1, 101, 102, 103, 104)
  for (const badge of [2, 3, 4]) await assign(server, badge, 102)
  await ask(server, 'PUT', `Event/${event}/EventRegistrations`, {
    BadgeNumber: 4,
    Registrant: { Status: 'Cancelled' },
  })
  const here = { EventID: event, BadgeNumber: 1, SessionId: 102 }
  await ask(server, 'PUT', 'EventSessionAttendance', { ...here, Attended: true, CheckInDate: '2025-11-01T07:55:00Z' })
})
afterAll(() => server.stop())

const roster = (query = '', headers = {}) =>
  ask(server, 'GET', `Event/${event}/Sessions/102/Roster${query}`, undefined, headers)
const badges = ({ json }: Answer): unknown =>
  Array.isArray(json.Roster) ? json.Roster.map((row) => row.BadgeNumber) : json

describe('a roster', () => {
  test('lists who holds the session, and who is there', async () => {
    const answer = await roster()
    expect(answer.json).toMatchObject({ EventID: event, SessionId: 102, ListCount: 3, TotalRecords: 3 })
    expect(badges(answer)).toEqual([2, 3, 1])
    expect(answer.json.Roster).toContainEqual({
      BadgeNumber: 1,
      RegistrationID: 'reg-1',
      FirstName: 'First',
      LastName: 'a,b"c',
      Status: 'Open',
      AttendedAt: '2025-11-01T07:55:00.0000000Z',
    })
  })

  test('in CSV is a table', async () => {
    const lines = (await roster('.csv')).text.split('\r\n')
    expect(lines).toEqual([
      'BadgeNumber,RegistrationID,FirstName,LastName,Status,AttendedAt',
      '2,reg-2,First,Last,Open,',
      '3,reg-3,First,Last,Open,',
      '1,reg-1,First,"a,b""c",Open,2025-11-01T07:55:00Z',
      '',
    ])
  })

  test('can be of one status, and comes in pages', async () => {
    expect(badges(await roster('?Status=Cancelled'))).toEqual([4])
    const page = await roster('?PageSize=2&PageNumber=2')
    expect(badges(page)).toEqual([1])
    expect(page.json.ListCount).toBe(3)
  })

  test('is there where its session is, for its own client', async () => {
    expect(error(await ask(server, 'GET', `Event/${event}/Sessions/999/Roster`))).toMatchObject({
      status: 404,
      code: 'SessionNotFound',
    })
    expect((await ask(server, 'GET', 'Event/99/Sessions/102/Roster')).status).toBe(404)
    const url = `${server.url}/Ams/${client}/Event/${event}/Sessions/102/Roster`
    expect((await call('GET', url, undefined, basic(server.otherKey))).status).toBe(404)
  })

  test('location in XML and JSV', async () => {
    expect((await roster('', { accept: 'application/xml' })).text).toContain('<RegistrationID>reg-2</RegistrationID>')
    expect((await roster('', { accept: 'text/jsv' })).text).toContain('Roster:[{BadgeNumber:2,RegistrationID:reg-2')
  })
})

const agenda = (query: string, name = 'EventRegistrationAgenda') =>
  ask(server, 'GET', `Event/${event}/${name}?${query}`)

describe('an agenda', () => {
  test('is in the order of time, with moments on the clocks of the event', async () => {
    const { json } = await agenda('BadgeNumber=1')
    expect(json).toMatchObject({
      EventName: 'Event',
      TimeZone: 'Europe/Paris',
      RegistrationID: 'reg-1',
      Status: 'Open',
      Agenda: [
        {
          SessionId: 102,
          StartTime: '09:00',
          StartsAt: '2025-11-01T09:00:00.0000000+01:00',
          EndsAt: '2025-11-01T10:00:00.0000000+01:00',
          AttendedAt: '2025-11-01T08:55:00.0000000+01:00',
        },
        { SessionId: 101, StartTime: '14:00' },
        { SessionId: 104, Presenter: 'Zoé\nŁukasz' },
        { SessionId: 103 },
      ],
    })
  })

  test('of a cancelled registration is empty: it holds no place', async () => {
    expect((await agenda('RegistrationID=REG-4')).json).toMatchObject({ Status: 'Cancelled', Agenda: [] })
  })

  test('is of one registration that is there', async () => {
    expect((await agenda('')).status).toBe(400)
    expect((await agenda('BadgeNumber=77')).status).toBe(404)
  })
})

/** The lines of a calendar, long ones joined again (RFC 5545, 3.1). */
const unfolded = (text: string) => text.replaceAll('\r\n ', '').split('\r\n')

describe('a calendar', () => {
  test.each(['EventRegistrationCalendar', 'EventRegistrationAgenda.ics'])('is at %s', async (name) => {
    const answer = await agenda('RegistrationID=reg-1', name)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
    const lines = unfolded(answer.text)
    expect(lines.slice(0, 2)).toEqual(['BEGIN:VCALENDAR', 'VERSION:2.0'])
    expect(answer.text).toMatch(/END:VCALENDAR\r\n$/)
    expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(3)
  })

  test('tells times as instants, which need no rules of the time zone of the event', async () => {
    const lines = unfolded((await agenda('BadgeNumber=1', 'EventRegistrationCalendar')).text)
    expect(lines).toEqual(
      expect.arrayContaining([
        'UID:session-102.event-7.client-1000@lectern',
        'DTSTAMP:20251001T120001Z',
        'DTSTART:20251101T080000Z',
        'DTEND:20251101T090000Z',
        'DTSTART:20251101T130000Z',
      ]),
    )
    expect(lines).not.toContain('BEGIN:VTIMEZONE')
  })

  test('escapes texts, and has a day for what has no time', async () => {
    const lines = unfolded((await agenda('BadgeNumber=1', 'EventRegistrationCalendar')).text)
    expect(lines).toEqual(
      expect.arrayContaining([
        'SUMMARY:Walk\\; run\\, rest',
        'DESCRIPTION:Zoé\\nŁukasz',
        'DTSTART;VALUE=DATE:20251102',
        'DTEND;VALUE=DATE:20251103',
      ]),
    )
  })

  test('has no entries once the registration is cancelled', async () => {
    const { text } = await agenda('BadgeNumber=4', 'EventRegistrationCalendar')
    expect(text).toContain('BEGIN:VCALENDAR')
    expect(text).not.toContain('BEGIN:VEVENT')
  })

  test('is refused as any answer is, and cannot be one of a batch', async () => {
    expect(error(await agenda('BadgeNumber=77', 'EventRegistrationCalendar')).status).toBe(404)
    const one = { ClientID: client, EventID: event, BadgeNumber: 1 }
    const url = `${server.url}/api/EventRegistrationCalendar[]`
    const batch = await call('POST', url, [one], { ...basic(server.key), 'x-http-method-override': 'GET' })
    expect(batch.json.ResponseStatus.ErrorCode).toBe('NotInBatch')
  })

  test('cannot be injected into by the name of the event or of a session', async () => {
    const name = 'Zone; test, "x"\\ y\r\nEND:VCALENDAR\r\nBEGIN:VEVENT\u000bé'
    await changeEvent(server, { Name: name })
    await ask(server, 'PUT', `Event/${event}/Sessions`, { SessionId: 102, Name: name })
    const { text } = await agenda('BadgeNumber=1', 'EventRegistrationCalendar')
    const calendar = parseCalendar(text)
    const read = 'Zone; test, "x"\\ y\nEND:VCALENDAR\nBEGIN:VEVENTé'
    expect(['name', 'x-wr-calname'].map((each) => calendar.getFirstPropertyValue(each))).toEqual([read, read])
    const names = calendar.getAllSubcomponents('vevent').map((entry) => entry.getFirstPropertyValue('summary'))
    expect(names).toHaveLength(3)
    expect(names).toContain(read)
  })
})

test('in a zone without a name a calendar tells times in UTC', async () => {
  await changeEvent(server, { Location: { TimeZone: '' }, DateTimeOffset: 5.5 })
  const lines = unfolded((await agenda('BadgeNumber=1', 'EventRegistrationCalendar')).text)
  expect(lines).toContain('DTSTART:20251101T033000Z')
})
