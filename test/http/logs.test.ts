import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { basic, call, client, startTestServer, type TestServer } from '../support/http-server.ts'
import { type LogFile, openLogFile } from '../support/log-file.ts'

let file: LogFile
let server: TestServer
beforeAll(async () => {
  file = await openLogFile()
  server = await startTestServer({ registrations: 1, sessions: [{ id: 101 }] }, { log: file.log, bodyLimit: 2_000 })
})
afterAll(async () => {
  await server.stop()
  await file.remove()
})
beforeEach(() => file.text())

const body = { RegistrationID: 'reg-1', SessionIds: [101] }
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('a call is one line, which says who did what, and how it ended', async () => {
  await call('POST', `${server.sessionsUrl}.json?x=1`, body, basic(server.key))
  const lines = await file.lines()
  expect(lines).toEqual([
    {
      level: 30,
      time: expect.any(Number),
      msg: 'answered',
      requestId: expect.stringMatching(uuid),
      verb: 'POST',
      path: '/Ams/{ClientID}/Event/{EventID}/EventRegistrationSessions',
      operation: 'RegistrationSessionRequest',
      client,
      principal: server.key.id,
      status: 200,
      code: null,
      milliseconds: expect.any(Number),
    },
  ])
})

test.each([
  ['not signed in', () => call('POST', server.sessionsUrl, body), 401, 'Unauthorized', null],
  ['refused', () => call('POST', server.sessionsUrl, {}, basic(server.key)), 400, 'ArgumentException', client],
  ['of a wrong verb', () => call('PUT', server.sessionsUrl, body), 405, 'MethodNotAllowed', null],
  ['OPTIONS', () => call('OPTIONS', server.sessionsUrl), 204, null, null],
  ['to nothing', () => call('GET', `${server.url}/nothing`), 404, 'NotFound', null],
  ['too large', () => call('POST', server.sessionsUrl, 'x'.repeat(3_000)), 413, 'RequestTooLarge', null],
  ['one way', () => call('POST', `${server.url}/json/oneway/Auth`, {}), 401, 'InvalidCredentials', null],
])('a call %s is one line as well', async (_, make, status, code, who) => {
  await make()
  const lines = await file.lines()
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ msg: 'answered', status, code, client: who })
  expect(lines[0]?.requestId).toMatch(uuid)
})

test('every call has an id of its own, whatever the caller says', async () => {
  const headers = { ...basic(server.key), 'x-request-id': 'mine', 'request-id': 'mine' }
  await Promise.all(Array.from({ length: 20 }, () => call('POST', server.sessionsUrl, body, headers)))
  const ids = (await file.lines()).map(({ requestId }) => requestId)
  expect(new Set(ids).size).toBe(20)
  expect(ids).not.toContain('mine')
})

describe('no secret is ever logged', () => {
  const secret = 'S3CRET-of-the-caller'
  let session = ''
  beforeAll(async () => {
    const answer = await call('POST', `${server.url}/Ams/Authenticate`, {
      Username: server.key.id,
      Password: server.key.secret,
    })
    session = String(answer.json.SessionId)
  })
  afterEach(async () => {
    const text = await file.text()
    // That there is something to look into.
    expect(text).toMatch(/"msg":"(answered|failed)"/)
    for (const each of [secret, server.key.secret, session]) {
      expect(text).not.toContain(each)
      expect(text).not.toContain(encodeURIComponent(each))
      expect(text).not.toContain(Buffer.from(each).toString('base64').slice(0, -4))
    }
    expect(text).not.toContain(basic(server.key).authorization.slice('Basic '.length))
  })

  const right = () => ({ UserName: server.key.id, Password: server.key.secret })
  const form = { 'content-type': 'application/x-www-form-urlencoded' }

  test.each<[string, () => Promise<unknown>]>([
    ['signing in, in JSON', () => call('POST', `${server.url}/Ams/Authenticate`, right())],
    [
      'signing in, in a form',
      () => call('POST', `${server.url}/Ams/Authenticate`, `${new URLSearchParams(right())}`, form),
    ],
    [
      'signing in, in JSV',
      () => call('POST', `${server.url}/Ams/Authenticate`, `{Password:${secret}}`, { 'content-type': 'text/jsv' }),
    ],
    [
      'signing in, in the query string',
      () => call('GET', `${server.url}/auth/credentials?${new URLSearchParams(right())}`),
    ],
    ['a wrong secret', () => call('POST', `${server.url}/auth/credentials`, { ...right(), Password: secret })],
    [
      'a secret where a name belongs',
      () => call('POST', `${server.url}/auth/credentials`, { UserName: secret, Password: 'x' }),
    ],
    ['a token in the path', () => call('POST', `${server.url}/Ams/Authenticate/${secret}`, {})],
    ['a provider that is none', () => call('POST', `${server.url}/auth/${secret}`, {})],
    ['Basic', () => call('POST', server.sessionsUrl, body, basic(server.key))],
    ['wrong Basic', () => call('POST', server.sessionsUrl, body, basic({ id: server.key.id, secret }))],
    [
      'Basic the wrong way round',
      () => call('POST', server.sessionsUrl, body, basic({ id: server.key.secret, secret: 'x' })),
    ],
    ['a token', () => call('POST', server.sessionsUrl, body, { authorization: `Bearer ${secret}` })],
    ['a session', () => call('POST', server.sessionsUrl, body, { 'x-ss-id': session })],
    [
      'a session in a cookie',
      () => call('POST', server.sessionsUrl, body, { cookie: `ss-id=${session}; ss-pid=${secret}` }),
    ],
    ['a session in the query string', () => call('POST', `${server.sessionsUrl}?ss-id=${session}`, body)],
    ['signing out', () => call('POST', `${server.url}/auth/logout`, undefined, { cookie: `ss-id=${session}` })],
    ['an address that is not there', () => call('GET', `${server.url}/nothing/${secret}?key=${server.key.secret}`)],
    ['an address whose encoding is wrong', () => call('GET', `${server.url}/Ams/%zz/${secret}`)],
    ['a query string whose encoding is wrong', () => call('POST', `${server.sessionsUrl}?key=${secret}%zz`, body)],
    [
      'a body that is broken',
      () =>
        call('POST', `${server.url}/Ams/Authenticate`, `{"Password":"${secret}"`, {
          'content-type': 'application/json',
        }),
    ],
    ['a value of a wrong type', () => call('POST', `${server.url}/Ams/Authenticate`, { ClientID: secret })],
    [
      'a type that cannot be read',
      () => call('POST', `${server.url}/Ams/Authenticate`, secret, { 'content-type': secret }),
    ],
    ['a verb that is none', () => call('POST', server.sessionsUrl, body, { 'x-http-method-override': secret })],
    ['a format that is none', () => call('POST', `${server.sessionsUrl}?format=${secret}&callback=${secret}!`, body)],
  ])('%s', async (_, make) => {
    await make()
  })

  test('not even when the database fails', async () => {
    await server.engine.close()
    await call('POST', `${server.url}/Ams/Authenticate`, right())
    await call('POST', server.sessionsUrl, body, basic(server.key))
    await call('POST', server.sessionsUrl, body, { 'x-ss-id': session })
  })
})
