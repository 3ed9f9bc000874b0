import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'

const friend = 'https://desk.example.org'
let server: TestServer
let cookie: string
let host: string
beforeAll(async () => {
  server = await startTestServer(
    { registrations: 1, sessions: [{ id: 101 }] },
    { corsOrigins: [friend], trustedProxies: ['127.0.0.1'] },
  )
  host = new URL(server.url).host
  const signedIn = await signIn({})
  cookie = signedIn.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ')
})
afterAll(() => server.stop())

const told = ({ status, json }: Answer) => [status, json.ResponseStatus?.ErrorCode]
const refused = [403, 'CrossSite']
const assign = (headers: Record<string, string>) =>
  call('POST', server.sessionsUrl, { BadgeNumber: 1, SessionIds: [101] }, headers)
const signIn = (headers: Record<string, string>) =>
  call('POST', `${server.url}/auth/credentials`, { UserName: server.key.id, Password: server.key.secret }, headers)
const read = (query: string, headers: Record<string, string>) =>
  call('GET', `${server.url}/Ams/${client}/Event/${event}/EventRegistrants${query}`, undefined, headers)

/** What browsers send of who made the page that calls. */
const own = (): readonly Record<string, string>[] => [
  { 'sec-fetch-site': 'same-origin', origin: server.url },
  { 'sec-fetch-site': 'none' },
  { origin: server.url },
  { 'sec-fetch-site': 'cross-site', origin: friend },
]
const foreign: readonly Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  { 'sec-fetch-site': 'same-site', origin: 'https://evil.desk.example.org' },
  { 'sec-fetch-site': 'cross-site' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
]

describe('a call with a password that a browser remembers (Basic)', () => {
  test('of a page of this server or of an allowed origin, or of no browser, is done', async () => {
    for (const headers of [...own(), {}]) expect((await assign({ ...basic(server.key), ...headers })).status).toBe(200)
  })

  test('of any other page is rejected, where it would change something or be read as a script', async () => {
    for (const headers of foreign) {
      expect(told(await assign({ ...basic(server.key), ...headers }))).toEqual(refused)
      const script = await read('?callback=f', { ...basic(server.key), ...headers, accept: 'application/json' })
      expect(script.text).toContain('CrossSite')
    }
  })
})

describe('a call that only a cookie signs', () => {
  test('of a page of this server or of an allowed origin, or of no browser, is done', async () => {
    for (const headers of [...own(), {}]) expect((await assign({ cookie, ...headers })).status).toBe(200)
  })

  test('of any other page is refused', async () => {
    for (const headers of foreign) expect(told(await assign({ cookie, ...headers }))).toEqual(refused)
  })

  test('is a write whatever verb it is dressed in', async () => {
    for (const headers of foreign) {
      const disguised = { cookie, ...headers, 'x-http-method-override': 'DELETE' }
      expect(told(await call('POST', server.sessionsUrl, {}, disguised))).toEqual(refused)
    }
  })

  test('may read from any page, but JSONP ignores cookies, whatever the browser says of the page', async () => {
    const accept = 'application/json'
    for (const headers of [...own(), ...foreign, {}]) {
      expect((await read('', { cookie, ...headers, accept })).status).toBe(200)
      expect((await read('?callback=f', { cookie, ...headers, accept })).status).toBe(401)
    }
    expect((await read('?callback=f', { ...basic(server.key), cookie, accept })).text).toMatch(/^f\(/)
  })

  test('is not signed in or out by JSONP: no cookie is read or set', async () => {
    const query = `?UserName=${server.key.id}&Password=${server.key.secret}&callback=f`
    const signedIn = await call('GET', `${server.url}/auth/credentials${query}`)
    expect([signedIn.status, signedIn.headers.getSetCookie()]).toEqual([200, []])
    const signedOut = await call('GET', `${server.url}/auth/logout?callback=f`, undefined, { cookie })
    expect(signedOut.headers.getSetCookie()).toEqual([])
    expect((await assign({ cookie })).status).toBe(200)
  })
})

test('a call with a session in a header is done wherever it comes from: no browser sends that by itself', async () => {
  const SessionId = String((await signIn({})).json.SessionId)
  for (const headers of foreign) expect((await assign({ 'x-ss-id': SessionId, ...headers })).status).toBe(200)
})

test('no page signs its reader in or out elsewhere', async () => {
  for (const headers of foreign) {
    expect(told(await signIn(headers))).toEqual(refused)
    const query = `?UserName=${server.key.id}&Password=${server.key.secret}`
    const got = await call('GET', `${server.url}/auth/credentials${query}`, undefined, headers)
    expect([got.status, got.headers.getSetCookie()]).toEqual([403, []])
    expect((await call('GET', `${server.url}/auth/logout`, undefined, { cookie, ...headers })).status).toBe(403)
  }
  for (const headers of own()) expect((await signIn(headers)).status).toBe(200)
})

describe('a proxy that is trusted', () => {
  const by = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'events.example.org' }

  test('says that the caller came by HTTPS: cookies are Secure, and browsers are to come no other way', async () => {
    const answer = await signIn(by)
    for (const each of answer.headers.getSetCookie()) expect(each).toContain('Secure')
    for (const path of ['/metadata', '/auth/nothing', '/nowhere', `/Ams/${client}/Events`]) {
      const { headers } = await call('GET', server.url + path, undefined, by)
      expect([path, headers.get('strict-transport-security')]).toEqual([path, 'max-age=31536000'])
    }
    expect((await call('GET', `${server.url}/metadata`)).headers.get('strict-transport-security')).toBeNull()
  })

  test('says what the caller calls this server, in pages and where origins are compared', async () => {
    expect((await call('GET', `${server.url}/openapi`, undefined, by)).text).toContain('"events.example.org"')
    expect((await assign({ cookie, ...by, origin: 'https://events.example.org' })).status).toBe(200)
    expect(told(await assign({ cookie, ...by, origin: `http://${host}` }))).toEqual(refused)
  })
})

test('what a proxy that is not trusted says counts for nothing', async () => {
  const alone = await startTestServer()
  const said = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example', 'x-forwarded-for': '192.0.2.1' }
  const page = await call('GET', `${alone.url}/openapi`, undefined, said)
  expect(page.text).not.toContain('evil.example')
  expect(page.headers.get('strict-transport-security')).toBeNull()
  // Twenty failures of one address are free: naming another one each time gives no more.
  const statuses = new Set<number>()
  for (let i = 0; i < 21; i++) {
    const key = basic({ id: `x${i}`, secret: 'wrong' })
    statuses.add(
      (await call('POST', alone.sessionsUrl, {}, { ...key, ...said, 'x-forwarded-for': `192.0.2.${i}` })).status,
    )
  }
  expect([...statuses]).toEqual([401, 429])
  await alone.stop()
})

test('every answer says that it is what it is, and every page lets no script in but its own', async () => {
  const paths = [
    '/',
    '/metadata',
    '/json/metadata?op=Events',
    '/swagger-ui/',
    '/types/typescript',
    '/openapi',
    '/nowhere',
    '/health/ready',
  ]
  for (const path of [...paths, `/Ams/${client}/Events`, '/auth']) {
    const answer = await call('GET', server.url + path, undefined, { accept: 'text/html', ...basic(server.key) })
    expect([path, answer.headers.get('x-content-type-options')]).toEqual([path, 'nosniff'])
    if (!answer.headers.get('content-type')?.startsWith('text/html')) continue
    const policy = answer.headers.get('content-security-policy')
    expect([path, policy]).toEqual([path, expect.stringContaining("default-src 'none'")])
    expect(policy).not.toContain('unsafe')
    expect(answer.text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|<style|\son\w+=|\sstyle=/i)
  }
})

test('no CSV answer holds a formula, whoever asks for it', async () => {
  const texts = [
    ['=1+1', "'=1+1"],
    ['+a', "'+a"],
    ['-a', "'-a"],
    ['-5', '-5'],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['a;=1+1', "a;'=1+1"],
    ['\uff1d1+1', "'\uff1d1+1"],
    ['\u200b=1+1', "'\u200b=1+1"],
    ['=HYPERLINK("http://evil.example","x")', `"'=HYPERLINK(""http://evil.example"",""x"")"`],
  ] as const
  for (const [i, [FirstName]] of texts.entries()) {
    const fields = { Registrant: { FirstName, LastName: 'L' }, RegistrationID: `f-${i}` }
    const path = `${server.url}/Ams/${client}/Event/${event}/EventRegistrations`
    expect((await call('POST', path, fields, basic(server.key))).status).toBe(200)
  }
  for (const headers of [basic(server.key), { cookie }, { cookie, 'sec-fetch-mode': 'navigate' }]) {
    const answer = await read('', { ...headers, accept: 'text/csv' })
    for (const [, cell] of texts) expect(answer.text).toContain(`,${cell},L,`)
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="answer.csv"')
  }
})
