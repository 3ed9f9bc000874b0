import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createKey } from '../../src/accounts/keys.ts'
import { Failure } from '../../src/protocol/schema/failure.ts'
import { assignmentsOfEvent } from '../../src/store/queries/assignments.ts'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { wrongSessionCounters } from '../../src/store/queries/seats.ts'
import { statement } from '../../src/store/statement.ts'
import { basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'

const day = 24 * 60 * 60 * 1000
const scope = { client, event }
let server: TestServer
let at = Date.UTC(2025, 9, 1)
let next = 10

beforeAll(async () => {
  const sessions = [{ id: 1 }, { id: 2, places: 1 }, { id: 3, places: 50 }, { id: 4 }]
  server = await startTestServer({ registrations: 200, sessions }, { now: () => at })
})
afterAll(() => server.stop())

const fresh = () => ++next
const ask = (method: string, badge: number, id: number, key?: string, more: Record<string, string> = {}) => {
  const headers = { ...basic(server.key), ...(key !== undefined && { 'idempotency-key': key }), ...more }
  return call(method, server.sessionsUrl, { RegistrationID: `reg-${badge}`, SessionIds: [id] }, headers)
}
const deeds = async (badge: number) => {
  const audit = await server.engine.all(auditOfEvent, scope)
  return audit.filter((row) => row.subject === `reg-${badge}`).map((row) => row.action)
}
const keys = statement<{ client: number }>()((db, arg) =>
  db.selectFrom('idempotency').select(['key', 'answer']).where('client_id', '=', arg('client')),
)
const keysKept = async () => (await server.engine.all(keys, { client })).map((row) => row.key)

describe('a repeat under the same key', () => {
  test('is answered as the first was, to the letter, and changes nothing', async () => {
    const badge = fresh()
    const first = await ask('POST', badge, 1, 'a')
    await ask('DELETE', badge, 1)
    at += 1_000
    const again = await ask('POST', badge, 1, 'a')
    expect(first.json.SessionIds).toEqual([1])
    expect([again.status, again.text]).toEqual([first.status, first.text])
    expect(await deeds(badge)).toEqual(['assign', 'remove'])
  })

  test('may be in another format, and has its answer in that', async () => {
    const badge = fresh()
    const first = await ask('POST', badge, 1, 'format', { accept: 'text/jsv' })
    expect((await ask('POST', badge, 1, 'format', { accept: 'text/jsv' })).text).toBe(first.text)
    expect((await ask('POST', badge, 1, 'format')).json).toMatchObject({ BadgeNumber: badge, SessionIds: [1] })
  })

  test('is the same with quotes as without, and from a sign-in session of the same key', async () => {
    const badge = fresh()
    const first = await ask('POST', badge, 1, 'quoted')
    await ask('DELETE', badge, 1)
    const credentials = { ClientID: client, UserType: 'Admin', Username: server.key.id, Password: server.key.secret }
    const signedIn = await call('POST', `${server.url}/Ams/Authenticate`, credentials)
    const headers = { 'x-ss-id': String(signedIn.json.SessionId), 'idempotency-key': '"quoted"' }
    const again = await call('POST', server.sessionsUrl, { RegistrationID: `reg-${badge}`, SessionIds: [1] }, headers)
    expect(again.text).toBe(first.text)
    expect(await deeds(badge)).toEqual(['assign', 'remove'])
  })

  test('that comes while the first is under way waits for it: of 20 at once one is done', async () => {
    const badge = fresh()
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('POST', badge, 1, 'at-once')))
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1)
    expect(answers.every((answer) => answer.status === 200)).toBe(true)
    expect(await deeds(badge)).toEqual(['assign'])
  })

  test('of different keys at once: each is done once, the counters agree', async () => {
    const badges = Array.from({ length: 60 }, fresh)
    const calls = badges.flatMap((badge) => [1, 2, 3].map(() => ask('POST', badge, 3, `race-${badge}`)))
    const answers = await Promise.all(calls)
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(150)
    const held = (await server.engine.all(assignmentsOfEvent, scope)).filter((row) => row.session_id === 3)
    expect(held).toHaveLength(50)
    expect(await server.engine.all(wrongSessionCounters, { client })).toEqual([])
  })
})

describe('another request under the same key', () => {
  test.each([
    ['another session', (badge: number) => ask('POST', badge, 4, 'other')],
    ['another registration', (badge: number) => ask('POST', badge + 1, 1, 'other')],
    ['another verb', (badge: number) => ask('DELETE', badge, 1, 'other')],
  ])('%s is refused, and changes nothing', async (_, other) => {
    await ask('POST', 9, 1, 'other')
    const before = await deeds(9)
    const answer = await other(9)
    expect(answer.status).toBe(422)
    expect(answer.json.ResponseStatus.ErrorCode).toBe('IdempotencyKeyReused')
    expect(await deeds(9)).toEqual(before)
  })

  test('of another principal is another key', async () => {
    const made = await createKey(
      server.engine,
      client,
      { name: 'b', role: 'admin' },
      { principal: 'test', requestId: 'test', at: 1 },
    )
    if (made instanceof Failure) throw new Error(made.message)
    const badge = fresh()
    await ask('POST', badge, 1, 'shared')
    const headers = { ...basic(made), 'idempotency-key': 'shared' }
    const other = await call('POST', server.sessionsUrl, { RegistrationID: `reg-${badge}`, SessionIds: [4] }, headers)
    expect(other.json.SessionIds).toEqual([1, 4])
  })
})

describe('a refusal', () => {
  test('is not kept: the same call is done once it can be', async () => {
    const [first, second] = [fresh(), fresh()]
    await ask('POST', first, 2)
    expect((await ask('POST', second, 2, 'refused')).status).toBe(409)
    expect(await keysKept()).not.toContain('refused')
    await ask('DELETE', first, 2)
    expect((await ask('POST', second, 2, 'refused')).status).toBe(200)
  })

  test('of all items of a bulk call undoes what was done of it', async () => {
    const [first, second] = [fresh(), fresh()]
    const items = [
      { RegistrationID: `reg-${first}`, SessionIds: [1] },
      { RegistrationID: `reg-${second}`, SessionIds: [99] },
    ]
    const headers = { ...basic(server.key), 'idempotency-key': 'undone' }
    const answer = await call('POST', `${server.sessionsUrl}/Bulk`, { Atomic: true, Items: items }, headers)
    expect(answer.status).toBe(404)
    expect(await deeds(first)).toEqual([])
    expect(await keysKept()).not.toContain('undone')
  })
})

describe('a key', () => {
  test('is forgotten after a day, and cleared away', async () => {
    const badge = fresh()
    await ask('POST', badge, 1, 'old')
    await ask('DELETE', badge, 1)
    at += day
    expect((await ask('POST', badge, 1, 'old')).status).toBe(200)
    expect(await deeds(badge)).toEqual(['assign', 'remove'])
    at += 1
    await ask('POST', badge, 1, 'old')
    expect(await deeds(badge)).toEqual(['assign', 'remove', 'assign'])
    expect(await keysKept()).toEqual(['old'])
  })

  test.each(['', '""', 'two words', 'a,b', 'x'.repeat(256)])('such as %j is refused', async (key) => {
    const badge = fresh()
    const answer = await ask('POST', badge, 1, key)
    expect(answer.status).toBe(400)
    expect(answer.json.ResponseStatus.ErrorCode).toBe('InvalidIdempotencyKey')
    expect(await deeds(badge)).toEqual([])
  })

  test('of 255 characters is taken', async () => {
    expect((await ask('POST', fresh(), 1, 'x'.repeat(255))).status).toBe(200)
  })

  test('means nothing where one signs in, and nothing is kept of it', async () => {
    const credentials = { ClientID: client, UserType: 'Admin', Username: server.key.id, Password: server.key.secret }
    const answer = await call('POST', `${server.url}/Ams/Authenticate`, credentials, {
      'idempotency-key': 'not, a key',
    })
    expect(answer.status).toBe(200)
  })
})

describe('a batch and a bulk call', () => {
  test('a batch is repeated call by call', async () => {
    const [first, second] = [fresh(), fresh()]
    const body = [first, second].map((badge) => ({ EventID: event, RegistrationID: `reg-${badge}`, SessionIds: [1] }))
    const headers = { ...basic(server.key), 'idempotency-key': 'batch' }
    const url = `${server.url}/api/RegistrationSessionRequest[]`
    const answer = await call('POST', url, body, headers)
    expect(answer.status).toBe(200)
    await ask('DELETE', first, 1)
    expect((await call('POST', url, body, headers)).text).toBe(answer.text)
    expect(await deeds(first)).toEqual(['assign', 'remove'])
  })

  test('a bulk call is one step under a key, and its repeat has the same lines', async () => {
    const items = Array.from({ length: 3 }, () => ({ RegistrationID: `reg-${fresh()}`, SessionIds: [1] }))
    const headers = { ...basic(server.key), 'idempotency-key': 'bulk', accept: 'application/x-ndjson' }
    const url = `${server.sessionsUrl}/Bulk`
    const first = await call('POST', url, { Items: items }, headers)
    expect(first.text.trimEnd().split('\n')).toHaveLength(4)
    expect((await call('POST', url, { Items: items }, headers)).text).toBe(first.text)
    const many = Array.from({ length: 2_001 }, () => items[0])
    const answer = await call('POST', url, { Items: many }, { ...basic(server.key), 'idempotency-key': 'too-many' })
    expect(answer.status).toBe(400)
  })
})
