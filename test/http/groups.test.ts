import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { basic, call, client, event, otherClient, startTestServer, type TestServer } from '../support/http-server.ts'
import { assign, error, things } from '../support/programme.ts'

let server: TestServer
let next = 100

/** Group 1 allows one session. */
beforeAll(async () => {
  const given = { registrations: 20, sessions: [{ id: 1, group: 1 }, { id: 2, from: 9, to: 10 }, { id: 3 }, { id: 4 }] }
  server = await startTestServer(given)
})
afterAll(() => server.stop())

const { ask, only, each } = things(() => server, 'EventSessionGroups', 'SessionGroups')
const sessions = things(() => server, 'Sessions', 'Sessions')
const put = (body: object) => ask('PUT', '', body)
/** Ids of new sessions. */
const newSessions = async (count: number) => {
  const ids = Array.from({ length: count }, () => ++next)
  for (const SessionId of ids) await sessions.ask('POST', '', { SessionId, Name: `S ${SessionId}` })
  return ids
}
const members = (group: Record<string, unknown>) =>
  Array.isArray(group.Sessions) ? group.Sessions.map((session) => session.SessionId) : null
const named = (ids: readonly number[]) => ids.map((SessionId) => ({ SessionId }))
const audit = async (action: string, subject: unknown) => {
  const rows = await server.engine.all(auditOfEvent, { client, event })
  return rows.filter((row) => row.action === action && row.subject === String(subject))
}

const whole = { Name: 'Track A', SingleSelect: true, ExpandOnRegistration: true, Type: 'Track', Ordinal: 3 }

describe('a group', () => {
  test('is stored with every field and its sessions, and answered so', async () => {
    const ids = await newSessions(2)
    const created = only(await ask('POST', '', { SessionGroupId: 40, ...whole, Sessions: named(ids) }))
    expect(created).toMatchObject({ SessionGroupId: 40, EventId: event, ClientID: client, ...whole })
    expect(members(created)).toEqual(ids)
    const found = only(await ask('GET', '/40'))
    expect(found).toMatchObject(whole)
    expect(found.Sessions).toMatchObject(
      ids.map((SessionId) => ({ SessionId, Name: `S ${SessionId}`, ClientID: client })),
    )
    expect(only(await ask('POST', '', { Name: 'Next' }))).toMatchObject({
      SessionGroupId: 41,
      Type: 'None',
      Ordinal: 0,
    })
    const [row] = await audit('group.create', 40)
    expect(JSON.parse(row?.after ?? '')).toEqual({ ...whole, Sessions: ids })
  })

  test('is listed by ordinal and then by number, with pages', async () => {
    const all = await ask('GET')
    const places = each(all, 'Ordinal').map(Number)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    const ids = each(all, 'SessionGroupId')
    expect(ids.indexOf(1)).toBeLessThan(ids.indexOf(40))
    const page = await ask('GET', '?PageSize=1&PageNumber=2')
    expect(each(page, 'SessionGroupId')).toEqual(ids.slice(1, 2))
    expect(page.json).toMatchObject({ PageSize: 1, PageNumber: 2, ListCount: ids.length, TotalRecords: ids.length })
    expect(all.text).toContain('"Name":"Session 1"')
  })

  test.each([
    [{}, 400, 'ArgumentException', 'Name'],
    [{ Name: 'A', SessionGroupId: 1 }, 409, 'AlreadyExists', 'SessionGroupId'],
    [{ Name: 'A', Sessions: [{ SessionId: 1 }, { SessionId: 999 }] }, 400, 'ArgumentException', 'Sessions[1]'],
  ])('%j is refused', async (body, status, code, field) => {
    expect(error(await ask('POST', '', body))).toEqual({ status, code, fields: [field] })
  })

  test('is changed only where something was sent; Sessions says which are in it', async () => {
    const ids = await newSessions(3)
    const { SessionGroupId } = only(await ask('POST', '', { ...whole, Sessions: named(ids.slice(0, 2)) }))
    expect(members(only(await put({ SessionGroupId, Name: 'B' })))).toEqual(ids.slice(0, 2))
    const changed = only(await put({ SessionGroupId, Sessions: named(ids.slice(1)) }))
    expect(changed).toMatchObject({ ...whole, Name: 'B' })
    expect(members(changed)).toEqual(ids.slice(1))
    expect(sessions.only(await sessions.ask('GET', `/${ids[0]}`)).SessionGroupId).toBeUndefined()
    expect(only(await put({ SessionGroupId, Sessions: [] })).Sessions).toEqual([])
    const rows = await audit('group.update', SessionGroupId)
    expect(rows.map((row) => row.after)).toEqual(['{"Name":"B"}', `{"Sessions":[${ids.slice(1)}]}`, '{"Sessions":[]}'])
    await put({ SessionGroupId, Name: 'B' })
    expect(await audit('group.update', SessionGroupId)).toHaveLength(3)
  })

  test.each([
    ['GET', '/999', undefined],
    ['DELETE', '/999', undefined],
    ['PUT', '', { SessionGroupId: 999, Name: 'A' }],
  ])('that is not there: %s', async (verb, path, body) => {
    expect(error(await ask(verb, path, body))).toEqual({ status: 404, code: 'NotFound', fields: ['SessionGroupId'] })
  })

  test('of another client is not there', async () => {
    const own = `${server.url}/Ams/${otherClient}/Event/${event}/EventSessionGroups`
    const other = basic(server.otherKey)
    expect((await call('GET', `${own}/40`, undefined, other)).status).toBe(404)
    expect((await call('DELETE', `${own}/40?Force=true`, undefined, other)).status).toBe(404)
    expect((await ask('GET', '/40', undefined, other)).status).toBe(404)
  })
})

describe('a group that allows one session', () => {
  test('cannot come to be where registrations hold several of it, without Force', async () => {
    const ids = await newSessions(3)
    const { SessionGroupId } = only(await ask('POST', '', { Name: 'Free', Sessions: named(ids) }))
    await assign(server, 1, ...ids)
    await assign(server, 2, ...ids.slice(1))
    await assign(server, 3, ...ids.slice(2))
    const refused = await put({ SessionGroupId, SingleSelect: true })
    expect(error(refused)).toEqual({ status: 409, code: 'SingleSelect', fields: ['SingleSelect'] })
    expect(refused.json.ResponseStatus.Message).toMatch(/^2 registrations would hold several sessions/)
    expect(only(await put({ SessionGroupId, SingleSelect: true, Force: true })).SingleSelect).toBe(true)
    expect((await assign(server, 3, Number(ids[0]))).status).toBe(409)
  })

  test('cannot take in sessions that are held together, without Force', async () => {
    const ids = await newSessions(2)
    await assign(server, 4, ...ids)
    const body = { Name: 'One', SingleSelect: true, Sessions: named(ids) }
    expect(error(await ask('POST', '', body))).toEqual({ status: 409, code: 'SingleSelect', fields: ['Sessions'] })
    expect((await ask('POST', '', { ...body, Force: true })).status).toBe(200)
  })
})

describe('deleting', () => {
  test('an empty group, and one with sessions only by Force: they are in none then', async () => {
    const ids = await newSessions(1)
    const { SessionGroupId } = only(await ask('POST', '', { Name: 'Full', Sessions: named(ids) }))
    const refused = await ask('DELETE', `/${SessionGroupId}`)
    expect(error(refused)).toEqual({ status: 409, code: 'InUse', fields: ['SessionGroupId'] })
    expect(refused.json.ResponseStatus.Message).toContain('1 session.')
    expect((await ask('DELETE', `/${SessionGroupId}?Force=true`)).json).toMatchObject({ SessionGroups: [] })
    expect(sessions.only(await sessions.ask('GET', `/${ids[0]}`)).SessionGroupId).toBeUndefined()
    expect(await audit('group.delete', SessionGroupId)).toMatchObject([{ after: null }])
    const empty = only(await ask('POST', '', { Name: 'Empty' })).SessionGroupId
    expect((await ask('DELETE', `/${empty}`)).status).toBe(200)
    expect((await ask('GET', `/${empty}`)).status).toBe(404)
  })
})

test('one round through JSV and XML', async () => {
  const jsv = { 'content-type': 'text/jsv', accept: 'text/jsv' }
  const created = await ask('POST', '', '{SessionGroupId:60,Name:A,Type:Track,Sessions:[{SessionId:4}]}', jsv)
  expect(created.text).toContain('Type:Track,Sessions:[{SessionId:4,')
  const xml = { 'content-type': 'application/xml', accept: 'application/xml' }
  const ns = 'http://schemas.datacontract.org/2004/07/YM.Web.Services.Ams'
  const body = `<EventSessionGroups xmlns="${ns}"><Ordinal>9</Ordinal><SessionGroupId>60</SessionGroupId></EventSessionGroups>`
  const changed = await ask('PUT', '', body, xml)
  expect(changed.text).toContain('<Ordinal>9</Ordinal>')
  expect(changed.text).toContain('<SessionId>4</SessionId>')
})
