import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assignmentsOfEvent } from '../../src/store/queries/assignments.ts'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { wrongSessionCounters } from '../../src/store/queries/seats.ts'
import { type Answer, basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
let next = 0

const given = {
  registrations: 60,
  cancelled: [1, 2],
  ticketHolders: [3],
  sessions: [
    { id: 101, from: 9, to: 10 },
    { id: 102, from: 10, to: 11 },
    { id: 103, from: 9, to: 11 },
    { id: 104, places: 1 },
    { id: 105, group: 1 },
    { id: 106, group: 1 },
    { id: 107, tickets: [1] },
    { id: 108, from: 9, to: 10, allowOverlap: true },
    { id: 109, from: 9, to: 10, allowOverlap: true },
  ],
}

beforeAll(async () => {
  server = await startTestServer(given)
  next = 10
})
afterAll(() => server.stop())

/** A registration that no other test uses. */
const fresh = () => ++next
const assign = (badge: number, ...ids: number[]) =>
  call('POST', server.sessionsUrl, { RegistrationID: `reg-${badge}`, SessionIds: ids }, basic(server.key))
const remove = (badge: number, ...ids: number[]) =>
  call('DELETE', server.sessionsUrl, { RegistrationID: `reg-${badge}`, SessionIds: ids }, basic(server.key))
const errors = ({ json }: Answer) =>
  json.ResponseStatus.Errors.map(({ ErrorCode, FieldName, Meta }) => ({
    ErrorCode,
    FieldName,
    ...(Meta ? { Meta } : {}),
  }))

describe('assigning', () => {
  test('answers the registration and its sessions after the step', async () => {
    const badge = fresh()
    const answer = await assign(badge, 102, 101)
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({
      ClientID: client,
      EventID: event,
      RegistrationID: `reg-${badge}`,
      BadgeNumber: badge,
      SessionIds: [101, 102],
      Sessions: [
        {
          SessionId: '101',
          Name: 'Session 101',
          StartDate: '2025-11-01',
          StartTime: '09:00',
          EndDate: '2025-11-01',
          EndTime: '10:00',
        },
        { SessionId: '102', Name: 'Session 102' },
      ],
      Device: 'Desktop',
    })
    expect(answer.json.ResponseStatus).toBeUndefined()
    expect(Object.keys(answer.json).slice(0, 3)).toEqual(['ClientID', 'EventID', 'RegistrationID'])
  })

  test('says when the answer was taken from the store', async () => {
    const before = Date.now()
    const { json } = await assign(fresh(), 101)
    expect(Date.parse(String(json.DateCached))).toBeGreaterThanOrEqual(before)
    expect(Date.parse(String(json.DateCached))).toBeLessThanOrEqual(Date.now())
  })

  test('what is assigned already is a success that changes nothing', async () => {
    const badge = fresh()
    await assign(badge, 101)
    const again = await assign(badge, 101)
    expect(again.status).toBe(200)
    expect(again.json.SessionIds).toEqual([101])
    const audit = await server.engine.all(auditOfEvent, { client, event })
    expect(audit.filter((row) => row.subject === `reg-${badge}`)).toHaveLength(1)
  })

  test('takes the union of SessionIds and Sessions, by any spelling of the key', async () => {
    const body = {
      BadgeNumber: fresh(),
      SessionIds: [101, 101],
      Sessions: [{ SessionId: '101' }, { sessionid: '102' }, { ID: ' 104 ' }],
    }
    const answer = await call('POST', server.sessionsUrl, body, basic(server.key))
    expect(answer.json.SessionIds).toEqual([101, 102, 104])
    await call('DELETE', server.sessionsUrl, body, basic(server.key))
  })

  test('records who did what, before and after', async () => {
    const badge = fresh()
    await assign(badge, 101)
    await assign(badge, 102)
    await remove(badge, 101)
    const audit = await server.engine.all(auditOfEvent, { client, event })
    const rows = audit.filter((row) => row.subject === `reg-${badge}`)
    expect(rows.map(({ action, before, after, principal }) => ({ action, before, after, principal }))).toEqual([
      { action: 'assign', before: '{"SessionIds":[]}', after: '{"SessionIds":[101]}', principal: server.key.id },
      { action: 'assign', before: '{"SessionIds":[101]}', after: '{"SessionIds":[101,102]}', principal: server.key.id },
      { action: 'remove', before: '{"SessionIds":[101,102]}', after: '{"SessionIds":[102]}', principal: server.key.id },
    ])
  })
})

describe('every rule has its code and status', () => {
  test('SessionNotFound', async () => {
    const answer = await assign(fresh(), 101, 999)
    expect(answer.status).toBe(404)
    expect(answer.statusText).toBe('SessionNotFound')
    expect(errors(answer)).toEqual([
      { ErrorCode: 'SessionNotFound', FieldName: 'SessionIds[1]', Meta: { SessionId: '999' } },
    ])
  })

  test('SessionFull', async () => {
    const first = fresh()
    expect((await assign(first, 104)).status).toBe(200)
    const answer = await assign(fresh(), 104)
    expect(answer.status).toBe(409)
    expect(answer.json.ResponseStatus).toMatchObject({
      ErrorCode: 'SessionFull',
      Message: 'Session 104 is full: 1 of 1 places are taken.',
    })
    await remove(first, 104)
    expect((await assign(fresh(), 104)).status).toBe(200)
  })

  test('SessionOverlap', async () => {
    const badge = fresh()
    await assign(badge, 101)
    const answer = await assign(badge, 103)
    expect(answer.status).toBe(409)
    expect(answer.json.ResponseStatus.Message).toBe('Session 103 crosses the time of 101 (Session 101).')
  })

  test('unless both sessions allow it', async () => {
    expect((await assign(fresh(), 108, 109)).status).toBe(200)
    expect((await assign(fresh(), 108, 101)).status).toBe(409)
  })

  test('SingleSelect', async () => {
    const answer = await assign(fresh(), 105, 106)
    expect(answer.status).toBe(409)
    expect(errors(answer)).toEqual([
      { ErrorCode: 'SingleSelect', FieldName: 'SessionIds[0]', Meta: { SessionId: '105' } },
      { ErrorCode: 'SingleSelect', FieldName: 'SessionIds[1]', Meta: { SessionId: '106' } },
    ])
  })

  test('TicketRequired', async () => {
    expect((await assign(3, 107)).status).toBe(200)
    const answer = await assign(fresh(), 107)
    expect(answer.status).toBe(409)
    expect(answer.json.ResponseStatus).toMatchObject({
      ErrorCode: 'TicketRequired',
      Message: 'Session 107 needs ticket 1.',
    })
  })

  test('RegistrationCancelled', async () => {
    const answer = await assign(1, 101)
    expect(answer.status).toBe(409)
    expect(errors(answer)).toEqual([{ ErrorCode: 'RegistrationCancelled', FieldName: 'RegistrationID' }])
  })

  test('a mixed list has the highest status, and every reason', async () => {
    const body = { RegistrationID: `reg-${fresh()}`, SessionIds: [999, 101], Sessions: [{ SessionId: '103' }] }
    const answer = await call('POST', server.sessionsUrl, body, basic(server.key))
    expect(answer.status).toBe(409)
    expect(answer.json.ResponseStatus.ErrorCode).toBe('SessionOverlap')
    expect(errors(answer)).toEqual([
      { ErrorCode: 'SessionOverlap', FieldName: 'SessionIds[1]', Meta: { SessionId: '101' } },
      { ErrorCode: 'SessionOverlap', FieldName: 'Sessions[0]', Meta: { SessionId: '103' } },
      { ErrorCode: 'SessionNotFound', FieldName: 'SessionIds[0]', Meta: { SessionId: '999' } },
    ])
  })

  test('nothing is assigned when anything is refused', async () => {
    const badge = fresh()
    await assign(badge, 101, 102, 999)
    expect((await remove(badge, 101)).json.SessionIds).toEqual([])
  })
})

describe('removing', () => {
  test('answers what is left', async () => {
    const badge = fresh()
    await assign(badge, 101, 102)
    const answer = await remove(badge, 101)
    expect(answer.status).toBe(200)
    expect(answer.json.SessionIds).toEqual([102])
  })

  test('of what is not assigned succeeds and changes nothing', async () => {
    const answer = await remove(fresh(), 101)
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({ Sessions: [], SessionIds: [] })
  })

  test('of a session that is not there is an error, and nothing changes', async () => {
    const badge = fresh()
    await assign(badge, 101)
    const answer = await remove(badge, 101, 999)
    expect(answer.status).toBe(404)
    expect(errors(answer)).toEqual([
      { ErrorCode: 'SessionNotFound', FieldName: 'SessionIds[1]', Meta: { SessionId: '999' } },
    ])
    expect((await assign(badge, 101)).json.SessionIds).toEqual([101])
  })

  test('takes its fields from the query string as well', async () => {
    const badge = fresh()
    await assign(badge, 101, 102)
    const url = `${server.sessionsUrl}?registrationid=REG-${badge}&SessionIds=101,102`
    expect((await call('DELETE', url, undefined, basic(server.key))).json.SessionIds).toEqual([])
  })
})

describe('which registration', () => {
  const ask = (body: object) => call('POST', server.sessionsUrl, body, basic(server.key))

  test('RegistrationID without regard to case and surrounding space, answered as it was given out', async () => {
    const badge = fresh()
    const answer = await ask({ RegistrationID: `  REG-${badge} `, SessionIds: [101] })
    expect(answer.json.RegistrationID).toBe(`reg-${badge}`)
  })

  test('a badge of 0, as the samples show it, is no badge', async () => {
    expect((await ask({ RegistrationID: `reg-${fresh()}`, BadgeNumber: 0, SessionIds: [101] })).status).toBe(200)
  })

  test('both, when they agree', async () => {
    const badge = fresh()
    expect((await ask({ RegistrationID: `reg-${badge}`, BadgeNumber: badge, SessionIds: [101] })).status).toBe(200)
  })

  test('409 when they name different ones', async () => {
    const badge = fresh()
    const answer = await ask({ RegistrationID: `reg-${badge}`, BadgeNumber: badge + 1, SessionIds: [101] })
    expect(answer.status).toBe(409)
    expect(answer.json.ResponseStatus.ErrorCode).toBe('RegistrationMismatch')
  })

  test.each([
    [{ RegistrationID: 'nobody' }, 404, 'RegistrationID', 'Event 7 has no registration "nobody".'],
    [{ BadgeNumber: 9999 }, 404, 'BadgeNumber', 'Event 7 has no registration with badge 9999.'],
    [{}, 400, 'RegistrationID', 'Expected a RegistrationID or a BadgeNumber.'],
    [{ RegistrationID: '  ' }, 400, 'RegistrationID', 'Expected a RegistrationID or a BadgeNumber.'],
  ])('%j is refused', async (name, status, field, message) => {
    const answer = await ask({ ...name, SessionIds: [101] })
    expect(answer.status).toBe(status)
    expect(answer.json.ResponseStatus.Errors).toEqual([
      { ErrorCode: status === 404 ? 'NotFound' : 'ArgumentException', FieldName: field, Message: message },
    ])
  })

  test('an event that is not there', async () => {
    const url = server.sessionsUrl.replace(`/Event/${event}/`, '/Event/8/')
    const answer = await call('POST', url, { RegistrationID: 'reg-5', SessionIds: [101] }, basic(server.key))
    expect(answer.status).toBe(404)
    expect(answer.json.ResponseStatus.Message).toBe('There is no event 8.')
  })
})

describe('which sessions', () => {
  test.each([
    [{}, 'SessionIds'],
    [{ SessionIds: [], Sessions: [] }, 'SessionIds'],
    [{ Sessions: [{ Name: 'A talk' }] }, 'Sessions[0]'],
    [{ Sessions: [{ SessionId: '101' }, { SessionId: 'x' }] }, 'Sessions[1]'],
    [{ Sessions: [{ SessionId: '99999999999' }] }, 'Sessions[0]'],
    [{ SessionIds: Array.from({ length: 1001 }, (_, i) => i) }, 'SessionIds'],
  ])('%j is refused', async (sessions, field) => {
    const answer = await call('POST', server.sessionsUrl, { RegistrationID: 'reg-5', ...sessions }, basic(server.key))
    expect(answer.status).toBe(400)
    expect(answer.json.ResponseStatus.ErrorCode).toBe('ArgumentException')
    expect(answer.json.ResponseStatus.Errors[0]?.FieldName).toBe(field)
  })
})

test('after all of this the counters are the numbers of assignments', async () => {
  expect(await server.engine.all(assignmentsOfEvent, { client, event })).not.toEqual([])
  expect(await server.engine.all(wrongSessionCounters, { client })).toEqual([])
})
