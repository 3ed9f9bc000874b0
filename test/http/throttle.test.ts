import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Throttle } from '../../src/accounts/throttle.ts'
import { Failure } from '../../src/protocol/schema/failure.ts'
import { type Answer, addKey, basic, call, client, startTestServer, type TestServer } from './server.ts'

let server: TestServer
let now: number
beforeEach(async () => {
  now = Date.UTC(2026, 0, 1)
  server = await startTestServer({ registrations: 1, sessions: [{ id: 101 }] }, { now: () => now })
})
afterEach(() => server.stop())

const signIn = (id: string, secret: string) =>
  call('POST', `${server.url}/Ams/Authenticate`, {
    ClientID: client,
    UserType: 'Admin',
    Username: id,
    Password: secret,
  })
const rightly = () => signIn(server.key.id, server.key.secret)
const fail = async (times: number, id = server.key.id) => {
  const answers: Answer[] = []
  for (let i = 0; i < times; i++) answers.push(await signIn(id, 'wrong'))
  return answers
}
const told = ({ status, json, headers }: Answer) => [status, json.FailedLoginReason, headers.get('retry-after')]

describe('sign-ins that fail', () => {
  test('five are free; then nothing is looked at for a while, not even the right secret', async () => {
    for (const answer of await fail(5)) expect(told(answer)).toEqual([401, 'InvalidCredentials', null])
    expect(told(await rightly())).toEqual([429, 'AccountLockedOut', '1'])
    expect(told(await signIn(server.key.id, 'wrong'))).toEqual([429, 'AccountLockedOut', '1'])
    now += 1_000
    expect((await rightly()).status).toBe(200)
  })

  test('each further one doubles the wait, up to a minute', async () => {
    await fail(5)
    const waits: (string | null)[] = []
    for (let i = 0; i < 8; i++) {
      const { headers } = await rightly()
      const wait = headers.get('retry-after')
      waits.push(wait)
      now += Number(wait) * 1_000
      await fail(1)
    }
    expect(waits).toEqual(['1', '2', '4', '8', '16', '32', '60', '60'])
  })

  test('one that succeeds clears the name', async () => {
    await fail(4)
    expect((await rightly()).status).toBe(200)
    for (const answer of await fail(4)) expect(answer.status).toBe(401)
    expect((await rightly()).status).toBe(200)
  })

  test('an hour without one clears it too', async () => {
    await fail(5)
    now += 3_600_001
    for (const answer of await fail(4)) expect(answer.status).toBe(401)
    expect((await rightly()).status).toBe(200)
  })

  test('a key that there is and one that is not are told apart by nothing', async () => {
    const unknown = server.key.id.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'))
    const answers = (list: readonly Answer[]) => list.map((answer) => [...told(answer), answer.text])
    expect(answers(await fail(7, unknown))).toEqual(answers(await fail(7)))
  })

  test('an address that tries many names is locked out of all, and another is not', async () => {
    for (let i = 0; i < 20; i++) expect((await signIn(`${client}-${i}`, 'wrong')).status).toBe(401)
    expect(told(await rightly())).toEqual([429, 'AccountLockedOut', '1'])
    const elsewhere = new Throttle(server.engine, () => now)
    const found = await elsewhere.watched(server.key.id, { address: '::1', requestId: 'r' }, async () => 'in')
    expect(found).toBe('in')
  })

  test('callers of one IPv6 network count together, and IPv4 is IPv4 however it is written', async () => {
    const throttle = new Throttle(server.engine, () => now)
    const from = (address: string, name: string) =>
      throttle.watched(name, { address, requestId: 'r' }, async () => null).then((found) => found instanceof Failure)
    for (let i = 0; i < 20; i++) expect(await from(`2001:db8::${i}`, `a-${i}`)).toBe(false)
    expect(await from('2001:db8:0:0:ffff::1', 'b')).toBe(true)
    expect(await from('2001:db8:0:1::1', 'c')).toBe(false)
    for (let i = 0; i < 20; i++) expect(await from(i % 2 ? '192.0.2.7' : '::ffff:192.0.2.7', `d-${i}`)).toBe(false)
    expect(await from('192.0.2.7', 'e')).toBe(true)
  })

  test('processes count together', async () => {
    const [one, other] = [new Throttle(server.engine, () => now), new Throttle(server.engine, () => now)]
    const attempt = (throttle: Throttle, i: number) =>
      throttle.watched('key', { address: `192.0.2.${i}`, requestId: 'r' }, async () => null)
    for (let i = 0; i < 5; i++) expect(await attempt(i % 2 ? one : other, i)).toBeNull()
    expect(await attempt(one, 6)).toBeInstanceOf(Failure)
    expect(await attempt(other, 7)).toBeInstanceOf(Failure)
  })

  test('Basic, ServiceStack’s sign-in and OAuth apps are slowed down alike', async () => {
    const wrong = basic({ id: server.key.id, secret: 'wrong' })
    for (let i = 0; i < 5; i++) expect((await call('POST', server.sessionsUrl, {}, wrong)).status).toBe(401)
    expect((await call('POST', server.sessionsUrl, {}, basic(server.key))).status).toBe(429)
    const { id: UserName, secret: Password } = server.key
    expect((await call('POST', `${server.url}/auth/credentials`, { UserName, Password })).status).toBe(429)
    const app = (secret: string) =>
      call('POST', `${server.url}/OAuth/GetAccessToken`, { AppId: '1000-app-x', AppSecret: secret, Code: 'c' })
    for (let i = 0; i < 5; i++) expect((await app('wrong')).status).toBe(401)
    expect((await app('wrong')).status).toBe(429)
  })

  test('sessions in use go on', async () => {
    const session = { 'x-ss-id': String((await rightly()).json.SessionId) }
    await fail(6)
    expect((await call('POST', server.sessionsUrl, { BadgeNumber: 1, SessionIds: [101] }, session)).status).toBe(200)
  })

  test('another key of the same client is not concerned', async () => {
    const other = await addKey(server.engine, client)
    await fail(6)
    expect((await signIn(other.id, other.secret)).status).toBe(200)
  })

  test('names that were tried are not stored as they are', async () => {
    await signIn('a-secret-in-the-wrong-field', 'x')
    expect((await server.database.content()).includes('a-secret-in-the-wrong-field')).toBe(false)
  })
})
