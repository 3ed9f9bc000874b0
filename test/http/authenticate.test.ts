import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addKey, basic, call, client, startTestServer, type TestServer } from '../support/http-server.ts'
import { signIn } from '../support/tokens.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ registrations: 1, sessions: [{ id: 101 }] })
})
afterAll(() => server.stop())

const cookiesOf = (headers: Headers) => headers.getSetCookie()

describe('/auth', () => {
  test.each([
    '/auth',
    '/auth/credentials',
    '/auth/basic',
    '/auth/apikey',
    '/authenticate',
    '/authenticate/credentials',
  ])('%s signs in with a key and its secret', async (path) => {
    const { id, secret } = await addKey(server.engine, client)
    const answer = await call('POST', server.url + path, { UserName: id, Password: secret })
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({
      SessionId: expect.any(String),
      UserName: id,
      BearerToken: expect.any(String),
      RefreshToken: expect.any(String),
    })
    const wrong = await call('POST', server.url + path, { UserName: id, Password: 'wrong' })
    expect([wrong.status, wrong.json.ResponseStatus.ErrorCode]).toEqual([401, 'InvalidCredentials'])
  })

  test.each(['basic', 'apikey', 'credentials'])('/auth/%s takes HTTP Basic', async (provider) => {
    const key = await addKey(server.engine, client)
    const answer = await call('GET', `${server.url}/auth/${provider}`, undefined, basic(key))
    expect(answer.json.SessionId).toEqual(expect.any(String))
    const wrong = await call('GET', `${server.url}/auth/${provider}`, undefined, basic({ ...key, secret: 'no' }))
    expect(wrong.status).toBe(401)
    expect((await call('GET', `${server.url}/auth/${provider}`)).status).toBe(401)
  })

  test('another provider is refused', async () => {
    expect((await call('POST', `${server.url}/auth/facebook`, {})).status).toBe(400)
  })
})

describe('UseTokenCookie', () => {
  test('keeps the tokens in cookies that scripts cannot read, and tells them nowhere else', async () => {
    const answer = await signIn(server, server.key, { UseTokenCookie: true })
    expect(answer.json).toEqual({ UserName: server.key.id, ResponseStatus: {} })
    const cookies = cookiesOf(answer.headers)
    for (const [name, age] of [
      ['ss-tok', 15 * 60],
      ['ss-reftok', 12 * 3600],
    ]) {
      const cookie = cookies.find((each) => each.startsWith(`${name}=`)) ?? ''
      expect(cookie).toMatch(/; HttpOnly/)
      expect(cookie).toMatch(/; SameSite=Lax/)
      const found = Number(/Max-Age=(\d+)/.exec(cookie)?.[1])
      expect(Math.abs(found - Number(age))).toBeLessThanOrEqual(1)
      expect(cookie).not.toMatch(/Expires|,/)
    }
    expect(answer.headers.get('x-cookies')).toBe('ss-tok,ss-reftok')
    expect(cookies.filter((each) => /^ss-(id|pid|opt)=;/.test(each))).toHaveLength(3)
  })

  test('the cookie signs requests, a session of a later sign-in goes before it, and signing out clears it', async () => {
    const tokens = (await signIn(server, server.key, { UseTokenCookie: true })).headers
    const cookie = cookiesOf(tokens)
      .map((each) => each.split(';')[0] ?? '')
      .filter((each) => !each.endsWith('='))
      .join('; ')
    const who = (header: string) => call('GET', `${server.url}/auth`, undefined, { cookie: header })
    expect((await who(cookie)).json.UserName).toBe(server.key.id)
    const { SessionId } = (await signIn(server, server.otherKey)).json
    expect((await who(`${cookie}; ss-id=${SessionId}`)).json.UserName).toBe(server.otherKey.id)
    const out = await call('POST', `${server.url}/auth/logout`, undefined, { cookie })
    expect(cookiesOf(out.headers).filter((each) => /^ss-(tok|reftok)=;/.test(each))).toHaveLength(2)
    expect((await who(cookie)).status).toBe(401)
    expect((await call('POST', `${server.url}/access-token`, {}, { cookie })).status).toBe(400)
    expect((await call('POST', `${server.url}/access-token`, {})).status).toBe(401)
  })
})
