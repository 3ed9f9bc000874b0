import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { programLog } from '../../src/observability/log.ts'
import { startServer } from '../../src/server/server.ts'
import { ChangeTrackingEngine } from '../../src/store/change-tracking.ts'
import { openStore } from '../../src/store/open.ts'
import {
  type Answer,
  basic,
  call,
  client,
  event,
  otherClient,
  serverSettings,
  startTestServer,
  type TestServer,
} from '../support/http-server.ts'

const begin = Date.UTC(2025, 9, 1)
let server: TestServer
let now: number

const start = async (cacheBytes = 1_048_576) => {
  now = begin
  const sessions = [
    { id: 1, places: 2 },
    { id: 2, from: 9, to: 10 },
    { id: 3, group: 1 },
    { id: 4, tickets: [1] },
  ]
  server = await startTestServer(
    { registrations: 6, cancelled: [6], ticketHolders: [1, 2], sessions },
    { now: () => now, cacheBytes },
  )
  // On PostgreSQL nothing is kept before the process hears of others.
  await expect.poll(() => server.engine.changeNotifier.version()).not.toBeNull()
}
beforeEach(() => start())
afterEach(() => server.stop())

const at = (path: string) => `${server.url}/Ams/${client}/${path}`
const read = (path: string, headers: Record<string, string> = {}) =>
  call('GET', at(path), undefined, { accept: 'application/json', ...basic(server.key), ...headers })
const write = (verb: string, path: string, body: object) => call(verb, at(path), body, basic(server.key))
const assign = (badge: number, ...SessionIds: number[]) =>
  write('POST', `Event/${event}/EventRegistrationSessions`, { BadgeNumber: badge, SessionIds, Waitlist: true })
const dateOf = ({ json }: Answer) => json.DateCached
const etagOf = ({ headers }: Answer) => headers.get('etag') ?? ''
const list = `Event/${event}/Sessions`

/** Everything that can be read of the event and the client. */
const readable = [
  'Events',
  'EventIDs',
  'EventCategories',
  list,
  `${list}?SessionId=1`,
  `Event/${event}/EventSessionGroups`,
  `Event/${event}/Tickets`,
  `Event/${event}/EventRegistrants`,
  `Event/${event}/EventRegistrants?Status=Cancelled`,
  `Event/${event}/EventRegistrationIDs`,
  `Event/${event}/EventRegistrations?BadgeNumber=1`,
  `Event/${event}/EventRegistrations?BadgeNumber=2`,
  `Event/${event}/Sessions/1/Roster`,
  `Event/${event}/EventRegistrationAgenda?BadgeNumber=1`,
]

describe('an answer', () => {
  test('is given again until what it tells has changed', async () => {
    const first = await read(list)
    now += 1_000
    expect(dateOf(await read(list))).toBe(dateOf(first))
    await assign(1, 1)
    const after = await read(list)
    expect(dateOf(after)).toBe('2025-10-01T00:00:01.0000000Z')
    now += 1_000
    // Another event, and a registration of it, are nothing to it.
    const other = await write('POST', 'Events', { EventId: 8, Name: 'Another event' })
    const registrant = await write('POST', 'Event/8/EventRegistrations', {
      Registrant: { FirstName: 'A', LastName: 'B' },
    })
    expect([other, registrant].map(({ status }) => status)).toEqual([200, 200])
    expect(dateOf(await read(list))).toBe(dateOf(after))
  })

  test('is read anew with BypassCache, and renewed for others', async () => {
    await read(list)
    now += 1_000
    const anew = await read(`${list}?BypassCache=true`)
    expect(anew.json).toMatchObject({ BypassCache: true, DateCached: '2025-10-01T00:00:01.0000000Z' })
    now += 1_000
    expect((await read(list)).json).toMatchObject({ BypassCache: false, DateCached: dateOf(anew) })
  })

  test('is not given to another client, nor for another question', async () => {
    await read('Events')
    const theirs = await call('GET', `${server.url}/Ams/${otherClient}/Events`, undefined, {
      accept: 'application/json',
      ...basic(server.otherKey),
    })
    expect(theirs.json.ClientID).toBe(otherClient)
    expect((await call('GET', at('Events'), undefined, basic(server.otherKey))).status).toBe(404)
    const one = await read(`Event/${event}/EventRegistrants?PageSize=1`)
    const two = await read(`Event/${event}/EventRegistrants?PageSize=2`)
    expect([one, two].map(({ json }) => Array(json.EventRegistrantsList).flat().length)).toEqual([1, 2])
  })

  test('is not kept where the cache is off', async () => {
    await server.stop()
    await start(0)
    const first = await read(list)
    now += 1_000
    expect(dateOf(await read(list))).not.toBe(dateOf(first))
    expect(first.headers.get('etag')).toBeNull()
  })
})

describe('an ETag', () => {
  test('asks whether an answer is still the same: 304 without a body, and 200 once it is not', async () => {
    const first = await read(list)
    expect(first.headers.get('cache-control')).toBe('private, no-cache')
    expect(etagOf(first)).toMatch(/^W\/"[\w-]+"$/)
    const same = await read(list, { 'if-none-match': `"x", ${etagOf(first)}` })
    expect([same.status, same.text, etagOf(same)]).toEqual([304, '', etagOf(first)])
    await assign(1, 1)
    const changed = await read(list, { 'if-none-match': etagOf(first) })
    expect(changed.status).toBe(200)
    expect(etagOf(changed)).not.toBe(etagOf(first))
  })

  test('is that of the content: the same when it was read anew, and another one in each format', async () => {
    const first = await read(list)
    now += 1_000
    await read(`${list}?BypassCache=true`)
    expect(etagOf(await read(list))).toBe(etagOf(first))
    const tags = await Promise.all(
      ['json', 'xml', 'csv', 'jsv', 'html'].map(async (format) => etagOf(await read(`${list}?format=${format}`))),
    )
    expect(new Set([...tags, etagOf(await read(`${list}?callback=f`))]).size).toBe(6)
    expect((await read(`${list}?format=xml`, { 'if-none-match': etagOf(first) })).status).toBe(200)
  })

  test('comes with HEAD, and not with writes', async () => {
    const head = await call('HEAD', at(list), undefined, { accept: 'application/json', ...basic(server.key) })
    expect([head.status, etagOf(head)]).toEqual([200, etagOf(await read(list))])
    expect((await assign(1, 1)).headers.get('etag')).toBeNull()
  })
})

test('what another process changes is seen', async () => {
  const first = await read(list)
  const other = new ChangeTrackingEngine(await openStore(server.database.url))
  const second = await startServer(other, serverSettings(), programLog('silent'), () => now)
  const path = `/Ams/${client}/Event/${event}`
  const answer = await call(
    'POST',
    `${second.url}${path}/EventRegistrationSessions`,
    { BadgeNumber: 1, SessionIds: [1] },
    basic(server.key),
  )
  expect(answer.status).toBe(200)
  // At once on SQLite; on PostgreSQL as soon as the notice has come.
  await expect.poll(async () => etagOf(await read(list))).not.toBe(etagOf(first))
  await second.stop()
  await other.close()
})

test('whatever is written, no answer is an old one', async () => {
  const badge = fc.integer({ min: 1, max: 6 })
  const session = fc.integer({ min: 1, max: 4 })
  const path = `Event/${event}`
  const writes = fc.oneof(
    fc.tuple(badge, session).map(
      ([b, s]) =>
        () =>
          assign(b, s),
    ),
    fc.tuple(badge, session).map(
      ([b, s]) =>
        () =>
          write('DELETE', `${path}/EventRegistrationSessions`, { BadgeNumber: b, SessionIds: [s] }),
    ),
    fc.tuple(session, badge).map(
      ([SessionId, MaxRegistrants]) =>
        () =>
          write('PUT', list, { SessionId, MaxRegistrants, Force: true }),
    ),
    fc.tuple(badge, fc.constantFrom('Cancelled', 'Open')).map(
      ([BadgeNumber, Status]) =>
        () =>
          write('PUT', `${path}/EventRegistrations`, { BadgeNumber, Registrant: { Status } }),
    ),
    fc.tuple(badge, session).map(
      ([BadgeNumber, SessionId]) =>
        () =>
          write('PUT', 'EventSessionAttendance', { EventID: event, BadgeNumber, SessionId, Attended: true }),
    ),
    fc.constant(() =>
      write('POST', `${path}/EventRegistrations`, { Registrant: { FirstName: 'New', LastName: 'One' } }),
    ),
    fc
      .string({ maxLength: 5 })
      .map((name) => () => write('PUT', 'Events', { EventId: event, Event: { Name: `E ${name}` }, Name: `E ${name}` })),
    fc.nat(9).map((n) => () => write('POST', `${path}/Tickets`, { Name: `T ${n}` })),
  )
  const making = ['DateCached', 'BypassCache']
  const content = ({ status, json }: Answer) => ({
    status,
    text: JSON.stringify(json, (name, value) => (making.includes(name) ? undefined : value)),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(writes, { minLength: 1, maxLength: 3 }), async (each) => {
      await Promise.all(readable.map((address) => read(address)))
      for (const one of each) expect((await one()).status).toBeLessThan(500)
      for (const address of readable) {
        const kept = await read(address)
        const anew = await read(`${address}${address.includes('?') ? '&' : '?'}BypassCache=true`)
        expect({ address, ...content(kept) }).toEqual({ address, ...content(anew) })
      }
    }),
    { numRuns: 25 },
  )
})
