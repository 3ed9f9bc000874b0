import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { ask } from '../support/counters.ts'
import { basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'
import { assign, error } from '../support/programme.ts'

let server: TestServer
let next = 10
beforeAll(async () => {
  server = await startTestServer({ registrations: 40, cancelled: [1], sessions: [{ id: 101 }, { id: 102 }] })
})
afterAll(() => server.stop())

const fresh = () => ++next
const toEvent = (body: unknown) => ask(server, 'PUT', 'EventRegistrationAttendance', body)
const toSession = (body: unknown) => ask(server, 'PUT', 'EventSessionAttendance', body)
const registrant = async (badge: number) =>
  (await ask(server, 'GET', `Event/${event}/EventRegistrations?BadgeNumber=${badge}`)).json.Registrant
const audited = async (badge: number) =>
  (await server.engine.all(auditOfEvent, { client, event })).filter((row) => row.subject === `reg-${badge}`)

describe('checking in to an event', () => {
  test('is told by the registration, and once is enough', async () => {
    const badge = fresh()
    expect(await registrant(badge)).toMatchObject({ Attended: 'No', IsAttended: false })
    const body = { RegistrationID: ` REG-${badge} `, AttendedEvent: true }
    const answer = await toEvent(body)
    expect(answer.json).toMatchObject({ Success: true, Message: `Registration reg-${badge} is checked in.` })
    expect((await toEvent(body)).json).toMatchObject({
      Success: true,
      Message: `Registration reg-${badge} was checked in already.`,
    })
    expect(await registrant(badge)).toMatchObject({ Attended: 'Yes', IsAttended: true })
    expect((await audited(badge)).map((row) => row.action)).toEqual(['attendance.set'])
  })

  test('can be taken back, but not by leaving AttendedEvent out', async () => {
    const RegistrationID = `reg-${fresh()}`
    await toEvent({ RegistrationID })
    expect(await registrant(next)).toMatchObject({ IsAttended: true })
    const back = { RegistrationID, AttendedEvent: false }
    expect((await toEvent(back)).json.Message).toBe(`The check-in of Registration ${RegistrationID} is taken back.`)
    expect((await toEvent(back)).json).toMatchObject({ Success: true })
    expect(await registrant(next)).toMatchObject({ IsAttended: false })
  })

  test('may be told of later, with its date', async () => {
    const badge = fresh()
    const body = { RegistrationID: `reg-${badge}`, AttendedEvent: true, CheckInDate: '2025-11-01T09:15:00+01:00' }
    await toEvent(body)
    await toEvent(body)
    expect((await audited(badge)).map((row) => row.after)).toEqual(['{"AttendedAt":"2025-11-01T08:15:00.0000000Z"}'])
  })

  test('is refused for a cancelled or an unknown registration', async () => {
    expect(error(await toEvent({ RegistrationID: 'reg-1', AttendedEvent: true }))).toMatchObject({
      status: 409,
      code: 'RegistrationCancelled',
    })
    expect(error(await toEvent({ RegistrationID: 'other-1', AttendedEvent: true }))).toMatchObject({ status: 404 })
    expect(error(await toEvent({ AttendedEvent: true }))).toMatchObject({ status: 400, fields: ['RegistrationID'] })
  })

  test('is for the client’s own keys', async () => {
    const url = `${server.url}/Ams/${client}/EventRegistrationAttendance`
    expect((await call('PUT', url, { RegistrationID: 'reg-5' }, basic(server.otherKey))).status).toBe(404)
  })

  test('can be asked for in XML and JSV', async () => {
    const xml = await ask(server, 'PUT', 'EventRegistrationAttendance?RegistrationID=reg-6', undefined, {
      accept: 'application/xml',
    })
    expect(xml.text).toContain('<Success>true</Success>')
    const jsv = await ask(server, 'PUT', 'EventRegistrationAttendance', '{RegistrationID:reg-6,AttendedEvent:false}', {
      'content-type': 'text/jsv',
      accept: 'text/jsv',
    })
    expect(jsv.text).toContain('Success:True')
  })
})

describe('checking in to a session', () => {
  test('needs the session to be held', async () => {
    const badge = fresh()
    const body = { EventID: event, BadgeNumber: badge, SessionId: 101, Attended: true }
    expect(error(await toSession(body))).toEqual({ status: 409, code: 'SessionNotHeld', fields: ['SessionId'] })
    await assign(server, badge, 101)
    expect((await toSession(body)).json).toMatchObject({ Success: true })
    expect((await toSession(body)).json.Message).toContain('already')
    expect(error(await toSession({ ...body, SessionId: 999 }))).toMatchObject({ status: 404, code: 'SessionNotFound' })
    const after = await toSession({ ...body, Attended: false })
    expect(after.json.Message).toContain('taken back')
    expect((await audited(badge)).map((row) => row.action)).toEqual([
      'assign',
      'session.attendance.set',
      'session.attendance.remove',
    ])
  })

  test('finds the event of a RegistrationID by itself', async () => {
    const badge = fresh()
    await assign(server, badge, 102)
    expect((await toSession({ RegistrationID: `reg-${badge}`, SessionId: 102, Attended: true })).status).toBe(200)
    expect((await toSession({ BadgeNumber: badge, SessionId: 102, Attended: true })).status).toBe(404)
  })

  test('is refused for a cancelled registration, and for two that differ', async () => {
    const body = { EventID: event, RegistrationID: 'reg-1', SessionId: 101, Attended: true }
    expect(error(await toSession(body))).toMatchObject({ status: 409, code: 'RegistrationCancelled' })
    expect(error(await toSession({ ...body, RegistrationID: 'reg-5', BadgeNumber: 6 })).code).toBe(
      'RegistrationMismatch',
    )
  })
})
