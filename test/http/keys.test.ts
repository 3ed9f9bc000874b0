import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type CreatedKey, type CreateKeyInput, createKey, listKeys, revokeKey } from '../../src/accounts/keys.ts'
import { Failure } from '../../src/protocol/schema/failure.ts'
import { statement } from '../../src/store/statement.ts'
import { type Answer, basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
let now: number
const begin = Date.UTC(2026, 0, 1)
beforeEach(async () => {
  now = begin
  server = await startTestServer({ registrations: 1, sessions: [{ id: 101 }] }, { now: () => now })
})
afterEach(() => server.stop())

const deed = { principal: 'test', requestId: 'test', at: begin }
const made = async (wanted: Partial<CreateKeyInput>): Promise<CreatedKey> => {
  const key = await createKey(server.engine, client, { name: '', role: 'admin', ...wanted }, deed)
  if (key instanceof Failure) throw new Error(key.message)
  return key
}
const credentials = ({ id, secret }: CreatedKey) => ({ UserName: id, Password: secret })
const signIn = (key: CreatedKey, headers = {}) =>
  call('POST', `${server.url}/auth/credentials`, credentials(key), headers)
/** Every way in which a key can be shown. */
const waysOf = async (key: CreatedKey): Promise<Record<string, string>[]> => {
  const { json, headers } = await signIn(key)
  const cookie = headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
  return [
    basic(key),
    { 'x-ss-id': String(json.SessionId) },
    { authorization: `Bearer ${String(json.BearerToken)}` },
    { cookie },
  ]
}
const assign = (headers: object) =>
  call('POST', server.sessionsUrl, { BadgeNumber: 1, SessionIds: [101] }, { ...headers })
const read = (headers: object) => call('GET', `${server.url}/Ams/${client}/Events/${event}`, undefined, { ...headers })
const told = ({ status, json }: Answer) => [status, json.ResponseStatus.ErrorCode]

describe('a key that ends by itself', () => {
  test('lets in until then, in every way, and afterwards in none', async () => {
    const key = await made({ expiresAt: begin + 60_000 })
    const ways = await waysOf(key)
    for (const way of ways) expect((await assign(way)).status).toBe(200)
    now += 60_000
    for (const way of ways) expect((await assign(way)).status).toBe(401)
    expect(told(await signIn(key))).toEqual([401, 'InvalidCredentials'])
  })

  test('gives no exchange token or refresh token that lives longer', async () => {
    const key = await made({ expiresAt: begin + 60_000 })
    const { json } = await signIn(key)
    const auth = { ClientID: client, UserType: 'Admin', Username: key.id, Password: key.secret }
    const exchanged = await call('POST', `${server.url}/Ams/Authenticate`, { ...auth, IncludeExchangeToken: true })
    now += 60_000
    const token = String(exchanged.json.ExchangeToken)
    expect((await call('POST', `${server.url}/Ams/Authenticate/${token}`, { ClientID: client })).status).toBe(401)
    const again = await call('POST', `${server.url}/access-token`, { RefreshToken: json.RefreshToken })
    expect(again.status).toBeGreaterThanOrEqual(400)
  })
})

describe('a key that may only read', () => {
  test('reads in every way, and changes nothing in any', async () => {
    for (const way of await waysOf(await made({ isReadOnly: true }))) {
      expect((await read(way)).status).toBe(200)
      expect(told(await assign(way))).toEqual([403, 'ReadOnly'])
      expect(told(await call('DELETE', server.sessionsUrl, { BadgeNumber: 1 }, way))).toEqual([403, 'ReadOnly'])
    }
  })

  test('whatever verb or address a write is dressed in', async () => {
    const way = basic(await made({ isReadOnly: true }))
    const fields = { ClientID: client, EventID: event, BadgeNumber: 1, SessionIds: [101] }
    const disguised = { ...way, 'x-http-method-override': 'DELETE' }
    expect((await call('POST', server.sessionsUrl, fields, disguised)).status).toBe(403)
    for (const path of ['/json/reply', '/api', '/json/oneway', '/csv/reply']) {
      const url = `${server.url}${path}/RegistrationSessionRequest`
      expect((await call('POST', url, fields, way)).status).toBe(403)
      expect(
        (await call('GET', `${url}?ClientID=${client}&EventID=${event}&BadgeNumber=1&SessionIds=101`, undefined, way))
          .status,
      ).not.toBe(200)
    }
  })
})

describe('a session', () => {
  test('ends where its caller signs in again, with the tokens that came of it', async () => {
    const [, session = {}, bearer = {}] = await waysOf(server.key)
    const next = await signIn(server.key, session)
    expect((await assign(session)).status).toBe(401)
    expect((await assign(bearer)).status).toBe(401)
    expect((await assign({ 'x-ss-id': String(next.json.SessionId) })).status).toBe(200)
  })

  test('is never one that the caller brought along', async () => {
    const planted = `${client}-planted`
    const { json, headers } = await signIn(server.key, { cookie: `ss-id=${planted}`, 'x-ss-id': planted })
    expect(json.SessionId).not.toBe(planted)
    expect(headers.getSetCookie().join()).not.toContain('planted')
    expect((await assign({ 'x-ss-id': planted })).status).toBe(401)
  })
})

const auditOf = statement<{ client: number; like: string }>()((db, arg) =>
  db
    .selectFrom('audit')
    .selectAll()
    .where('client_id', '=', arg('client'))
    .where('action', 'like', arg('like'))
    .orderBy('id'),
)

test('sign-ins are audited: those that were let in, and those of a key there is that were not', async () => {
  await signIn(server.key)
  await signIn({ ...server.key, secret: 'wrong' })
  await signIn({ id: `${client}-unknown`, secret: 'wrong' })
  await revokeKey(server.engine, client, server.key.id, deed)
  await signIn(server.key)
  // Refusals are written after the answer.
  await expect
    .poll(async () => {
      const rows = await server.engine.all(auditOf, { client, like: 'sign-in%' })
      return rows.map(({ action, subject, principal, after }) => [action, subject, principal, JSON.parse(after ?? '')])
    })
    .toEqual([
      ['sign-in', server.key.id, server.key.id, { address: '127.0.0.1' }],
      ['sign-in.refuse', server.key.id, 'nobody', { address: '127.0.0.1', why: 'secret' }],
      ['sign-in.refuse', server.key.id, 'nobody', { address: '127.0.0.1', why: 'revoked' }],
    ])
})

test('that a key was used is known to a minute or so', async () => {
  const usedAt = async () => {
    const keys = await listKeys(server.engine, client)
    return keys instanceof Failure ? undefined : keys[0]?.usedAt
  }
  expect(await usedAt()).toBeNull()
  await assign(basic(server.key))
  expect(await usedAt()).toBe(begin)
  now += 59_000
  await assign(basic(server.key))
  expect(await usedAt()).toBe(begin)
  now += 1_000
  await assign(basic(server.key))
  expect(await usedAt()).toBe(begin + 60_000)
  const session = { 'x-ss-id': String((await signIn(server.key)).json.SessionId) }
  now += 120_000
  await assign(session)
  expect(await usedAt()).toBe(begin + 180_000)
})
