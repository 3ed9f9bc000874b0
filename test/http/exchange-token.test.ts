import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, call, client, otherClient, startTestServer, type TestServer } from '../support/http-server.ts'
import { Clock, minute } from '../support/tokens.ts'

let server: TestServer
const clock = new Clock()

beforeAll(async () => {
  server = await startTestServer({ registrations: 1, sessions: [{ id: 101 }] }, { now: clock.now })
})
afterAll(() => server.stop())

const signIn = (more = {}) =>
  call('POST', `${server.url}/Ams/Authenticate`, {
    ClientID: client,
    UserType: 'Admin',
    Username: server.key.id,
    Password: server.key.secret,
    ...more,
  })
const exchange = (token: unknown, ClientID = client) =>
  call('POST', `${server.url}/Ams/Authenticate/${token}`, { ClientID })
const fresh = async () => (await signIn({ IncludeExchangeToken: true })).json.ExchangeToken
const refusal = ({ status, json }: Answer) => [
  status,
  json.FailedLoginReason,
  json.ClientID,
  json.ResponseStatus.ErrorCode,
]

describe('an exchange token', () => {
  test('is given where it was asked for', async () => {
    expect((await signIn()).json.ExchangeToken).toBeUndefined()
    expect(await fresh()).toEqual(expect.any(String))
  })

  test('signs in as the key that asked, in a session of its own', async () => {
    const answer = await exchange(await fresh())
    expect(answer.json).toMatchObject({ ClientID: client, FailedLoginReason: 'None', UserId: server.key.id })
    const body = { RegistrationID: 'reg-1', SessionIds: [101] }
    const session = { 'x-ss-id': String(answer.json.SessionId) }
    expect((await call('POST', server.sessionsUrl, body, session)).status).toBe(200)
  })

  test('is good once, however many ask at one moment', async () => {
    const token = await fresh()
    const answers = await Promise.all(Array.from({ length: 10 }, () => exchange(token)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(refusal(await exchange(token))).toEqual([401, 'InvalidToken', 0, 'InvalidToken'])
  })

  test('lasts 5 minutes', async () => {
    const [early, late] = [await fresh(), await fresh()]
    clock.pass(5 * minute - 1)
    expect((await exchange(early)).status).toBe(200)
    clock.pass(1)
    expect(refusal(await exchange(late))).toEqual([401, 'InvalidToken', 0, 'InvalidToken'])
  })

  test('of another client is refused, and not used up', async () => {
    const token = await fresh()
    expect(refusal(await exchange(token, otherClient))).toEqual([401, 'InvalidToken', 0, 'InvalidToken'])
    expect((await exchange(token, 0)).status).toBe(200)
  })

  test('ends with the session that asked for it', async () => {
    const { json } = await signIn({ IncludeExchangeToken: true })
    await call('POST', `${server.url}/auth/logout`, undefined, { 'x-ss-id': String(json.SessionId) })
    expect(refusal(await exchange(json.ExchangeToken))).toEqual([401, 'InvalidToken', 0, 'InvalidToken'])
  })

  test('signs in no member, and is not used up by that', async () => {
    const token = await fresh()
    const asMember = call('POST', `${server.url}/Ams/Authenticate/${token}`, { ClientID: client, UserType: 'Member' })
    expect(refusal(await asMember)).toEqual([401, 'InvalidToken', 0, 'InvalidToken'])
    expect((await exchange(token)).status).toBe(200)
  })

  test('begins a session as old as its own: a chain of them ends when the first session would', async () => {
    const assign = (session: unknown) =>
      call('POST', server.sessionsUrl, { RegistrationID: 'reg-1', SessionIds: [101] }, { 'x-ss-id': String(session) })
    let { json } = await signIn({ IncludeExchangeToken: true })
    // 12 hours are the longest that a session lasts; a link every 4 minutes.
    for (let passed = 4; passed <= 12 * 60; passed += 4) {
      clock.pass(4 * minute)
      const next = await call('POST', `${server.url}/Ams/Authenticate/${json.ExchangeToken}`, {
        ClientID: client,
        IncludeExchangeToken: true,
      })
      expect([passed, next.status]).toEqual([passed, 200])
      json = next.json
    }
    expect((await assign(json.SessionId)).status).toBe(200)
    clock.pass(1)
    expect((await assign(json.SessionId)).status).toBe(401)
    expect(refusal(await exchange(json.ExchangeToken))).toEqual([401, 'InvalidToken', 0, 'InvalidToken'])
  })

  test('of a session that was idle for too long has ended with it', async () => {
    const short = await startTestServer({}, { now: clock.now, lifetimes: { idleMs: minute, maxAgeMs: 60 * minute } })
    try {
      const fields = { Username: short.key.id, Password: short.key.secret, IncludeExchangeToken: true }
      const { json } = await call('POST', `${short.url}/Ams/Authenticate`, fields)
      clock.pass(2 * minute)
      const late = await call('POST', `${short.url}/Ams/Authenticate/${json.ExchangeToken}`, { ClientID: client })
      expect(late.json.FailedLoginReason).toBe('InvalidToken')
    } finally {
      await short.stop()
    }
  })

  test('that nobody gave is refused', async () => {
    for (const token of ['x', `${client}-x`])
      expect((await exchange(token)).json.FailedLoginReason).toBe('InvalidToken')
  })
})
