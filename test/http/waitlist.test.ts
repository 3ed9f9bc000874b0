import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assignmentsOfEvent } from '../../src/store/queries/assignments.ts'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { wrongSessionCounters } from '../../src/store/queries/seats.ts'
import { waitlistsOfEvent } from '../../src/store/queries/waitlist.ts'
import { statement } from '../../src/store/statement.ts'
import {
  type Answer,
  basic,
  call,
  client,
  event,
  type GivenSession,
  startTestServer,
  type TestServer,
} from '../support/http-server.ts'

const scope = { client, event }
const sessions: GivenSession[] = [
  { id: 1, places: 1 },
  { id: 2, places: 1, from: 9, to: 11 },
  { id: 3, from: 10, to: 12 },
  { id: 4, places: 1, group: 1 },
  { id: 5, group: 1 },
  { id: 6, places: 1, tickets: [1] },
  { id: 7, places: 2 },
]

const raisePlaces = statement<{ client: number; event: number; id: number; places: number }>()((db, arg) =>
  db
    .updateTable('session')
    .set({ max_registrants: arg('places') })
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('id')),
)

let server: TestServer
const start = async () => {
  server = await startTestServer({ registrations: 20, cancelled: [20], ticketHolders: [1, 2], sessions })
}
const ask = (method: string, badge: number, ids: readonly number[], more: object = {}) =>
  call(method, server.sessionsUrl, { RegistrationID: `reg-${badge}`, SessionIds: ids, ...more }, basic(server.key))
const assign = (badge: number, ...ids: number[]) => ask('POST', badge, ids)
const wait = (badge: number, ...ids: number[]) => ask('POST', badge, ids, { Waitlist: true })
const remove = (badge: number, ...ids: number[]) => ask('DELETE', badge, ids)
const places = ({ json }: Answer) => json.Waitlisted
const place = (id: number, position: number) => ({ SessionId: String(id), Position: String(position) })
const holders = async (id: number) =>
  (await server.engine.all(assignmentsOfEvent, scope))
    .filter((row) => row.session_id === id)
    .map((row) => row.registration)
const line = async (id: number) =>
  (await server.engine.all(waitlistsOfEvent, scope))
    .filter((row) => row.session_id === id)
    .map((row) => row.registration)

describe('a waiting list', () => {
  beforeAll(start)
  afterAll(() => server.stop())

  test('is read as the roster of those who wait, the next one first', async () => {
    await assign(12, 7)
    await assign(13, 7)
    for (const badge of [15, 14, 16]) await wait(badge, 7)
    const read = (query: string) =>
      call('GET', `${server.url}/Ams/${client}/Event/${event}/Sessions/7/Roster?${query}`, undefined, basic(server.key))
    const badges = ({ json }: Answer) => Array.isArray(json.Roster) && json.Roster.map((row) => row.BadgeNumber)
    const all = await read('Waitlisted=true')
    expect(badges(all)).toEqual([15, 14, 16])
    expect(all.json.ListCount).toBe(3)
    expect(badges(await read('Waitlisted=true&PageSize=2&PageNumber=2'))).toEqual([16])
    expect(badges(await read('Waitlisted=true&Status=Approved'))).toEqual([])
    expect(badges(await read(''))).toEqual([12, 13])
    for (const badge of [14, 15, 16, 12, 13]) await remove(badge, 7)
  })

  test('takes who asks for a full session with Waitlist, and assigns the rest', async () => {
    await assign(1, 1)
    expect((await assign(2, 1)).json.ResponseStatus).toMatchObject({ ErrorCode: 'SessionFull' })
    const answer = await wait(2, 1, 7)
    expect(answer.status).toBe(200)
    expect(answer.json.SessionIds).toEqual([7])
    expect(places(answer)).toEqual([place(1, 1)])
    expect(places(await wait(3, 1))).toEqual([place(1, 2)])
    await remove(2, 7)
  })

  test('keeps the place of who asks again, with Waitlist or without', async () => {
    expect(places(await wait(2, 1))).toEqual([place(1, 1)])
    const refused = await assign(2, 1)
    expect(refused.json.ResponseStatus).toMatchObject({ ErrorCode: 'SessionFull' })
    expect(await line(1)).toEqual([2, 3])
  })

  test('is left by DELETE, and those behind move up', async () => {
    await wait(4, 1)
    const answer = await remove(2, 1)
    expect(answer.status).toBe(200)
    expect(places(answer)).toBeUndefined()
    expect(places(await wait(3, 1))).toEqual([place(1, 1)])
    expect(places(await wait(2, 1))).toEqual([place(1, 3)])
  })

  test('gives a place that is given back to the first of it, audited as a promotion', async () => {
    await remove(1, 1)
    expect(await holders(1)).toEqual([3])
    expect(await line(1)).toEqual([4, 2])
    const audit = await server.engine.all(auditOfEvent, scope)
    expect(audit.filter((row) => row.action === 'promote')).toMatchObject([
      { subject: 'reg-3', before: '{"SessionIds":[]}', after: '{"SessionIds":[1]}', principal: server.key.id },
    ])
    const joined = audit.filter((row) => row.subject === 'reg-2' && row.action.startsWith('waitlist'))
    expect(joined.map((row) => row.action)).toEqual(['waitlist.add', 'waitlist.remove', 'waitlist.add'])
  })

  test('is not in an answer where there is none, in any format', async () => {
    const body = { RegistrationID: 'reg-5', SessionIds: [7] }
    for (const accept of ['application/json', 'application/xml', 'text/jsv']) {
      const { text } = await call('POST', server.sessionsUrl, body, { ...basic(server.key), accept })
      expect(text).not.toContain('Wait')
    }
    await remove(5, 7)
  })
})

describe('every other rule holds for who waits', () => {
  beforeAll(start)
  afterAll(() => server.stop())

  test('SessionOverlap, SingleSelect, TicketRequired, SessionNotFound, RegistrationCancelled', async () => {
    await assign(1, 1, 2, 4)
    const codes = ({ json }: Answer) => json.ResponseStatus.Errors.map((error) => error.ErrorCode)
    expect(codes(await wait(8, 2, 3))).toEqual(['SessionOverlap', 'SessionOverlap'])
    await assign(8, 3, 5)
    expect(codes(await wait(8, 2))).toEqual(['SessionOverlap'])
    expect(codes(await wait(8, 4))).toEqual(['SingleSelect'])
    expect(codes(await wait(8, 6))).toEqual(['TicketRequired'])
    expect(codes(await wait(8, 1, 99))).toEqual(['SessionNotFound'])
    expect(codes(await wait(20, 1))).toEqual(['RegistrationCancelled'])
    expect(await server.engine.all(waitlistsOfEvent, scope)).toEqual([])
    await remove(1, 1, 2, 4)
    await remove(8, 3, 5)
  })

  test('who no longer satisfies them is passed over, and keeps the place', async () => {
    await assign(1, 2)
    await wait(9, 2)
    await wait(10, 2)
    await assign(9, 3)
    await remove(1, 2)
    expect(await holders(2)).toEqual([10])
    expect(await line(2)).toEqual([9])
  })

  test('and is let in once nothing stands in the way', async () => {
    await remove(10, 2)
    expect(await holders(2)).toEqual([])
    const answer = await remove(9, 3)
    expect(answer.json.SessionIds).toEqual([2])
    expect(places(answer)).toBeUndefined()
    await remove(9, 2)
  })

  test('a place that nobody who waits may have goes to who asks', async () => {
    await assign(1, 2)
    await wait(11, 2)
    await assign(11, 3)
    await remove(1, 2)
    expect((await assign(12, 2)).status).toBe(200)
    expect(await line(2)).toEqual([11])
  })
})

describe('nobody jumps the queue', () => {
  beforeAll(async () => {
    await start()
    await assign(1, 1)
    await wait(2, 1)
    await wait(3, 1)
    // As where the number of places is raised by hand: there is a free place, and nobody was let in.
    await server.engine.write(async (transaction) => {
      await transaction.run(raisePlaces, { ...scope, id: 1, places: 2 })
    })
  })
  afterAll(() => server.stop())

  test('a free place while others wait goes to the first of them, not to who asks', async () => {
    const answer = await assign(4, 1)
    expect(answer.json.ResponseStatus).toMatchObject({ ErrorCode: 'SessionFull' })
    expect(await holders(1)).toEqual([1, 2])
    expect(await line(1)).toEqual([3])
  })

  test('unless it is the first who asks', async () => {
    await server.engine.write(async (transaction) => {
      await transaction.run(raisePlaces, { ...scope, id: 1, places: 3 })
    })
    const answer = await assign(3, 1)
    expect(answer.status).toBe(200)
    expect(answer.json.SessionIds).toEqual([1])
    expect(places(answer)).toBeUndefined()
  })
})

describe('a registration', () => {
  beforeAll(async () => {
    await start()
    await assign(1, 1)
    await wait(2, 1)
    await wait(3, 1)
  })
  afterAll(() => server.stop())
  const url = () => server.sessionsUrl.replace('EventRegistrationSessions', 'EventRegistrations')

  test('is told with its places on waiting lists', async () => {
    const read = async (badge: number) =>
      (await call('GET', `${url()}?BadgeNumber=${badge}`, undefined, basic(server.key))).json
    expect(await read(3)).toMatchObject({ Registrant: { Waitlisted: [place(1, 2)] } })
    expect(await read(1)).not.toMatchObject({ Registrant: { Waitlisted: expect.anything() } })
  })

  test('that comes with sessions does not jump the queue', async () => {
    await server.engine.write(async (transaction) => {
      await transaction.run(raisePlaces, { ...scope, id: 1, places: 2 })
    })
    const Registrant = { FirstName: 'A', LastName: 'B', Sessions: [{ SessionId: '1' }] }
    const answer = await call('POST', url(), { Registrant }, basic(server.key))
    expect(answer.json.ResponseStatus).toMatchObject({ ErrorCode: 'SessionFull' })
    expect(await line(1)).toEqual([3])
    expect(await holders(1)).toEqual([1, 2])
  })
})

test('200 ask for 30 places and some give theirs back: the order is kept, nobody is lost', async () => {
  const people = 200
  const capacity = 30
  server = await startTestServer({ registrations: people, sessions: [{ id: 1, places: capacity }, { id: 2 }] })
  const badges = Array.from({ length: people }, (_, i) => i + 1)
  await Promise.all(badges.map((badge) => wait(badge, 1, 2)))
  expect(await holders(1)).toHaveLength(capacity)
  const queue = await line(1)
  const leaving = badges.filter((badge) => (badge * 7919) % 5 === 0)
  // Each leaves twice at once, while others ask without Waitlist and again with it.
  await Promise.all([
    ...leaving.flatMap((badge) => [remove(badge, 1), remove(badge, 1)]),
    ...queue.filter((badge) => badge % 5 !== 0).map((badge) => (badge % 2 === 0 ? assign(badge, 1) : wait(badge, 1))),
  ])
  const held = await holders(1)
  const left = await line(1)
  const stayed = queue.filter((badge) => !leaving.includes(badge))
  expect(held).toHaveLength(capacity)
  expect([...held, ...left].sort(byNumber)).toEqual(badges.filter((badge) => !leaving.includes(badge)))
  expect(left).toEqual(stayed.slice(stayed.length - left.length))
  expect(await server.engine.all(wrongSessionCounters, { client })).toEqual([])
  await server.stop()
})

const byNumber = (a: number, b: number) => a - b
