import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTenant } from '../../src/accounts/clients.ts'
import { revokeKey } from '../../src/accounts/keys.ts'
import { programLog } from '../../src/observability/log.ts'
import { startServer } from '../../src/server/server.ts'
import { ChangeTrackingEngine } from '../../src/store/change-tracking.ts'
import { openStore } from '../../src/store/open.ts'
import { freshDatabase } from '../support/database.ts'
import {
  type Answer,
  addKey,
  basic,
  call,
  client,
  otherClient,
  serverSettings,
  startTestServer,
  type TestServer,
} from '../support/http-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ registrations: 1, sessions: [{ id: 101 }] })
})
afterAll(() => server.stop())

const deed = { principal: 'test', requestId: 'test', at: 2 }
const at = (path: string) => `${server.url}${path}`
const credentials = () => ({ Username: server.key.id, Password: server.key.secret })
const signIn = (fields: object) => call('POST', at('/Ams/Authenticate'), fields)
const sessionOf = ({ json }: Answer) => String(json.SessionId)
/** Whether the headers let a call in, by a call that a caller who is let in may repeat. */
const enter = async (headers: Record<string, string>, query = '') =>
  (await call('POST', server.sessionsUrl + query, { BadgeNumber: 1, SessionIds: [101] }, headers)).status

describe('POST /Ams/Authenticate', () => {
  test('answers exactly what clients of the family look for, in this order', async () => {
    const answer = await signIn({ ClientID: client, UserType: 'Admin', ...credentials() })
    expect(answer.status).toBe(200)
    expect(answer.text).toBe(
      `{"ClientID":1000,"MemberID":0,"FailedLoginReason":"None","UserId":"${server.key.id}",` +
        `"SessionId":"${sessionOf(answer)}","ResponseStatus":{}}`,
    )
    expect(await enter({ 'x-ss-id': sessionOf(answer) })).toBe(200)
  })

  test.each([
    [
      'application/json',
      (id: string, secret: string) => `{"clientid":"1000","UserName":"${id}","password":"${secret}"}`,
    ],
    ['text/jsv', (id: string, secret: string) => `{CLIENTID:1000,userName:${id},PASSWORD:${secret}}`],
    [
      'application/x-www-form-urlencoded',
      (id: string, secret: string) => `ClientID=1000&userType=admin&USERNAME=${id}&password=${secret}`,
    ],
  ])('in %s, names in any letter case', async (type, write) => {
    const { id, secret } = server.key
    const answer = await call('POST', at('/ams/authenticate'), write(id, secret), {
      'content-type': type,
      accept: 'application/json',
    })
    expect(answer.status).toBe(200)
    expect(await enter({ 'x-ss-id': sessionOf(answer) })).toBe(200)
  })

  test('fields it does not know, such as provider, are no error', async () => {
    expect((await signIn({ ...credentials(), provider: 'credentials', RememberMe: true })).status).toBe(200)
  })

  test('without a ClientID the key says whose it is', async () => {
    expect((await signIn(credentials())).json.ClientID).toBe(client)
  })

  test('gives the SessionId to a browser as well, where no script can read it', async () => {
    const answer = await signIn(credentials())
    const cookies = answer.headers.getSetCookie()
    expect(cookies).toEqual([
      `ss-id=${sessionOf(answer)}; Path=/; HttpOnly; SameSite=Lax`,
      'ss-opt=temp; Path=/; HttpOnly; SameSite=Lax',
    ])
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('a wrong secret is told in the same shape, byte for byte', async () => {
    const answer = await signIn({ ClientID: client, UserType: 'Admin', Username: server.key.id, Password: 'wrong' })
    expect(answer.status).toBe(401)
    expect(answer.statusText).toBe('InvalidCredentials')
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic realm=/)
    expect(answer.headers.getSetCookie()).toEqual([])
    expect(answer.text).toBe(
      '{"ClientID":0,"MemberID":0,"FailedLoginReason":"InvalidCredentials","ResponseStatus":' +
        '{"ErrorCode":"InvalidCredentials","Message":"Invalid username/password combination.","Errors":[]}}',
    )
  })

  test('what is wrong about a key is not told', async () => {
    const revoked = await addKey(server.engine, client)
    const { id, secret } = revoked
    expect((await signIn({ Username: id, Password: secret })).status).toBe(200)
    await revokeKey(server.engine, client, id, deed)
    const texts = new Set<string>()
    for (const fields of [
      { ClientID: client, Username: server.key.id, Password: 'wrong' },
      { ClientID: client, Username: server.key.id },
      { ClientID: client, Username: server.key.id, Password: server.otherKey.secret },
      { ClientID: client, Username: '1000-nobody', Password: server.key.secret },
      { ClientID: client, Username: 'nobody', Password: 'x' },
      { ClientID: client },
      { ClientID: otherClient, ...credentials() },
      { ClientID: 999, ...credentials() },
      { ClientID: 999, Username: '999-nobody', Password: 'x' },
      { ClientID: client, Username: id, Password: secret },
      { ClientID: client, UserType: 'Member', ...credentials() },
      {},
    ]) {
      const answer = await signIn(fields)
      expect(answer.status).toBe(401)
      texts.add(answer.text)
    }
    expect([...texts]).toHaveLength(1)
    expect([...texts][0]).toContain('"FailedLoginReason":"InvalidCredentials"')
  })

  test('a token in the path is none that is known here', async () => {
    const answer = await call('POST', at('/Ams/Authenticate/abc'), { ClientID: client, ...credentials() })
    expect(answer.status).toBe(401)
    expect(answer.json).toMatchObject({
      FailedLoginReason: 'InvalidToken',
      ResponseStatus: { ErrorCode: 'InvalidToken' },
    })
    const options = await call('OPTIONS', at('/Ams/Authenticate/abc'))
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'POST, OPTIONS'])
  })

  test('one may sign in again while an old session is still sent', async () => {
    const answer = await call('POST', at('/Ams/Authenticate'), credentials(), { 'x-ss-id': '1000-old' })
    expect(answer.status).toBe(200)
  })

  test('every sign-in is a session of its own', async () => {
    const [one, two] = await Promise.all([signIn(credentials()), signIn(credentials())])
    expect(sessionOf(one)).not.toBe(sessionOf(two))
    await call('POST', at('/auth/logout'), undefined, { 'x-ss-id': sessionOf(one) })
    expect(await enter({ 'x-ss-id': sessionOf(one) })).toBe(401)
    expect(await enter({ 'x-ss-id': sessionOf(two) })).toBe(200)
  })

  test('a session ends with its key, at once', async () => {
    const key = await addKey(server.engine, client)
    const session = sessionOf(await signIn({ Username: key.id, Password: key.secret }))
    expect(await enter({ 'x-ss-id': session })).toBe(200)
    await revokeKey(server.engine, client, key.id, deed)
    expect(await enter({ 'x-ss-id': session })).toBe(401)
    expect(await enter(basic(key))).toBe(401)
  })
})

describe('how a caller may say who it is', () => {
  let session = ''
  beforeAll(async () => {
    session = sessionOf(await signIn(credentials()))
  })
  const wrong = 'Basic eDp5'

  test.each([
    ['the header X-SS-ID', () => ({ 'X-SS-ID': session })],
    ['Basic', () => basic(server.key)],
    [
      'Basic, the scheme in any letter case',
      () => ({
        authorization:
          basic(server.key).authorization.toLowerCase().slice(0, 5) + basic(server.key).authorization.slice(5),
      }),
    ],
    ['the cookie ss-id', () => ({ cookie: `ss-id=${session}` })],
    [
      'the cookie ss-pid, when ss-opt says that it is meant',
      () => ({ cookie: `ss-opt=perm; ss-id=x; ss-pid=${session}` }),
    ],
    [
      'the cookie ss-id, when ss-opt says that it is meant',
      () => ({ cookie: `ss-opt=temp; ss-pid=x; ss-id=${session}` }),
    ],
    ['a cookie among junk', () => ({ cookie: `a; =b; ss-id=${session};; c="d; __proto__=1` })],
    ['X-SS-ID before Basic', () => ({ 'X-SS-ID': session, authorization: wrong })],
    ['X-SS-ID before a cookie', () => ({ 'X-SS-ID': session, cookie: 'ss-id=x' })],
    ['Basic before a cookie', () => ({ ...basic(server.key), cookie: 'ss-id=x' })],
    [
      'a cookie, when Authorization has a scheme that is not known',
      () => ({ authorization: 'Other x', cookie: `ss-id=${session}` }),
    ],
  ])('%s', async (_, headers) => {
    expect(await enter(headers())).toBe(200)
  })

  test.each([
    ['nothing', () => ({})],
    ['an unknown session', () => ({ 'X-SS-ID': '1000-unknown' })],
    ['a session without its client', () => ({ 'X-SS-ID': session.slice(session.indexOf('-') + 1) })],
    ['a session under another client', () => ({ 'X-SS-ID': `2000${session.slice(session.indexOf('-'))}` })],
    ['a session in other letter case', () => ({ 'X-SS-ID': session.toUpperCase() })],
    ['a wrong session with right Basic after it', () => ({ 'X-SS-ID': '1000-unknown', ...basic(server.key) })],
    ['wrong Basic with a right cookie after it', () => ({ authorization: wrong, cookie: `ss-id=${session}` })],
    ['a token', () => ({ authorization: 'Bearer abc' })],
    ['a session as a token', () => ({ authorization: `Bearer ${session}` })],
    ['Basic without a colon', () => ({ authorization: `Basic ${Buffer.from(server.key.id).toString('base64')}` })],
    ['Basic without anything', () => ({ authorization: 'Basic' })],
    ['ss-pid when ss-id is meant', () => ({ cookie: `ss-opt=temp; ss-id=x; ss-pid=${session}` })],
    ['the key itself in X-SS-ID', () => ({ 'X-SS-ID': server.key.secret })],
  ])('but not: %s', async (_, headers) => {
    expect(await enter(headers())).toBe(401)
  })

  test.each(['SessionId', 'ss-id', 'ss-pid', 'X-SS-ID', 'sessionid', 'ssid'])(
    'a SessionId in the query string, as %s, is not accepted',
    async (name) => {
      expect(await enter({}, `?${name}=${session}`)).toBe(401)
      expect((await call('GET', at(`/auth?${name}=${session}`))).status).toBe(401)
    },
  )

  test('the message says what to do', async () => {
    const message = async (headers: Record<string, string>) =>
      (await call('POST', server.sessionsUrl, {}, headers)).json.ResponseStatus.Message
    expect(await message({})).toBe('Not signed in.')
    expect(await message({ 'X-SS-ID': '1000-x' })).toBe(
      'The session is not known, or has ended. Sign in again and repeat the call.',
    )
    expect(await message({ authorization: wrong })).toBe('Invalid username/password combination.')
  })
})

describe.each(['/auth', '/authenticate'])('%s', (root) => {
  const sent = () => ({ UserName: server.key.id, Password: server.key.secret })

  test('/credentials signs in', async () => {
    const answer = await call('POST', at(`${root}/credentials`), sent())
    expect(answer.status).toBe(200)
    const { BearerToken, RefreshToken, ...rest } = answer.json
    expect(rest).toEqual({ SessionId: sessionOf(answer), UserName: server.key.id, ResponseStatus: {} })
    expect([typeof BearerToken, typeof RefreshToken]).toEqual(['string', 'string'])
    expect(await enter({ 'x-ss-id': sessionOf(answer) })).toBe(200)
  })

  test('signs in without a provider, and from the query string', async () => {
    expect((await call('POST', at(root), sent())).status).toBe(200)
    const query = new URLSearchParams(sent()).toString()
    expect((await call('GET', at(`${root}/CREDENTIALS?${query}`))).status).toBe(200)
  })

  test('a session to be remembered is kept by the browser as long as it can last', async () => {
    const answer = await call('POST', at(`${root}/credentials`), { ...sent(), RememberMe: true })
    expect(answer.headers.getSetCookie()).toEqual([
      `ss-pid=${sessionOf(answer)}; Max-Age=43200; Path=/; HttpOnly; SameSite=Lax`,
      'ss-opt=perm; Max-Age=43200; Path=/; HttpOnly; SameSite=Lax',
    ])
  })

  test('a wrong secret', async () => {
    const { id } = await addKey(server.engine, client)
    const answer = await call('POST', at(`${root}/credentials`), { UserName: id, Password: 'wrong' })
    expect(answer.status).toBe(401)
    expect(answer.text).toBe(
      '{"ResponseStatus":{"ErrorCode":"InvalidCredentials","Message":"Invalid username/password combination.","Errors":[]}}',
    )
  })

  test('says who one is', async () => {
    expect((await call('GET', at(root))).status).toBe(401)
    const answer = await call('GET', at(root), undefined, basic(server.key))
    expect(answer.text).toBe(`{"UserName":"${server.key.id}","ResponseStatus":{}}`)
    const session = sessionOf(await signIn(credentials()))
    expect((await call('GET', at(root), undefined, { cookie: `ss-id=${session}` })).json).toMatchObject({
      SessionId: session,
      UserName: server.key.id,
    })
  })

  test.each(['GET', 'POST'])('/logout by %s ends the session, and has the browser forget it', async (verb) => {
    const session = sessionOf(await signIn(credentials()))
    const answer = await call(verb, at(`${root}/logout`), undefined, { cookie: `ss-id=${session}` })
    expect(answer.status).toBe(200)
    expect(answer.headers.getSetCookie()).toEqual(
      ['ss-id', 'ss-pid', 'ss-opt'].map((name) => `${name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax`),
    )
    expect(await enter({ 'x-ss-id': session })).toBe(401)
    expect((await call(verb, at(`${root}/logout`), undefined, { cookie: `ss-id=${session}` })).status).toBe(200)
  })

  test('a provider that is not known', async () => {
    const answer = await call('POST', at(`${root}/facebook`), sent())
    expect(answer.status).toBe(400)
    expect(answer.json.ResponseStatus.Errors[0]?.FieldName).toBe('provider')
  })
})

test('the first page names no client of the server, whether that has an event or none', async () => {
  const database = await freshDatabase()
  const engine = new ChangeTrackingEngine(await openStore(database.url))
  for (const id of [client, otherClient]) await createTenant(engine, id, 'Client', deed)
  const withoutEvents = await startServer(engine, serverSettings(), programLog('silent'))
  try {
    const pages = [await call('GET', withoutEvents.url), await call('GET', at('/'))]
    expect(pages[0]?.text).toContain('no event yet')
    for (const { text } of pages) expect(text).not.toMatch(/1000|2000/)
  } finally {
    await withoutEvents.stop()
    await engine.close()
    await database.remove()
  }
})
