import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Throttle } from '../../src/accounts/throttle.ts'
import type { Engine } from '../../src/store/engine.ts'
import { type Answer, addKey, basic, call, client, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
let now: number
let counted: CountedQueries
beforeEach(async () => {
  now = Date.UTC(2026, 0, 1)
  counted = { first: 0, all: 0, write: 0 }
  const given = { registrations: 1, sessions: [{ id: 101 }] }
  server = await startTestServer(given, { now: () => now, between: (engine) => counting(engine, counted) })
})
afterEach(() => server.stop())

/** How often each way to the database was taken. */
interface CountedQueries {
  first: number
  all: number
  write: number
}

function counting(engine: Engine, counts: CountedQueries): Engine {
  return {
    changeNotifier: engine.changeNotifier,
    first: (statement, args) => {
      counts.first++
      return engine.first(statement, args)
    },
    all: (statement, args) => {
      counts.all++
      return engine.all(statement, args)
    },
    write: (work) => {
      counts.write++
      return engine.write(work)
    },
    flush: () => engine.flush(),
    close: () => engine.close(),
  }
}

const signIn = (id: string, secret: string, clientId = client) =>
  call('POST', `${server.url}/Ams/Authenticate`, {
    ClientID: clientId,
    UserType: 'Admin',
    Username: id,
    Password: secret,
  })
const signInRightly = () => signIn(server.key.id, server.key.secret)
const fail = async (times: number, id = server.key.id) => {
  const answers: Answer[] = []
  for (let i = 0; i < times; i++) answers.push(await signIn(id, 'wrong'))
  return answers
}
const outcome = ({ status, json, headers }: Answer) => [status, json.FailedLoginReason, headers.get('retry-after')]

describe('a right secret', () => {
  test('is let in however many wrong ones were tried for its key, from its own address too', async () => {
    await fail(30)
    expect((await signIn(server.key.id, 'wrong')).status).toBe(429)
    expect((await signInRightly()).status).toBe(200)
    expect((await call('POST', server.sessionsUrl, assignment, basic(server.key))).status).toBe(200)
    const { id: UserName, secret: Password } = server.key
    expect((await call('POST', `${server.url}/auth/credentials`, { UserName, Password })).status).toBe(200)
  })

  test('is let in while hundreds of wrong ones are tried at once', async () => {
    const [rightly, ...wrongly] = await Promise.all([
      signInRightly(),
      ...Array.from({ length: 200 }, () => signIn(server.key.id, 'wrong')),
    ])
    expect(rightly.status).toBe(200)
    expect(new Set(wrongly.map(({ status }) => status))).toEqual(new Set([401, 429]))
  })

  test('of another key of the same client is let in', async () => {
    const other = await addKey(server.engine, client)
    await fail(6)
    expect((await signIn(other.id, other.secret)).status).toBe(200)
  })

  const assignment = { BadgeNumber: 1, SessionIds: [101] }
})

describe('a wrong secret', () => {
  test('is refused five times without delay, and then with one that doubles up to a minute', async () => {
    for (const answer of await fail(5)) expect(outcome(answer)).toEqual([401, 'InvalidCredentials', null])
    const waits: (string | null)[] = []
    for (let i = 0; i < 8; i++) {
      const [refused] = await fail(1)
      expect(refused && outcome(refused).slice(0, 2)).toEqual([429, 'AccountLockedOut'])
      const wait = refused?.headers.get('retry-after') ?? null
      waits.push(wait)
      now += Number(wait) * 1_000
      for (const answer of await fail(1)) expect(answer.status).toBe(401)
    }
    expect(waits).toEqual(['1', '2', '4', '8', '16', '32', '60', '60'])
  })

  test('is refused without delay five times only, however many are tried at one moment', async () => {
    const answers = await Promise.all(Array.from({ length: 400 }, () => signIn(server.key.id, 'wrong')))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(5)
    expect(statuses.filter((status) => status === 429)).toHaveLength(395)
  })

  test('has no delay again after an hour without one', async () => {
    await fail(5)
    now += 3_600_001
    for (const answer of await fail(5)) expect(answer.status).toBe(401)
  })

  test('delays those that follow from the same address, under whatever name', async () => {
    for (let i = 0; i < 20; i++) expect((await signIn(`${client}-${i}`, 'wrong')).status).toBe(401)
    expect(outcome(await signIn(`${client}-20`, 'wrong'))).toEqual([429, 'AccountLockedOut', '1'])
  })

  test('is delayed alike by HTTP Basic, by the sign-in of ServiceStack and for OAuth apps', async () => {
    const wrong = basic({ id: server.key.id, secret: 'wrong' })
    for (let i = 0; i < 5; i++) expect((await call('POST', server.sessionsUrl, {}, wrong)).status).toBe(401)
    expect((await call('POST', server.sessionsUrl, {}, wrong)).status).toBe(429)
    const credentials = { UserName: server.key.id, Password: 'wrong' }
    expect((await call('POST', `${server.url}/auth/credentials`, credentials)).status).toBe(429)
    const app = { AppId: '1000-app-x', AppSecret: 'wrong', Code: 'c' }
    const askAsApp = () => call('POST', `${server.url}/OAuth/GetAccessToken`, app)
    for (let i = 0; i < 5; i++) expect((await askAsApp()).status).toBe(401)
    expect((await askAsApp()).status).toBe(429)
  })

  test('does not end sessions in use', async () => {
    const session = { 'x-ss-id': String((await signInRightly()).json.SessionId) }
    await fail(6)
    expect((await call('POST', server.sessionsUrl, { BadgeNumber: 1, SessionIds: [101] }, session)).status).toBe(200)
  })

  test('and its name are not stored', async () => {
    await signIn('a-secret-in-the-wrong-field', 'x')
    expect((await server.database.content()).includes('a-secret-in-the-wrong-field')).toBe(false)
  })
})

describe('an unknown key', () => {
  const unknown = () => server.key.id.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'))

  test('is answered as a known one with a wrong secret', async () => {
    const answers = (list: readonly Answer[]) => list.map((answer) => [...outcome(answer), answer.text])
    expect(answers(await fail(7, unknown()))).toEqual(answers(await fail(7)))
  })

  test.each([
    ['of the same client', unknown],
    ['of a client that does not exist', () => '999-k3v9x2m8p4q7w5zt'],
    ['that names no client', () => 'nobody'],
  ])('%s costs the reads of a known one, and is not written down', async (_, name) => {
    const costOf = async (id: string) => {
      Object.assign(counted, { first: 0, all: 0, write: 0 })
      await signIn(id, 'wrong')
      return { ...counted, write: 0 }
    }
    expect(await costOf(name())).toEqual(await costOf(server.key.id))
    Object.assign(counted, { write: 0 })
    await signIn(name(), 'wrong')
    expect(counted.write).toBe(0)
  })
})

test('a flood of wrong secrets writes no more than the free ones to the database', async () => {
  await fail(20)
  expect(counted.write).toBe(5)
})

test('a client that does not exist is answered as one that does, byte for byte', async () => {
  const ways = (clientId: number) => [
    signIn(server.key.id, 'wrong', clientId),
    signIn(`${clientId}-k3v9x2m8p4q7w5zt`, 'wrong', clientId),
    call('POST', `${server.url}/Ams/Authenticate/${clientId}-unknown`, { ClientID: clientId }),
    call('POST', `${server.url}/Ams/Authenticate`, { ClientID: clientId }),
  ]
  const answersFor = async (clientId: number) => {
    const answers = await Promise.all(ways(clientId))
    return answers.map((answer) => [...outcome(answer), answer.statusText, answer.text])
  }
  expect(await answersFor(999)).toEqual(await answersFor(2000))
})

describe('the throttle', () => {
  const from = (address: string) => ({ address, requestId: 'r' })

  test('counts callers of one IPv6 /64 together, and IPv4 however it is written', () => {
    const throttle = new Throttle(() => now)
    const isRefused = (address: string, name: string) => throttle.reject(name, from(address)) !== null
    for (let i = 0; i < 20; i++) expect(isRefused(`2001:db8::${i}`, `a-${i}`)).toBe(false)
    expect(isRefused('2001:db8:0:0:ffff::1', 'b')).toBe(true)
    expect(isRefused('2001:db8:0:1::1', 'c')).toBe(false)
    for (let i = 0; i < 20; i++) expect(isRefused(i % 2 ? '192.0.2.7' : '::ffff:192.0.2.7', `d-${i}`)).toBe(false)
    expect(isRefused('192.0.2.7', 'e')).toBe(true)
  })

  test('remembers a bounded number of names and addresses, those that failed last', () => {
    const throttle = new Throttle(() => now)
    for (let i = 0; i < 5; i++) throttle.reject('first', from('192.0.2.1'))
    expect(throttle.reject('first', from('192.0.2.2'))).not.toBeNull()
    for (let i = 0; i < 10_000; i++) throttle.reject(`name-${i}`, from(`10.0.${i >> 8}.${i & 255}`))
    expect(throttle.reject('first', from('192.0.2.2'))).toBeNull()
    for (let i = 0; i < 4; i++) throttle.reject('name-9999', from(`198.51.100.${i}`))
    expect(throttle.reject('name-9999', from('192.0.2.3'))).not.toBeNull()
  })
})
