import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type CodeRequest, revokeApp } from '../../src/accounts/apps.ts'
import type { CreatedKey } from '../../src/accounts/keys.ts'
import { basic, call, client, event, otherClient, startTestServer, type TestServer } from '../support/http-server.ts'
import { addApp, addCode, assignWith, bearer, Clock, day, minute, payloadOf, postForm } from '../support/tokens.ts'

let server: TestServer
let app: CreatedKey
const clock = new Clock()
const redirect = 'https://app.example/signed-in'

beforeAll(async () => {
  server = await startTestServer({ registrations: 1, sessions: [{ id: 101 }] }, { now: clock.now })
})
afterAll(() => server.stop())
beforeEach(async () => {
  app = await addApp(server.engine, clock.at, [redirect])
})

const code = (request: Partial<CodeRequest> = {}) => addCode(server.engine, app, clock.at, request)
const own = () => ({ client_id: app.id, client_secret: app.secret })
const byCode = (text: string, more = {}) =>
  ask({ grant_type: 'authorization_code', code: text, redirect_uri: redirect, ...more })
const byRefresh = (token: unknown, more = {}) =>
  ask({ grant_type: 'refresh_token', refresh_token: String(token), ...more })
const ask = (fields: Record<string, string>) => postForm(`${server.url}/OAuth/GetToken`, { ...own(), ...fields })

describe.each(['/OAuth/GetToken', '/OAuth/OIDC/GetAccessToken'])('POST %s', (path) => {
  test('answers a code as RFC 6749 §5.1 says', async () => {
    const fields = { ...own(), grant_type: 'authorization_code', code: await code(), redirect_uri: redirect }
    const answer = await postForm(server.url + path, fields)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.json).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      refresh_token: expect.any(String),
      expires_in: 900,
      scope: 'read write',
    })
    expect(payloadOf(String(answer.json.access_token))).toMatchObject({
      sub: app.id,
      roles: ['oauthadmin'],
      scope: 'read write',
    })
    expect((await assignWith(server, answer.json.access_token)).status).toBe(200)
  })

  test('knows the app by HTTP Basic as well', async () => {
    const fields = { grant_type: 'authorization_code', code: await code(), redirect_uri: redirect }
    expect((await postForm(server.url + path, fields, basic({ ...app, secret: 'wrong' }))).status).toBe(401)
    const other = { ...fields, client_id: 'another' }
    expect((await postForm(server.url + path, other, basic(app))).json.error).toBe('invalid_client')
    expect((await postForm(server.url + path, fields, basic(app))).status).toBe(200)
  })

  test('answers an error as §5.2 says', async () => {
    const answer = await postForm(server.url + path, { ...own(), grant_type: 'authorization_code', code: 'x' })
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({
      error: 'invalid_grant',
      error_description: expect.any(String),
      ResponseStatus: { ErrorCode: 'InvalidGrant' },
    })
  })
})

test.each([
  [{}, 400, 'invalid_request'],
  [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
  [{ grant_type: 'authorization_code' }, 400, 'invalid_request'],
  [{ grant_type: 'refresh_token' }, 400, 'invalid_request'],
  [{ grant_type: 'refresh_token', refresh_token: '1000-unknown' }, 400, 'invalid_grant'],
  [{ grant_type: 'refresh_token', refresh_token: 'unknown' }, 400, 'invalid_grant'],
  [{ grant_type: 'authorization_code', code: 'x', client_secret: 'wrong' }, 401, 'invalid_client'],
  [{ grant_type: 'authorization_code', code: 'x', client_id: '1000-app-unknown' }, 401, 'invalid_client'],
  [{ grant_type: 'authorization_code', code: 'x', client_id: 'unknown' }, 401, 'invalid_client'],
])('%j is refused', async (fields, status, error) => {
  const answer = await ask(fields)
  expect([answer.status, answer.json.error]).toEqual([status, error])
  expect(answer.headers.has('www-authenticate')).toBe(status === 401)
})

describe('a code', () => {
  test('is good once: again ends every token it gave', async () => {
    const text = await code()
    const { json } = await byCode(text)
    expect((await byCode(text)).json.error).toBe('invalid_grant')
    expect((await assignWith(server, json.access_token)).status).toBe(401)
    expect((await byRefresh(json.refresh_token)).json.error).toBe('invalid_grant')
  })

  test('is good once, however many ask at one moment', async () => {
    const text = await code()
    const answers = await Promise.all(Array.from({ length: 10 }, () => byCode(text)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('lasts 10 minutes', async () => {
    const [early, late] = [await code(), await code()]
    clock.pass(10 * minute - 1)
    expect((await byCode(early)).status).toBe(200)
    clock.pass(1)
    expect((await byCode(late)).json.error).toBe('invalid_grant')
  })

  test('is of its app alone, and another app does not use it up', async () => {
    const text = await code()
    const thief = await addApp(server.engine, clock.at)
    const stranger = await addApp(server.engine, clock.at, [], otherClient)
    for (const { id, secret } of [thief, stranger]) {
      expect((await byCode(text, { client_id: id, client_secret: secret })).json.error).toBe('invalid_grant')
    }
    expect((await byCode(text)).status).toBe(200)
  })

  test('comes with the registered redirect_uri, exactly; with none or another it is refused, and not used up', async () => {
    const text = await code()
    const others = [
      '',
      'https://evil.example',
      `${redirect}/`,
      `${redirect}?a=1`,
      redirect.toUpperCase(),
      ` ${redirect}`,
    ]
    for (const redirect_uri of others) {
      expect((await byCode(text, { redirect_uri })).json.error).toBe('invalid_grant')
    }
    expect((await ask({ grant_type: 'authorization_code', code: text })).json.error).toBe('invalid_grant')
    const form = { AppId: app.id, AppSecret: app.secret, Code: text }
    for (const RedirectUri of [undefined, ...others]) {
      const { status, json } = await call('POST', `${server.url}/OAuth/GetAccessToken`, { ...form, RedirectUri })
      expect([status, json.ResponseStatus.ErrorCode]).toEqual([400, 'InvalidGrant'])
    }
    expect((await byCode(text)).status).toBe(200)
  })

  test('of an app without a registered redirect_uri needs none', async () => {
    app = await addApp(server.engine, clock.at)
    expect((await ask({ grant_type: 'authorization_code', code: await code() })).status).toBe(200)
  })
})

/** Whether a token may read, and whether it may write, by the statuses of a call each. */
async function mayDo(token: unknown): Promise<{ read: number; write: number }> {
  const read = await call('GET', `${server.url}/Ams/${client}/Events/${event}`, undefined, bearer(token))
  const write = await assignWith(server, token)
  return { read: read.status, write: write.status }
}

describe('the scope of a code', () => {
  test.each([
    [new Set(['read', 'write'] as const), { read: 200, write: 200 }],
    [new Set(['read'] as const), { read: 200, write: 403 }],
    [new Set(['write'] as const), { read: 403, write: 200 }],
  ])('%s is all that its tokens may do', async (scopes, expected) => {
    const { json } = await byCode(await code({ scopes }))
    expect(json.scope).toBe([...scopes].join(' '))
    expect(await mayDo(json.access_token)).toEqual(expected)
  })

  test('is told to a caller who does more than it', async () => {
    const [reader, writer] = await Promise.all(
      (['read', 'write'] as const).map(async (scope) => (await byCode(await code({ scopes: new Set([scope]) }))).json),
    )
    const write = await assignWith(server, reader?.access_token)
    expect(write.json.ResponseStatus).toMatchObject({
      ErrorCode: 'ReadOnly',
      Message: 'The key or token may only read: this call needs the scope write.',
    })
    const url = `${server.url}/Ams/${client}/Events/${event}`
    const read = await call('GET', url, undefined, bearer(writer?.access_token))
    expect(read.json.ResponseStatus).toMatchObject({
      ErrorCode: 'WriteOnly',
      Message: 'The token may not read: this call needs the scope read.',
    })
  })

  test('may be narrowed with the code, and is not widened later', async () => {
    const text = await code()
    expect((await byCode(text, { scope: 'events' })).json.error).toBe('invalid_scope')
    const narrow = await code({ scopes: new Set(['read']) })
    expect((await byCode(narrow, { scope: 'read write' })).json.error).toBe('invalid_scope')
    const { json } = await byCode(text, { scope: 'read' })
    expect(json.scope).toBe('read')
    expect((await byRefresh(json.refresh_token, { scope: 'read write' })).json.error).toBe('invalid_scope')
  })
})

describe('a code with a challenge (RFC 7636)', () => {
  // The example of RFC 7636, appendix B.
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  const codeChallenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  const form = (fields: object) =>
    call('POST', `${server.url}/OAuth/GetAccessToken`, {
      AppId: app.id,
      AppSecret: app.secret,
      RedirectUri: redirect,
      ...fields,
    })

  test('gives tokens for its verifier', async () => {
    expect((await byCode(await code({ codeChallenge }), { code_verifier: verifier })).status).toBe(200)
    expect((await form({ Code: await code({ codeChallenge }), CodeVerifier: verifier })).status).toBe(200)
  })

  test('gives none without it or for another, the challenge itself too, and is not used up', async () => {
    const text = await code({ codeChallenge })
    expect((await byCode(text)).json.error).toBe('invalid_grant')
    expect((await form({ Code: text })).json.ResponseStatus.ErrorCode).toBe('InvalidGrant')
    for (const code_verifier of [
      '',
      codeChallenge,
      verifier.slice(1),
      `${verifier}=`,
      'x'.repeat(43),
      'é'.repeat(50),
    ]) {
      expect((await byCode(text, { code_verifier })).json.error).toBe('invalid_grant')
      const { json } = await form({ Code: text, CodeVerifier: code_verifier })
      expect(json.ResponseStatus.ErrorCode).toBe('InvalidGrant')
    }
    expect((await byCode(text, { code_verifier: verifier })).status).toBe(200)
  })

  test('is not one whose challenge was lost on the way: a verifier for it is refused', async () => {
    const text = await code()
    expect((await byCode(text, { code_verifier: verifier })).json.error).toBe('invalid_grant')
    expect((await byCode(text)).status).toBe(200)
  })
})

describe('a refresh token', () => {
  test('gives new tokens, and rotates', async () => {
    const first = (await byCode(await code())).json
    clock.pass(20 * minute)
    expect((await assignWith(server, first.access_token)).status).toBe(401)
    const second = (await byRefresh(first.refresh_token)).json
    expect(second.refresh_token).not.toBe(first.refresh_token)
    expect(second.scope).toBe('read write')
    expect((await assignWith(server, second.access_token)).status).toBe(200)
    expect((await byRefresh(second.refresh_token)).status).toBe(200)
  })

  test('used again ends its whole family', async () => {
    const first = (await byCode(await code())).json
    const second = (await byRefresh(first.refresh_token)).json
    const bystander = (await byCode(await code())).json
    expect((await byRefresh(first.refresh_token)).json.error).toBe('invalid_grant')
    expect((await byRefresh(second.refresh_token)).json.error).toBe('invalid_grant')
    expect((await assignWith(server, second.access_token)).status).toBe(401)
    expect((await assignWith(server, bystander.access_token)).status).toBe(200)
  })

  test('is of its app alone', async () => {
    const { refresh_token } = (await byCode(await code())).json
    const thief = await addApp(server.engine, clock.at)
    const answer = await byRefresh(refresh_token, { client_id: thief.id, client_secret: thief.secret })
    expect(answer.json.error).toBe('invalid_grant')
    const withoutApp = await call('POST', `${server.url}/access-token`, { RefreshToken: refresh_token })
    expect(withoutApp.json.ResponseStatus.ErrorCode).toBe('InvalidGrant')
    expect((await byRefresh(refresh_token)).status).toBe(200)
  })

  test('may ask for less, not for more', async () => {
    const first = (await byCode(await code())).json
    for (const scope of ['read delete', 'admin', ' ', 'READ', 'read,write']) {
      expect((await byRefresh(first.refresh_token, { scope })).json).toMatchObject({
        error: 'invalid_scope',
        error_description: 'Expected the scope read write, or a part of it.',
        ResponseStatus: { ErrorCode: 'InvalidScope' },
      })
    }
    const second = (await byRefresh(first.refresh_token, { scope: 'read' })).json
    expect(second.scope).toBe('read')
    expect(await mayDo(second.access_token)).toEqual({ read: 200, write: 403 })
    expect((await byRefresh(second.refresh_token)).json.scope).toBe('read write')
  })

  test('of a grant to read never gives more, whatever it asks for', async () => {
    const first = (await byCode(await code({ scopes: new Set(['read']) }))).json
    for (const scope of ['write', 'read write']) {
      expect((await byRefresh(first.refresh_token, { scope })).json.error).toBe('invalid_scope')
      const form = {
        AppId: app.id,
        AppSecret: app.secret,
        GrantType: 'RefreshToken',
        RefreshToken: first.refresh_token,
      }
      const { status, json } = await call('POST', `${server.url}/OAuth/GetAccessToken`, { ...form, Scope: scope })
      expect([status, json.ResponseStatus.ErrorCode]).toEqual([400, 'InvalidScope'])
    }
    const second = (await byRefresh(first.refresh_token)).json
    expect(await mayDo(second.access_token)).toEqual({ read: 200, write: 403 })
  })

  test('ends 90 days after it was last used', async () => {
    const first = (await byCode(await code())).json
    clock.pass(89 * day)
    const second = (await byRefresh(first.refresh_token)).json
    clock.pass(89 * day)
    const third = (await byRefresh(second.refresh_token)).json
    clock.pass(90 * day)
    expect((await byRefresh(third.refresh_token)).json.error).toBe('invalid_grant')
  })
})

test('revoking an app ends its tokens, codes and secret at once', async () => {
  const text = await code()
  const { json } = await byCode(await code())
  await revokeApp(server.engine, client, app.id, { principal: 'test', requestId: 'test', at: clock.at })
  expect((await assignWith(server, json.access_token)).status).toBe(401)
  expect((await byRefresh(json.refresh_token)).json.error).toBe('invalid_client')
  expect((await byCode(text)).json.error).toBe('invalid_client')
})

describe('POST /OAuth/GetAccessToken', () => {
  const get = (fields: object) => call('POST', `${server.url}/OAuth/GetAccessToken`, { AppId: app.id, ...fields })

  test.each(['AppSecret', 'AppSecert'])('takes a Code, with the secret as %s', async (name) => {
    const fields = { GrantType: 'Code', [name]: app.secret, Code: await code(), RedirectUri: redirect }
    const { status, json } = await get(fields)
    expect(status).toBe(200)
    expect(json.ExpiresOnUtc).toBe(new Date(clock.at + 15 * minute).toISOString().replace('000Z', '0000000Z'))
    expect((await assignWith(server, json.AccessToken)).status).toBe(200)
  })

  test('takes a RefreshToken as often as it comes', async () => {
    const { RefreshToken } = (await get({ AppSecret: app.secret, Code: await code(), RedirectUri: redirect })).json
    for (let time = 0; time < 3; time++) {
      const { json } = await get({ GrantType: 'RefreshToken', AppSecret: app.secret, RefreshToken })
      expect((await assignWith(server, json.AccessToken)).status).toBe(200)
    }
    expect((await byRefresh(RefreshToken)).status).toBe(200)
    expect((await get({ GrantType: 'RefreshToken', AppSecret: app.secret, RefreshToken })).status).toBe(400)
  })

  test.each([
    [{ GrantType: 'Code', Code: 'x' }, 401, 'InvalidClient'],
    [{ GrantType: 'Code', Code: 'x', AppSecret: 'wrong' }, 401, 'InvalidClient'],
    [{ GrantType: 'Code', Code: 'x', AppId: null }, 401, 'InvalidClient'],
  ])('%j is refused', async (fields, status, code) => {
    const answer = await get(fields)
    expect([answer.status, answer.json.ResponseStatus.ErrorCode]).toEqual([status, code])
  })

  test('says what is missing', async () => {
    for (const GrantType of ['Code', 'RefreshToken']) {
      const { json } = await get({ GrantType, AppSecret: app.secret })
      expect(json.ResponseStatus).toMatchObject({ ErrorCode: 'InvalidRequest', Message: `Expected a ${GrantType}.` })
    }
  })
})
