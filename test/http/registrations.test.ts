import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { addWaiting } from '../store/waiting.ts'
import { ask, changeEvent, expectCounters } from '../support/counters.ts'
import { type Answer, basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'
import { assign, error } from '../support/programme.ts'

let server: TestServer
let now: number
beforeEach(async () => {
  now = Date.UTC(2025, 9, 1)
  server = await startTestServer(
    {
      registrations: 5,
      cancelled: [2],
      ticketHolders: [3],
      sessions: [
        { id: 101, from: 9, to: 10 },
        { id: 102, from: 9, to: 11 },
        { id: 103, places: 1 },
        { id: 104, tickets: [1] },
      ],
    },
    { now: () => now },
  )
})
afterEach(async () => {
  await expectCounters(server)
  await server.stop()
})

const path = `Event/${event}/EventRegistrations`
const read = (query: string) => ask(server, 'GET', `${path}?${query}`)
const register = (Registrant: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  ask(server, 'POST', path, { Registrant, ...more })
const change = (RegistrationID: string, Registrant: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  ask(server, 'PUT', path, { RegistrationID, Registrant, ...more })
const cancel = (id: string) => change(id, { Status: 'Cancelled' })
const restore = (id: string, more = {}) => change(id, { Status: 'Open' }, more)
const member = ({ json }: Answer, name: string): unknown => {
  const registrant = json.Registrant
  return typeof registrant === 'object' && registrant !== null && new Map(Object.entries(registrant)).get(name)
}
const sessionsOf = (answer: Answer) => {
  const sessions = member(answer, 'Sessions')
  return Array.isArray(sessions) ? sessions.map((session) => session.SessionId) : sessions
}
const reasons = ({ json }: Answer) =>
  json.ResponseStatus.Errors.map(({ ErrorCode, FieldName }) => `${ErrorCode} ${FieldName}`)
const actions = async (subject: string) =>
  (await server.engine.all(auditOfEvent, { client, event }))
    .filter((row) => row.subject === subject)
    .map((row) => row.action)

describe('reading', () => {
  test('tells all of a registration, twice', async () => {
    await assign(server, 3, 101)
    const answer = await read('RegistrationID=REG-3')
    expect(answer.json).toMatchObject({
      EventID: event,
      RegistrationID: 'reg-3',
      BadgeNumber: 3,
      Registrant: {
        Status: 'Open',
        EventName: 'Event',
        FirstName: 'First',
        LastName: 'Last',
        BadgeNumber: 3,
        RegistrationID: 'reg-3',
        DateRegistered: '1970-01-01T00:00:00.0010000Z',
        Attended: 'No',
        IsAttended: false,
        IsPrimaryRegistrant: true,
        Tickets: [1],
        Sessions: [{ SessionId: '101', Name: 'Session 101', StartDate: '2025-11-01', StartTime: '09:00' }],
      },
    })
    expect(answer.json.EventRegistrationRegistrant).toEqual(answer.json.Registrant)
    expect((await read('BadgeNumber=3')).json.Registrant).toEqual(answer.json.Registrant)
  })

  test('names one registration', async () => {
    expect(error(await read('RegistrationID=reg-3&BadgeNumber=4'))).toMatchObject({
      status: 409,
      code: 'RegistrationMismatch',
    })
    expect((await read('BadgeNumber=99')).status).toBe(404)
    expect((await read('')).status).toBe(400)
    expect(
      (await call('GET', `${server.url}/Ams/${client}/${path}?BadgeNumber=3`, undefined, basic(server.otherKey)))
        .status,
    ).toBe(404)
  })
})

const whole = {
  FirstName: 'Zoé',
  LastName: 'Łukasz',
  Status: 'Approved',
  BadgeNumber: 70,
  DateRegistered: '2025-09-01T08:00:00.0000000Z',
  OrderID: 12,
  ProfileID: 13,
  InvoiceID: 'I-1',
  PrimaryRegistrantRegistrationID: 'reg-1',
  PrimaryRegistrantProfileID: 14,
  AttendeeType: 'Speaker',
  CustomFormDataSet: [{ Name: 'Meal', Value: 'vegetarian' }],
  CustomFormDataSetAttachments: [{ Name: 'a', Url: 'b' }],
  Tickets: [1],
}

describe('registering', () => {
  test('keeps all that is given, and gives places at once', async () => {
    const answer = await register(
      { ...whole, Sessions: [{ SessionId: '101' }, { Id: '104' }] },
      { RegistrationID: ' New-1 ' },
    )
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({ RegistrationID: 'New-1', BadgeNumber: 70 })
    expect(answer.json.Registrant).toMatchObject({ ...whole, RegistrationID: 'New-1', IsPrimaryRegistrant: false })
    expect(sessionsOf(await read('RegistrationID=new-1'))).toEqual(['101', '104'])
    expect(await actions('New-1')).toEqual(['registration.create', 'assign'])
  })

  test('gives a fresh RegistrationID, and the next badge', async () => {
    const answer = await register({ FirstName: 'A' })
    expect(answer.json.RegistrationID).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(answer.json.BadgeNumber).toBe(6)
    expect(member(answer, 'Status')).toBe('Open')
  })

  test('gives nobody the id or badge of another', async () => {
    const answer = await register({ BadgeNumber: 3 }, { RegistrationID: 'REG-1 ' })
    expect(answer.status).toBe(409)
    expect(reasons(answer)).toEqual(['AlreadyExists RegistrationID', 'AlreadyExists BadgeNumber'])
    expect((await register({ RegistrationID: 'a' }, { RegistrationID: 'b' })).status).toBe(400)
  })

  test('is refused with every reason, and then leaves nothing', async () => {
    await changeEvent(server, { Active: false, Registration: { MaxRegistrants: 4, OpensOn: '2025-12-01T00:00:00Z' } })
    const answer = await register({ Tickets: [1, 9], Sessions: [{ SessionId: '101' }, { SessionId: '102' }] })
    expect(answer.status).toBe(409)
    expect(reasons(answer)).toEqual([
      'EventInactive EventID',
      'RegistrationClosed EventID',
      'EventFull EventID',
      'TicketNotFound Registrant.Tickets[1]',
      'SessionOverlap Registrant.Sessions[0]',
      'SessionOverlap Registrant.Sessions[1]',
    ])
    expect((await read('BadgeNumber=6')).status).toBe(404)
  })

  test('is open from the one moment until the other', async () => {
    const [OpensOn, ClosesOn] = ['2025-10-02T00:00:00Z', '2025-10-03T00:00:00Z']
    await changeEvent(server, { Registration: { OpensOn, ClosesOn } })
    const codes: string[] = []
    for (const time of [-1, 0, 86_399_999, 86_400_000]) {
      now = Date.parse(OpensOn) + time
      codes.push((await register({})).statusText)
    }
    expect(codes).toEqual(['RegistrationClosed', 'OK', 'OK', 'RegistrationClosed'])
  })

  test('of many at once for the last place of the event, one gets it', async () => {
    await changeEvent(server, { Registration: { MaxRegistrants: 5 } })
    const answers = await Promise.all(Array.from({ length: 12 }, () => register({ FirstName: 'A' })))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    for (const answer of answers.filter((each) => each.status !== 200)) expect(error(answer).code).toBe('EventFull')
  })

  test('as cancelled takes no place', async () => {
    await changeEvent(server, { Registration: { MaxRegistrants: 4 } })
    expect((await register({ Status: 'canceled', Tickets: [1] })).status).toBe(200)
    expect(reasons(await register({ Status: 'Cancelled', Sessions: [{ SessionId: '101' }] }))).toEqual([
      'RegistrationCancelled Registrant.Status',
    ])
  })

  test.each([
    [{ Status: 'Lost' }, 'Registrant.Status'],
    [{ FirstName: 'x'.repeat(201) }, 'Registrant.FirstName'],
    [{ BadgeNumber: -1 }, 'Registrant.BadgeNumber'],
    [{ Sessions: [{ Name: '1' }] }, 'Registrant.Sessions[0]'],
    [{ IsPrimaryRegistrant: true, PrimaryRegistrantRegistrationID: 'reg-1' }, 'Registrant.IsPrimaryRegistrant'],
  ])('%j is refused', async (registrant, field) => {
    expect(error(await register(registrant))).toEqual({ status: 400, code: 'ArgumentException', fields: [field] })
  })

  test('works in JSV and XML', async () => {
    const jsv = await ask(
      server,
      'POST',
      path,
      '{RegistrationID:j-1,Registrant:{FirstName:Zoé,Sessions:[{SessionId:101}]}}',
      {
        'content-type': 'text/jsv',
        accept: 'text/jsv',
      },
    )
    expect(jsv.status).toBe(200)
    expect(jsv.text).toContain('FirstName:Zoé')
    const xml = await read('RegistrationID=j-1&format=xml')
    expect(xml.text).toContain('<FirstName>Zoé</FirstName>')
  })
})

describe('changing', () => {
  test('changes the members that are set, and no others', async () => {
    await register(whole, { RegistrationID: 'n' })
    now += 5_000
    const answer = await change('n', { LastName: 'Z', FirstName: null, BadgeNumber: 0, InvoiceID: '' })
    const { InvoiceID: _, ...others } = whole
    expect(answer.json.Registrant).toMatchObject({ ...others, LastName: 'Z' })
    expect(member(answer, 'LastModifiedDate')).toBe('2025-10-01T00:00:05.0000000Z')
    expect(await actions('n')).toEqual(['registration.create', 'registration.update'])
  })

  test('what was answered may be sent back, and changes nothing', async () => {
    now += 123
    const made = await register(whole, { RegistrationID: 'n' })
    now += 5_000
    const again = await ask(server, 'PUT', path, { RegistrationID: 'n', Registrant: made.json.Registrant })
    expect(again.json.Registrant).toEqual(made.json.Registrant)
    expect(await actions('n')).toEqual(['registration.create'])
  })

  test('a registrant can come to be a primary one', async () => {
    await register(whole, { RegistrationID: 'n' })
    expect(member(await change('n', { IsPrimaryRegistrant: true }), 'PrimaryRegistrantRegistrationID')).toBeUndefined()
    expect(member(await read('RegistrationID=n'), 'IsPrimaryRegistrant')).toBe(true)
  })

  test('keeps badges apart and ids as they are', async () => {
    expect(reasons(await change('reg-1', { BadgeNumber: 3 }))).toEqual(['AlreadyExists Registrant.BadgeNumber'])
    expect(error(await change('reg-1', { RegistrationID: 'reg-9' })).status).toBe(400)
    expect((await change('reg-1', { BadgeNumber: 33 })).json.BadgeNumber).toBe(33)
  })

  test('takes no ticket away that a session needs, but by Force', async () => {
    await assign(server, 3, 104)
    const answer = await change('reg-3', { Tickets: [] })
    expect(answer.status).toBe(409)
    expect(reasons(answer)).toEqual(['TicketRequired Registrant.Tickets'])
    const forced = await change('reg-3', { Tickets: [] }, { Force: true })
    expect([member(forced, 'Tickets'), sessionsOf(forced)]).toEqual([[], ['104']])
  })
})

describe('cancelling and restoring', () => {
  test('gives back exactly what was held', async () => {
    await assign(server, 3, 101, 103, 104)
    const before = (await read('BadgeNumber=3')).json.Registrant
    now = 1
    const cancelled = await cancel('reg-3')
    expect(cancelled.json.Registrant).toMatchObject({ Status: 'Cancelled', Tickets: [1] })
    expect(sessionsOf(cancelled)).toEqual(['101', '103', '104'])
    await expectCounters(server)
    expect(
      reasons(
        await ask(server, 'POST', `Event/${event}/EventRegistrationSessions`, { BadgeNumber: 3, SessionIds: [102] }),
      ),
    ).toContain('RegistrationCancelled BadgeNumber')
    expect((await restore('reg-3')).json.Registrant).toEqual(before)
    expect(await actions('reg-3')).toEqual(['assign', 'registration.cancel', 'registration.restore'])
  })

  test('frees the places for others: what they took is gone', async () => {
    await changeEvent(server, { Registration: { MaxRegistrants: 4 } })
    await ask(server, 'PUT', `Event/${event}/Tickets`, { TicketId: 1, UseInventory: true, Quantity: 1 })
    await assign(server, 3, 101, 103, 104)
    await cancel('reg-3')
    expect((await register({ Tickets: [1], Sessions: [{ SessionId: '103' }] })).status).toBe(200)
    const refused = await restore('reg-3')
    expect(refused.status).toBe(409)
    expect(reasons(refused)).toEqual([
      'EventFull EventID',
      'TicketSoldOut Registrant.Status',
      'SessionFull Registrant.Status',
    ])
    expect(reasons(await restore('reg-3', { Force: true }))).toEqual(['EventFull EventID'])
    await changeEvent(server, { Registration: { MaxRegistrants: 0 } })
    const forced = await restore('reg-3', { Force: true })
    expect([member(forced, 'Status'), member(forced, 'Tickets'), sessionsOf(forced)]).toEqual(['Open', [], ['101']])
    expect(await actions('reg-3')).toEqual(['assign', 'registration.cancel', 'remove', 'registration.restore'])
  })

  test('again, or of what is cancelled, is no change', async () => {
    expect((await cancel('reg-2')).status).toBe(200)
    expect(await actions('reg-2')).toEqual([])
    expect((await change('reg-2', { LastName: 'Z' })).json.Registrant).toMatchObject({
      Status: 'Cancelled',
      LastName: 'Z',
    })
    expect((await restore('reg-2')).status).toBe(200)
  })

  test('takes a registration off the waiting lists', async () => {
    const waiting = { client, event, session: 103, registration: 1, place: 1, at: 1 }
    await server.engine.write(async (transaction) => transaction.run(addWaiting, waiting))
    await cancel('reg-1')
    expect(await actions('reg-1')).toEqual(['registration.cancel', 'waitlist.remove'])
  })

  test('of many who are cancelled, only as many come back as there are places', async () => {
    await changeEvent(server, { Registration: { MaxRegistrants: 5 } })
    for (const id of ['reg-1', 'reg-3', 'reg-4']) await cancel(id)
    for (let i = 0; i < 3; i++) await register({})
    const answers = await Promise.all(['reg-1', 'reg-2', 'reg-3', 'reg-4'].map((id) => restore(id)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409])
  })
})

describe('deleting', () => {
  test('needs Force where sessions are held', async () => {
    await assign(server, 3, 103, 104)
    const refused = await ask(server, 'DELETE', `${path}?RegistrationID=reg-3`)
    expect(error(refused)).toEqual({ status: 409, code: 'InUse', fields: ['RegistrationID'] })
    expect(refused.json.ResponseStatus.Message).toContain('2 sessions')
    const forced = await ask(server, 'DELETE', `${path}?RegistrationID=reg-3&Force=true`)
    expect(forced.json).toMatchObject({ RegistrationID: 'reg-3', BadgeNumber: 3 })
    expect((await read('RegistrationID=reg-3')).status).toBe(404)
    expect((await assign(server, 4, 103)).status).toBe(200)
    expect(await actions('reg-3')).toEqual(['assign', 'registration.delete'])
  })

  test('of a cancelled one frees nothing twice', async () => {
    await assign(server, 3, 103)
    await cancel('reg-3')
    expect((await ask(server, 'DELETE', `${path}?BadgeNumber=3&Force=true`)).status).toBe(200)
  })
})
