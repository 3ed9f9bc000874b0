import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../support/counters.ts'
import { type Answer, basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'
import { error } from '../support/programme.ts'

let server: TestServer
let now = 1_000
const people = [
  ['Élise', 'Martin', 'Approved'],
  ['Ana', 'martin', 'Open'],
  ['Zoé', 'Łukasz', 'Cancelled'],
  ['100%', 'A_b', 'InComplete'],
  ['100x', 'Axb', 'Open'],
] as const

beforeAll(async () => {
  server = await startTestServer({}, { now: () => now })
  for (const [index, [FirstName, LastName, Status]] of people.entries()) {
    now = 1_000 * (index + 1)
    const Registrant = { FirstName, LastName, Status, ...(index === 1 && { PrimaryRegistrantRegistrationID: 'p-0' }) }
    await ask(server, 'POST', `Event/${event}/EventRegistrations`, { RegistrationID: `p-${index}`, Registrant })
  }
})
afterAll(() => server.stop())

const registrants = (query = '') => ask(server, 'GET', `Event/${event}/EventRegistrants${query}`)
const ids = ({ json }: Answer, list = 'EventRegistrantsList', member = 'RegistrationID'): unknown => {
  const rows = json[list]
  return Array.isArray(rows) ? rows.map((row) => row[member]) : rows
}

describe('registrants', () => {
  test('come by last name and first name', async () => {
    const answer = await registrants()
    expect(ids(answer)).toEqual(['p-3', 'p-4', 'p-0', 'p-1', 'p-2'])
    expect(answer.json).toMatchObject({ ListCount: 5, TotalRecords: 5 })
    const [first] = Array.isArray(answer.json.EventRegistrantsList) ? answer.json.EventRegistrantsList : []
    expect(first).toMatchObject({ DisplayName: '100% A_b', BadgeNumber: 4, IsPrimary: true, Status: 'InComplete' })
    expect(first).not.toHaveProperty('AttendedAt')
  })

  test.each([
    ['?Status=Open', ['p-4', 'p-1']],
    ['?Status=Cancelled', ['p-2']],
    ['?LastName=MART', ['p-0', 'p-1']],
    ['?LastName=mart&FirstName=%C3%A9', ['p-0']],
    ['?FirstName=e%CC%81lise', ['p-0']],
    ['?LastName=%C5%81UK', ['p-2']],
    ['?FirstName=100%25', ['p-3']],
    ['?LastName=a_', ['p-3']],
    ['?LastName=artin', []],
    ['?LastName=m&Status=Open', ['p-1']],
    ['?Search=elise', ['p-0']],
    ['?Search=ARTI', ['p-0', 'p-1']],
    ['?Search=martin%20an', ['p-1']],
    ['?Search=4', ['p-3']],
    ['?Search=100%25', ['p-3']],
    ['?Search=martin&Status=Open', ['p-1']],
    ['?Search=nobody', []],
    ['?Search=%20', ['p-3', 'p-4', 'p-0', 'p-1', 'p-2']],
    ['?LastModifiedDate=1970-01-01T00:00:04Z', ['p-3', 'p-4']],
  ])('%s finds %j', async (query, found) => {
    const answer = await registrants(query)
    expect(ids(answer)).toEqual(found)
    expect(answer.json.ListCount).toBe(found.length)
  })

  test('come in pages, filtered ones too', async () => {
    expect(ids(await registrants('?PageSize=2&PageNumber=2'))).toEqual(['p-0', 'p-1'])
    const filtered = await registrants('?LastName=m&PageSize=1&PageNumber=2')
    expect(ids(filtered)).toEqual(['p-1'])
    expect(filtered.json.ListCount).toBe(2)
    expect(error(await registrants('?PageNumber=0')).fields).toEqual(['PageNumber'])
  })

  test('of an event that is not there, or of another client, are none', async () => {
    expect((await ask(server, 'GET', 'Event/99/EventRegistrants')).status).toBe(404)
    const url = `${server.url}/Ams/${client}/Event/${event}/EventRegistrants`
    expect((await call('GET', url, undefined, basic(server.otherKey))).status).toBe(404)
  })
})

describe('the ids of registrations', () => {
  test('tell which are primary, and which changed since', async () => {
    const all = await ask(server, 'GET', `Event/${event}/EventRegistrationIDs`)
    expect(ids(all, 'EventRegistrationsID', 'RegistrantID')).toHaveLength(5)
    expect(all.json.EventRegistrationsID).toContainEqual({ RegistrantID: 'p-1', IsPrimary: false })
    const since = '?LastModifiedDate=1970-01-01T00:00:05Z'
    expect((await ask(server, 'GET', `Event/${event}/EventRegistrationIDs${since}`)).json.EventRegistrationsID).toEqual(
      [{ RegistrantID: 'p-4', IsPrimary: true }],
    )
  })

  test('come in pages', async () => {
    const page = await ask(server, 'GET', `Event/${event}/EventRegistrationIDs?PageSize=4&PageNumber=2`)
    expect(ids(page, 'EventRegistrationsID', 'RegistrantID')).toEqual(['p-2'])
  })
})

test('registrants tell when they were checked in', async () => {
  const CheckInDate = '2025-11-01T09:00:00Z'
  await ask(server, 'PUT', 'EventRegistrationAttendance', { RegistrationID: 'p-1', AttendedEvent: true, CheckInDate })
  const { json } = await registrants('?LastName=mart&FirstName=ana')
  expect(json.EventRegistrantsList).toMatchObject([{ AttendedAt: '2025-11-01T09:00:00.0000000Z' }])
  await ask(server, 'PUT', 'EventRegistrationAttendance', { RegistrationID: 'p-1', AttendedEvent: false })
})
