import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { insertAssignments } from '../../src/store/queries/assignments.ts'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { wrongSessionCounters } from '../../src/store/queries/seats.ts'
import { addWaiting } from '../store/waiting.ts'
import { basic, call, client, event, otherClient, startTestServer, type TestServer } from '../support/http-server.ts'
import { assign, error, things } from '../support/programme.ts'

let server: TestServer
let now = Date.UTC(2025, 5, 1)

/** Registration 9 is cancelled; 1 and 2 hold ticket 1; group 1 allows one session. */
beforeEach(async () => {
  const given = {
    registrations: 9,
    cancelled: [9],
    ticketHolders: [1, 2],
    sessions: [
      { id: 1, from: 9, to: 10 },
      { id: 2, from: 10, to: 11 },
      { id: 3, from: 11, to: 12 },
      { id: 4, group: 1 },
    ],
  }
  server = await startTestServer(given, { now: () => now })
})
afterEach(async () => {
  expect(await server.engine.all(wrongSessionCounters, { client })).toEqual([])
  await server.stop()
})

const { ask, only, each } = things(() => server, 'Sessions', 'Sessions')
const put = (body: object) => ask('PUT', '', body)
const audit = async (action: string) => {
  const rows = await server.engine.all(auditOfEvent, { client, event })
  return rows.filter((row) => row.action === action)
}

const whole = {
  Name: 'Atelier',
  Presenter: 'Zoé',
  StartDate: '2025-11-01T00:00:00.0000000',
  StartTime: '10:30',
  EndDate: '2025-11-02T00:00:00.0000000',
  EndTime: '00:15:30',
  AllowOverlap: true,
  MaxRegistrants: 20,
  Description: 'Hands on',
  AllowCEUs: true,
  Tickets: [1],
  ChargeForSession: false,
  SessionGroupId: 1,
  SortByName: true,
  Room: 'Salle A',
}

describe('a session', () => {
  test('is stored with every field, and answered so', async () => {
    const created = only(await ask('POST', '', { SessionId: 40, ...whole }))
    const computed = { RegistrantCount: 0, NonCanceledCount: 0, DateCreated: '2025-06-01T00:00:00.0000000Z' }
    expect(created).toMatchObject({ SessionId: 40, EventId: event, ClientID: client, ...whole, ...computed })
    expect(only(await ask('GET', '/40'))).toEqual(created)
    expect(only(await ask('POST', '', { Name: 'Next' })).SessionId).toBe(41)
    expect((await audit('session.create')).map((row) => row.subject)).toEqual(['40', '41'])
  })

  test('counts all who hold it, and those who are not cancelled', async () => {
    await assign(server, 1, 1)
    await assign(server, 2, 1)
    await server.engine.write(async (transaction) => {
      await transaction.run(insertAssignments, { client, event, registration: 9, ids: [1], at: 1 })
    })
    expect(only(await ask('GET', '/1'))).toMatchObject({ RegistrantCount: 3, NonCanceledCount: 2 })
  })

  test('counts those who were checked in', async () => {
    await assign(server, 1, 1)
    await assign(server, 2, 1)
    expect(only(await ask('GET', '/1'))).toMatchObject({ AttendedCount: 0 })
    const checkIn = { EventID: event, BadgeNumber: 2, SessionId: 1 }
    await call('PUT', `${server.url}/Ams/${client}/EventSessionAttendance`, checkIn, basic(server.key))
    expect(only(await ask('GET', '/1'))).toMatchObject({ AttendedCount: 1 })
  })

  test('of a number that is taken is refused', async () => {
    const refused = { status: 409, code: 'AlreadyExists', fields: ['SessionId'] }
    expect(error(await ask('POST', '', { SessionId: 1, Name: 'Again' }))).toEqual(refused)
  })

  test.each([
    [{}, 'Name'],
    [{ Name: 'A', StartDate: '2025-11-01', StartTime: '25:00' }, 'StartTime'],
    [{ Name: 'A', StartDate: '2025-11-01', StartTime: '9:00', EndTime: 'late' }, 'EndTime'],
    [{ Name: 'A', StartTime: '9:00' }, 'StartTime'],
    [{ Name: 'A', StartDate: '2025-11-01', StartTime: '9:00', EndTime: '8:00' }, 'EndTime'],
    [{ Name: 'A', MaxRegistrants: -1 }, 'MaxRegistrants'],
    [{ Name: 'A', SessionGroupId: 5 }, 'SessionGroupId'],
    [{ Name: 'A', Tickets: [1, 2] }, 'Tickets[1]'],
  ])('%j is refused', async (body, field) => {
    expect(error(await ask('POST', '', body))).toEqual({ status: 400, code: 'ArgumentException', fields: [field] })
  })

  test('is changed only where something was sent, and the change is recorded', async () => {
    await ask('POST', '', { SessionId: 40, ...whole })
    const changed = only(await put({ SessionId: 40, StartTime: '1:30 PM', MaxRegistrants: null }))
    const { MaxRegistrants: _, ...rest } = whole
    expect(changed).toMatchObject({ ...rest, StartTime: '13:30' })
    expect(changed.MaxRegistrants).toBeUndefined()
    const [row] = await audit('session.update')
    expect(row?.before).toBe('{"StartTime":"10:30","MaxRegistrants":20}')
    expect(row?.after).toBe('{"StartTime":"13:30","MaxRegistrants":null}')
  })

  test('loses its times with its dates', async () => {
    const changed = only(await put({ SessionId: 1, StartDate: null, EndDate: null }))
    expect(Object.keys(changed)).not.toContain('StartTime')
    expect(Object.keys(changed)).not.toContain('EndTime')
  })

  test('sent back as it was answered does not change', async () => {
    const found = only(await ask('GET', '/4'))
    expect(only(await put(found))).toEqual(found)
    expect(await audit('session.update')).toEqual([])
  })

  test.each([
    ['GET', '/99', undefined],
    ['DELETE', '/99', undefined],
    ['PUT', '', { SessionId: 99, Name: 'A' }],
  ])('that is not there: %s', async (verb, path, body) => {
    const refused = { status: 404, code: 'SessionNotFound', fields: ['SessionId'] }
    expect(error(await ask(verb, path, body))).toEqual(refused)
  })

  test('of an event that is not there', async () => {
    for (const verb of ['GET', 'POST', 'PUT', 'DELETE']) {
      const id = verb === 'DELETE' ? '/1' : ''
      const url = `${server.url}/Ams/${client}/Event/8/Sessions${id}`
      const answer = await call(verb, url, verb === 'GET' ? undefined : { Name: 'A' }, basic(server.key))
      expect(error(answer)).toEqual({ status: 404, code: 'NotFound', fields: ['EventId'] })
    }
  })

  test('of another client is not there', async () => {
    const own = `${server.url}/Ams/${otherClient}/Event/${event}/Sessions`
    const other = basic(server.otherKey)
    expect((await call('GET', `${own}/2`, undefined, other)).status).toBe(404)
    expect((await call('DELETE', `${own}/2?Force=true`, undefined, other)).status).toBe(404)
    expect((await ask('GET', '/2', undefined, other)).status).toBe(404)
    expect((await ask('GET', '/2')).status).toBe(200)
  })
})

describe('the list', () => {
  test('is by start and then by number, sessions without a time last; or by name', async () => {
    await ask('POST', '', { SessionId: 20, Name: 'a day', StartDate: '2025-10-31' })
    await ask('POST', '', { SessionId: 21, Name: 'B', StartDate: '2025-11-01', StartTime: '10:00' })
    await ask('POST', '', { SessionId: 22, Name: 'C' })
    expect(each(await ask('GET'), 'SessionId')).toEqual([20, 1, 2, 21, 3, 4, 22])
    expect(each(await ask('GET', '?SortByName=true'), 'SessionId')).toEqual([20, 21, 22, 1, 2, 3, 4])
    const page = await ask('GET', '?PageSize=3&PageNumber=2')
    expect(each(page, 'SessionId')).toEqual([21, 3, 4])
    expect(page.json).toMatchObject({ PageSize: 3, PageNumber: 2 })
  })
})

describe('a change that hurts who holds the session', () => {
  test('CapacityBelowTaken: fewer places than are taken', async () => {
    for (const badge of [1, 2, 3]) await assign(server, badge, 1)
    const refused = await put({ SessionId: 1, MaxRegistrants: 2 })
    expect(error(refused)).toEqual({ status: 409, code: 'CapacityBelowTaken', fields: ['MaxRegistrants'] })
    expect(refused.json.ResponseStatus.Message).toBe('Session 1 cannot be limited to 2: 3 places are taken.')
    expect((await put({ SessionId: 1, MaxRegistrants: 3 })).status).toBe(200)
    expect(only(await put({ SessionId: 1, MaxRegistrants: 1, Force: true })).MaxRegistrants).toBe(1)
    expect((await put({ SessionId: 1, MaxRegistrants: 2 })).status).toBe(200)
    expect((await assign(server, 4, 1)).status).toBe(409)
  })

  test('SessionOverlap: moved into the time of another', async () => {
    for (const badge of [1, 2]) await assign(server, badge, 1, 2)
    await assign(server, 3, 1)
    const move = { SessionId: 1, StartTime: '9:30', EndTime: '10:30' }
    const refused = await put(move)
    expect(error(refused)).toEqual({ status: 409, code: 'SessionOverlap', fields: ['StartTime'] })
    expect(refused.json.ResponseStatus.Message).toBe('2 registrations would hold sessions whose times cross.')
    expect((await put({ ...move, Force: true })).status).toBe(200)
    // They are hurt already: a further change that keeps them so is no new one.
    expect((await put({ ...move, StartTime: '9:00' })).status).toBe(200)
  })

  test('SessionOverlap: where both allowed it and one does no more', async () => {
    await put({ SessionId: 2, StartTime: '9:30', EndTime: '10:30', AllowOverlap: true })
    await put({ SessionId: 1, AllowOverlap: true })
    await assign(server, 1, 1, 2)
    const refused = { status: 409, code: 'SessionOverlap', fields: ['AllowOverlap'] }
    expect(error(await put({ SessionId: 1, AllowOverlap: false }))).toEqual(refused)
  })

  test('SingleSelect: put into a group that allows one', async () => {
    await assign(server, 1, 1, 4)
    const refused = { status: 409, code: 'SingleSelect', fields: ['SessionGroupId'] }
    expect(error(await put({ SessionId: 1, SessionGroupId: 1 }))).toEqual(refused)
    expect((await put({ SessionId: 2, SessionGroupId: 1 })).status).toBe(200)
    expect(only(await put({ SessionId: 1, SessionGroupId: 1, Force: true })).SessionGroupId).toBe(1)
  })

  test('TicketRequired: tickets that holders lack', async () => {
    for (const badge of [1, 3, 4]) await assign(server, badge, 1)
    const refused = await put({ SessionId: 1, Tickets: [1] })
    expect(error(refused)).toEqual({ status: 409, code: 'TicketRequired', fields: ['Tickets'] })
    expect(refused.json.ResponseStatus.Message).toBe('2 registrations of session 1 would lack a ticket it needs.')
    expect(only(await put({ SessionId: 1, Tickets: [1], Force: true })).Tickets).toEqual([1])
    expect((await put({ SessionId: 1, Tickets: [] })).status).toBe(200)
  })

  test('is told with all its reasons, and nothing changes', async () => {
    for (const badge of [1, 3]) await assign(server, badge, 1, 2)
    const change = { SessionId: 1, MaxRegistrants: 1, StartTime: '10:00', EndTime: '11:00', Tickets: [1], Name: 'New' }
    const refused = await put(change)
    expect(error(refused).fields).toEqual(['MaxRegistrants', 'StartTime', 'Tickets'])
    expect(only(await ask('GET', '/1'))).toMatchObject({ Name: 'Session 1', StartTime: '09:00' })
    expect(await audit('session.update')).toEqual([])
  })

  test('does not count who is cancelled', async () => {
    await server.engine.write(async (transaction) => {
      await transaction.run(insertAssignments, { client, event, registration: 9, ids: [1, 2], at: 1 })
    })
    const change = { SessionId: 1, MaxRegistrants: 1, StartTime: '10:00', EndTime: '11:00', Tickets: [1] }
    expect((await put(change)).status).toBe(200)
  })
})

describe('deleting', () => {
  test('a session that nobody holds', async () => {
    expect((await ask('DELETE', '/3')).json).toMatchObject({ Sessions: [] })
    expect((await ask('GET', '/3')).status).toBe(404)
    expect(await audit('session.delete')).toMatchObject([{ subject: '3', after: null }])
  })

  test('one in use only by Force: it is taken from all who hold it or wait for it', async () => {
    await assign(server, 1, 1, 2)
    await assign(server, 2, 1)
    await server.engine.write(async (transaction) => {
      await transaction.run(addWaiting, { client, event, session: 1, registration: 3, place: 5, at: now })
    })
    const refused = await ask('DELETE', '/1')
    expect(error(refused)).toEqual({ status: 409, code: 'InUse', fields: ['SessionId'] })
    expect(refused.json.ResponseStatus.Message).toContain('2 assignments, 1 waiting')

    now += 1000
    expect((await ask('DELETE', '/1?Force=true')).status).toBe(200)
    expect((await assign(server, 1, 2)).json.SessionIds).toEqual([2])
    expect((await audit('remove')).map(({ subject, before, after }) => [subject, before, after])).toEqual([
      ['reg-1', '{"SessionIds":[1,2]}', '{"SessionIds":[2]}'],
      ['reg-2', '{"SessionIds":[1]}', '{"SessionIds":[]}'],
    ])
    expect(await audit('waitlist.remove')).toMatchObject([{ subject: 'reg-3', before: '{"SessionId":1,"Place":5}' }])
  })
})

test('one round through JSV and XML', async () => {
  const jsv = { 'content-type': 'text/jsv', accept: 'text/jsv' }
  const created = await ask('POST', '', '{SessionId:60,Name:A,StartDate:2025-11-01,StartTime:"10:30",Tickets:[1]}', jsv)
  expect(created.text).toContain('{SessionId:60,EventId:7,')
  expect(created.text).toContain('StartDate:2025-11-01,StartTime:"10:30"')
  const xml = { 'content-type': 'application/xml', accept: 'application/xml' }
  const ns = 'http://schemas.datacontract.org/2004/07/YM.Web.Services.Ams'
  const put = `<EventSessions xmlns="${ns}"><SessionId>60</SessionId><StartTime>11:00</StartTime></EventSessions>`
  const changed = await ask('PUT', '', put, xml)
  expect(changed.text).toContain('<StartTime>11:00</StartTime>')
  expect(changed.text).toContain('<StartDate>2025-11-01T00:00:00</StartDate>')
})
