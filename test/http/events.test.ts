import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addCategory } from '../../src/services/events/categories.ts'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { statement } from '../../src/store/statement.ts'
import { basic, call, client, otherClient, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
let now = Date.UTC(2025, 5, 1)

beforeAll(async () => {
  const sessions = [
    { id: 1, from: 9, to: 10 },
    { id: 2, from: 10, to: 11 },
  ]
  server = await startTestServer({ registrations: 3, sessions }, { now: () => now })
  await addCategory(server.engine, client, { id: 4, name: 'Meetings' }, { principal: 'test', requestId: 'test', at: 1 })
})
afterAll(() => server.stop())

const url = (path = '') => `${server.url}/Ams/${client}/Events${path}`
const ask = (method: string, path = '', body?: unknown, headers: Record<string, string> = {}) =>
  call(method, url(path), body, { ...basic(server.key), ...headers })
const only = (answer: Awaited<ReturnType<typeof ask>>): Record<string, unknown> => {
  const list = answer.json.EventsList
  if (!Array.isArray(list) || list.length !== 1) throw new Error(answer.text)
  return list[0]
}
const error = ({ status, json }: Awaited<ReturnType<typeof ask>>) => ({
  status,
  code: json.ResponseStatus?.ErrorCode,
  field: json.ResponseStatus?.Errors[0]?.FieldName,
})
const create = async (body: object) => only(await ask('POST', '', body))

const whole = {
  Active: true,
  ActivateOn: '2025-06-01T00:00:00.0000000',
  Name: 'Congrès',
  StartDate: '2025-10-30T00:00:00.0000000',
  StartTime: '09:00',
  EndDate: '2025-11-02T00:00:00.0000000',
  EndTime: '17:30',
  DisplayDate: 'All Saints',
  DisplayTime: 'all day',
  DateTimeOffset: 1,
  DateTimeOffsetDST: false,
  Comments: 'To be confirmed',
  Description: '<p>Four days</p>',
  Logo: 'logo.png',
  LogoName: 'Logo',
  Registration: {
    MaxRegistrants: 300,
    OpensOn: '2025-07-01T08:00:00.0000000+02:00',
    ClosesOn: '2025-10-29T00:00:00.0000000+01:00',
  },
  Location: { Name: 'Cité', Address: '1 rue X', City: 'Lyon', TimeZone: 'Europe/Paris' },
  Contact: { Name: 'Ada', Email: 'ada@example.org', Phone: '1' },
  ParentEventId: 2,
  UpdateSeries: true,
  Categories: [4],
  Groups: [8, 9],
  EventGuid: 'abc',
  IsVirtual: true,
  Featured: true,
  MemberID: 12,
}

describe('an event', () => {
  test('is stored with every field, and answered so', async () => {
    const created = await create({ EventId: 50, ...whole })
    expect(created).toMatchObject({ EventId: 50, ClientID: client, ...whole })
    expect(only(await ask('GET', '/50'))).toMatchObject({ EventId: 50, ...whole })
    expect(created.LastModifiedDate).toBe('2025-06-01T00:00:00.0000000Z')
    expect(created.DateCached).toBe('2025-06-01T00:00:00.0000000Z')
  })

  test('gets the next number where none is asked for, is active, and has a guid', async () => {
    const created = await create({ Name: 'Next', EventId: 0 })
    expect(created).toMatchObject({ EventId: 51, Active: true, EventGuid: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    expect(await create({ Name: 'Draft', Active: false })).toMatchObject({ EventId: 52, Active: false })
  })

  test('of a number that is taken is refused', async () => {
    expect(error(await ask('POST', '', { EventId: 50, Name: 'Again' }))).toEqual({
      status: 409,
      code: 'AlreadyExists',
      field: 'EventId',
    })
  })

  test.each([
    [{}, 'Name'],
    [{ Name: '  ' }, 'Name'],
    [{ Name: 'x'.repeat(501) }, 'Name'],
    [{ Name: 'A', EventId: -1 }, 'EventId'],
    [{ Name: 'A', StartDate: '2025-11-01', StartTime: 'noon' }, 'StartTime'],
    [{ Name: 'A', StartTime: '10:00' }, 'StartTime'],
    [{ Name: 'A', StartDate: '2025-11-01', EndDate: '2025-10-31' }, 'EndDate'],
    [{ Name: 'A', StartDate: '2025-11-01', StartTime: '10:00', EndTime: '9:59' }, 'EndTime'],
    [{ Name: 'A', Location: { TimeZone: 'Europe/Lyon' } }, 'Location.TimeZone'],
    [{ Name: 'A', DateTimeOffset: 15 }, 'DateTimeOffset'],
    [{ Name: 'A', Registration: { MaxRegistrants: -1 } }, 'Registration.MaxRegistrants'],
    [{ Name: 'A', Registration: { OpensOn: '2025-02-01', ClosesOn: '2025-01-01' } }, 'Registration.ClosesOn'],
    [{ Name: 'A', Categories: [4, 5] }, 'Categories[1]'],
  ])('%j is refused', async (body, field) => {
    expect(error(await ask('POST', '', body))).toEqual({ status: 400, code: 'ArgumentException', field })
  })

  test('is changed only where something was sent, and the change is recorded', async () => {
    const { EventId } = await create({ ...whole, Name: 'Before' })
    now += 60_000
    const after = only(await ask('PUT', '', { EventId, Name: 'After', Contact: null }))
    const { Contact: _, ...rest } = whole
    expect(after).toMatchObject({ ...rest, Name: 'After' })
    expect(after.Contact).toBeUndefined()
    const audit = await server.engine.all(auditOfEvent, { client, event: Number(EventId) })
    expect(audit.map(({ action, subject, principal }) => [action, subject, principal])).toEqual([
      ['event.create', String(EventId), server.key.id],
      ['event.update', String(EventId), server.key.id],
    ])
    expect(JSON.parse(audit[1]?.before ?? '')).toEqual({ Name: 'Before', Contact: whole.Contact })
    expect(JSON.parse(audit[1]?.after ?? '')).toEqual({ Name: 'After', Contact: null })
  })

  test('sent back as it was answered does not change', async () => {
    const created = await create(whole)
    now += 60_000
    const again = only(await ask('PUT', '', created))
    expect(again).toEqual({ ...created, DateCached: again.DateCached })
    expect(await server.engine.all(auditOfEvent, { client, event: Number(created.EventId) })).toHaveLength(1)
  })

  test.each(['GET', 'DELETE'])('that is not there: %s', async (verb) => {
    expect(error(await ask(verb, '/999'))).toEqual({ status: 404, code: 'NotFound', field: 'EventId' })
  })

  test('that is not there cannot be changed, and a change says which', async () => {
    expect(error(await ask('PUT', '', { EventId: 999, Name: 'A' })).status).toBe(404)
    expect(error(await ask('PUT', '', { Name: 'A' }))).toMatchObject({ status: 400, field: 'EventId' })
  })

  test('of another client is not there', async () => {
    const other = basic(server.otherKey)
    expect((await call('GET', url('/50'), undefined, other)).status).toBe(404)
    const own = `${server.url}/Ams/${otherClient}/Events`
    expect((await call('GET', `${own}/50`, undefined, other)).status).toBe(404)
    expect((await call('PUT', own, { EventId: 50, Name: 'Mine' }, other)).status).toBe(404)
    expect((await call('DELETE', `${own}/50?Force=true`, undefined, other)).status).toBe(404)
    expect((await call('GET', own, undefined, other)).json.ListCount).toBe(1)
  })
})

test('the places of an event cannot be fewer than are taken, without Force', async () => {
  const { EventId } = await create({ Name: 'Small', Registration: { MaxRegistrants: 10 } })
  const taken = statement<{ client: number; event: number }>()((db, arg) =>
    db.updateTable('event').set({ taken: 6 }).where('client_id', '=', arg('client')).where('id', '=', arg('event')),
  )
  await server.engine.write(async (transaction) => transaction.run(taken, { client, event: Number(EventId) }))
  const limit = (MaxRegistrants: number, Force = false) =>
    ask('PUT', '', { EventId, Registration: { MaxRegistrants }, Force })
  const refused = await limit(5)
  expect(error(refused)).toEqual({ status: 409, code: 'CapacityBelowTaken', field: 'Registration.MaxRegistrants' })
  expect(refused.json.ResponseStatus.Message).toContain('to 5: 6 places are taken')
  expect((await limit(6)).status).toBe(200)
  expect(only(await limit(5, true)).Registration).toEqual({ MaxRegistrants: 5 })
})

describe('the list', () => {
  test('is by start and then by number, undated events last, with pages', async () => {
    now += 60_000
    const since = `LastModifiedDate=${new Date(now).toISOString()}`
    await create({ EventId: 104, Name: 'Undated' })
    await create({ EventId: 103, Name: 'Late', StartDate: '2030-01-02', StartTime: '10:00' })
    await create({ EventId: 102, Name: 'Same', StartDate: '2030-01-02', StartTime: '10:00' })
    const east = { Location: { TimeZone: 'Asia/Tokyo' } }
    await create({ EventId: 105, Name: 'First', StartDate: '2030-01-02', StartTime: '10:00', ...east })
    await create({ EventId: 101, Name: 'Day before', StartDate: '2030-01-01', StartTime: '23:00' })
    const ids = async (query: string) => {
      const { EventsList } = (await ask('GET', `?${since}${query}`)).json
      return Array.isArray(EventsList) ? EventsList.map((event) => event.EventId) : []
    }
    expect(await ids('')).toEqual([101, 105, 102, 103, 104])
    expect(await ids('&PageSize=2&PageNumber=2')).toEqual([102, 103])
    const { json } = await ask('GET', `?${since}&PageSize=2&PageNumber=4`)
    expect(json).toMatchObject({ EventsList: [], PageSize: 2, PageNumber: 4, ListCount: 5, TotalRecords: 5 })
    expect(error(await ask('GET', '?PageSize=0')).field).toBe('PageSize')
    expect(error(await ask('GET', '?PageNumber=0')).field).toBe('PageNumber')
  })

  test('may be of what changed since', async () => {
    now += 3_600_000
    const { EventId } = await create({ Name: 'Newest', StartDate: '2031-05-01', EndDate: '2031-05-03' })
    const since = new Date(now).toISOString()
    expect(only(await ask('GET', `?LastModifiedDate=${since}`)).EventId).toBe(EventId)
    const later = new Date(now + 1).toISOString()
    expect((await ask('GET', `?LastModifiedDate=${later}`)).json.EventsList).toEqual([])
    const ids = `${server.url}/Ams/${client}/EventIDs?LastModifiedDate=${since}`
    const answer = await call('GET', ids, undefined, basic(server.key))
    expect(answer.json).toMatchObject({ EventIDList: [{ ID: EventId }], ListCount: 1 })
  })

  test('of ids is found by a part of the name and by days', async () => {
    const { EventId } = await create({ Name: 'ÉTÉ en fête', StartDate: '2032-07-01', EndDate: '2032-07-10' })
    const ids = async (query: string) => {
      const at = `${server.url}/Ams/${client}/EventIDs?${query}`
      return (await call('GET', at, undefined, basic(server.key))).json.EventIDList
    }
    const found = [{ ID: EventId }]
    expect(await ids('EventName=%C3%A9t%C3%A9%20EN')).toEqual(found)
    expect(await ids('StartDate=2032-07-10')).toEqual(found)
    expect(await ids('StartDate=2032-07-11')).toEqual([])
    expect(await ids('StartDate=2032-01-01&EndDate=2032-07-01')).toEqual(found)
    expect(await ids('StartDate=2032-01-01&EndDate=2032-06-30')).toEqual([])
  })

  test('of categories', async () => {
    const answer = await call('GET', `${server.url}/Ams/${client}/EventCategories`, undefined, basic(server.key))
    expect(answer.json).toMatchObject({ EventCategoryList: [{ Id: 4, Name: 'Meetings' }], TotalRecords: 1 })
    const other = `${server.url}/Ams/${otherClient}/EventCategories`
    expect((await call('GET', other, undefined, basic(server.otherKey))).json.EventCategoryList).toEqual([])
  })
})

describe('deleting', () => {
  test('an empty event', async () => {
    const { EventId } = await create({ Name: 'Short-lived' })
    expect((await ask('DELETE', `/${EventId}`)).json).toMatchObject({ EventsList: [] })
    expect((await ask('GET', `/${EventId}`)).status).toBe(404)
  })

  test('one in use only by Force, with all that is in it; its registrations are recorded', async () => {
    const sessionsUrl = server.sessionsUrl
    await call('POST', sessionsUrl, { RegistrationID: 'reg-1', SessionIds: [1, 2] }, basic(server.key))
    const refused = await ask('DELETE', '/7')
    expect(error(refused)).toEqual({ status: 409, code: 'InUse', field: 'EventId' })
    expect(refused.json.ResponseStatus.Message).toContain('3 registrations, 2 sessions, 1 session group, 1 ticket')
    expect((await ask('GET', '/7')).status).toBe(200)

    expect((await ask('DELETE', '/7?Force=true')).status).toBe(200)
    expect((await ask('GET', '/7')).status).toBe(404)
    const audit = (await server.engine.all(auditOfEvent, { client, event: 7 })).slice(1)
    expect(audit.map((row) => [row.action, row.subject])).toEqual([
      ['registration.delete', 'reg-1'],
      ['registration.delete', 'reg-2'],
      ['registration.delete', 'reg-3'],
      ['event.delete', '7'],
    ])
    expect(JSON.parse(audit[0]?.before ?? '')).toEqual({
      RegistrationID: 'reg-1',
      BadgeNumber: 1,
      SessionIds: [1, 2],
    })
    const other = `${server.url}/Ams/${otherClient}/Event/7/Sessions`
    expect((await call('GET', other, undefined, basic(server.otherKey))).json.ListCount).toBe(1)
  })
})
