import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { tokenHash } from '../../src/accounts/secrets.ts'
import { signInByHash } from '../../src/store/queries/sign-ins.ts'
import { onPostgres } from '../support/database.ts'
import { call, client, startTestServer, type TestServer } from '../support/http-server.ts'

const minute = 60_000
const lifetimes = { idleMs: 15 * minute, maxAgeMs: 60 * minute }

let server: TestServer
let clock = 1_000_000
let session = ''

beforeAll(async () => {
  server = await startTestServer({ registrations: 1, sessions: [{ id: 101 }] }, { now: () => clock, lifetimes })
})
afterAll(() => server.stop())
beforeEach(async () => {
  const { id: Username, secret: Password } = server.key
  session = String((await call('POST', `${server.url}/Ams/Authenticate`, { Username, Password })).json.SessionId)
})

const use = async (id = session) => (await call('GET', `${server.url}/auth`, undefined, { 'x-ss-id': id })).status
const row = (id = session) => server.engine.first(signInByHash, { client, hash: tokenHash(id) })

describe('a session', () => {
  test('lasts for its idle time at least, however little before it was used', async () => {
    for (const moment of [0, 1, minute - 1, minute, minute + 1]) {
      clock += moment
      expect(await use()).toBe(200)
      clock += lifetimes.idleMs
      expect(await use()).toBe(200)
      const { id: Username, secret: Password } = server.key
      session = String((await call('POST', `${server.url}/Ams/Authenticate`, { Username, Password })).json.SessionId)
    }
  })

  test('ends when it is idle for longer, by a fifteenth at most', async () => {
    clock += lifetimes.idleMs + minute + 1
    expect(await use()).toBe(401)
  })

  test('in use does not end before its longest time, and then does', async () => {
    const began = clock
    while (clock - began + 10 * minute <= lifetimes.maxAgeMs) {
      clock += 10 * minute
      expect(await use()).toBe(200)
    }
    clock = began + lifetimes.maxAgeMs + 1
    expect(await use()).toBe(401)
  })

  test('in use is written back now and then, not with every request', async () => {
    const began = clock
    for (let i = 0; i < 20; i++) {
      clock += minute / 20
      await use()
    }
    expect((await row())?.seen_at).toBe(began)
    clock += 1
    await use()
    expect((await row())?.seen_at).toBe(clock)
    expect((await row())?.created_at).toBe(began)
  })

  test('that has ended is forgotten when its client signs in again', async () => {
    const ended = session
    clock += lifetimes.idleMs + minute + 1
    expect(await row(ended)).toBeDefined()
    const { id: Username, secret: Password } = server.key
    await call('POST', `${server.url}/Ams/Authenticate`, { Username, Password })
    expect(await row(ended)).toBeUndefined()
  })
})

test('the database holds neither a secret nor a SessionId in clear', async () => {
  const lookAll = async () => {
    const content = await server.database.content()
    const holds = (text: string) => content.includes(text)
    // That it is searched rightly: the names of keys are in them.
    expect(holds(server.key.id)).toBe(true)
    expect(holds(tokenHash(session))).toBe(true)
    for (const secret of [server.key.secret, server.otherKey.secret, session, session.slice(`${client}-`.length)]) {
      expect(holds(secret)).toBe(false)
      expect(holds(Buffer.from(secret).toString('hex'))).toBe(false)
      expect(holds(Buffer.from(secret).toString('base64'))).toBe(false)
    }
  }
  expect(await use()).toBe(200)
  await lookAll()
  if (onPostgres) return
  await server.database.execute('pragma wal_checkpoint(TRUNCATE)')
  await lookAll()
})
