import { sign } from 'node:crypto'
import fc from 'fast-check'
import { createRemoteJWKSet, generateKeyPair, importPKCS8, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { revokeKey } from '../../src/accounts/keys.ts'
import { signingKeysSince } from '../../src/store/queries/signing-keys.ts'
import { basic, call, client, startTestServer, type TestServer } from '../support/http-server.ts'
import {
  addApp,
  addCode,
  assignWith,
  bearer,
  Clock,
  day,
  minute,
  payloadOf,
  postForm,
  signIn,
} from '../support/tokens.ts'

let server: TestServer
const clock = new Clock()

beforeAll(async () => {
  server = await startTestServer({ registrations: 1, sessions: [{ id: 101 }] }, { now: clock.now })
})
afterAll(() => server.stop())

let token: string
beforeEach(async () => {
  token = String((await signIn(server, server.key)).json.BearerToken)
})

const jwks = () => call('GET', `${server.url}/.well-known/jwks`)

describe('a bearer token', () => {
  test('of a sign-in calls what its key may call', async () => {
    expect((await assignWith(server, token)).status).toBe(200)
    expect((await call('GET', `${server.url}/auth`, undefined, bearer(token))).json).toMatchObject({
      UserName: server.key.id,
    })
  })

  test('lasts 15 minutes', async () => {
    clock.pass(15 * minute - 1)
    expect((await assignWith(server, token)).status).toBe(200)
    clock.pass(1)
    const late = await assignWith(server, token)
    expect(late.status).toBe(401)
    expect(late.json.ResponseStatus.ErrorCode).toBe('Unauthorized')
  })

  test('of another client finds nothing here', async () => {
    const other = (await signIn(server, server.otherKey)).json.BearerToken
    expect((await assignWith(server, other)).status).toBe(404)
  })

  test('says who it is for, without secrets', () => {
    const { iat, exp, jti, sid, ...rest } = payloadOf(token)
    expect(rest).toEqual({ iss: 'lectern', aud: 'lectern', sub: server.key.id, roles: ['admin'] })
    expect(Number(exp) - Number(iat)).toBe(900)
    expect([jti, sid].every((id) => typeof id === 'string')).toBe(true)
  })

  test('is not an API key and its secret', async () => {
    expect((await assignWith(server, `${server.key.id}:${server.key.secret}`)).status).toBe(401)
    expect((await assignWith(server, server.key.secret)).status).toBe(401)
  })
})

describe('what ends a token ends it at once:', () => {
  test('signing out of its session', async () => {
    const { json } = await signIn(server, server.key)
    expect((await assignWith(server, json.BearerToken)).status).toBe(200)
    await call('POST', `${server.url}/auth/logout`, undefined, { 'x-ss-id': String(json.SessionId) })
    expect((await assignWith(server, json.BearerToken)).status).toBe(401)
    expect((await assignWith(server, token)).status).toBe(200)
  })

  test('signing out with the token itself, and its refresh token ends too', async () => {
    const { json } = await signIn(server, server.key)
    await call('POST', `${server.url}/auth/logout`, undefined, bearer(json.BearerToken))
    expect((await assignWith(server, json.BearerToken)).status).toBe(401)
    const again = await call('POST', `${server.url}/access-token`, { RefreshToken: json.RefreshToken })
    expect(again.json.ResponseStatus.ErrorCode).toBe('InvalidGrant')
  })

  test('revoking its key', async () => {
    const own = await startTestServer({ registrations: 1, sessions: [{ id: 101 }] })
    try {
      const { json } = await signIn(own, own.key)
      expect((await assignWith(own, json.BearerToken)).status).toBe(200)
      await revokeKey(own.engine, client, own.key.id, { principal: 'test', requestId: 'test', at: 2 })
      expect((await assignWith(own, json.BearerToken)).status).toBe(401)
      expect((await call('POST', `${own.url}/access-token`, { RefreshToken: json.RefreshToken })).status).toBe(400)
    } finally {
      await own.stop()
    }
  })
})

describe('a token that is not ours is refused:', () => {
  const unsigned = (header: object, payload: object) =>
    [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const kidOf = async () => (await server.engine.all(signingKeysSince, { since: 0 }))[0]?.id ?? ''

  test('of no algorithm', async () => {
    for (const alg of ['none', 'None', 'NONE']) {
      const header = { alg, typ: 'at+jwt', kid: await kidOf() }
      expect((await assignWith(server, `${unsigned(header, payloadOf(token))}.`)).status).toBe(401)
    }
  })

  test('signed by another key under the name of ours', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    const forged = await new SignJWT(payloadOf(token))
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: await kidOf() })
      .sign(privateKey)
    expect((await assignWith(server, forged)).status).toBe(401)
  })

  test('signed with our public key as if it were a shared secret', async () => {
    const [key] = await server.engine.all(signingKeysSince, { since: 0 })
    const forged = await new SignJWT(payloadOf(token))
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: key?.id ?? '' })
      .sign(Buffer.from(key?.public_key ?? ''))
    expect((await assignWith(server, forged)).status).toBe(401)
  })

  test('under an unknown or no key name', async () => {
    const { privateKey } = await generateKeyPair('ES256')
    for (const kid of [{ kid: 'unknown' }, {}, ...[{}, [], 1, null].map((value): object => ({ kid: value }))]) {
      const forged = await new SignJWT(payloadOf(token))
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...kid })
        .sign(privateKey)
      expect((await assignWith(server, forged)).status).toBe(401)
    }
  })

  test('with anything changed in it, wherever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.'), async (at, letter) => {
        const changed = token.slice(0, at) + letter + token.slice(at + 1)
        fc.pre(bytesOf(changed) !== bytesOf(token))
        expect((await assignWith(server, changed)).status).toBe(401)
      }),
      { numRuns: 200 },
    )
  })

  test('with another payload under the signature of ours', async () => {
    const [header, , signature] = token.split('.')
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('sub', 'sid', 'exp', 'iss', 'roles'), fc.string(), async (name, value) => {
        const payload = Buffer.from(JSON.stringify({ ...payloadOf(token), [name]: value })).toString('base64url')
        expect((await assignWith(server, `${header}.${payload}.${signature}`)).status).toBe(401)
      }),
      { numRuns: 50 },
    )
  })

  test('with any JSON in its header or claims, even under our signature', async () => {
    const [{ id: kid, private_key } = { id: '', private_key: '' }] = await server.engine.all(signingKeysSince, {
      since: 0,
    })
    const signed = (header: object, payload: object) => {
      const text = unsigned(header, payload)
      return `${text}.${sign('sha256', Buffer.from(text), { key: private_key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
    }
    const header = { alg: 'ES256', typ: 'at+jwt', kid }
    expect((await assignWith(server, signed(header, payloadOf(token)))).status).toBe(200)
    const odd = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom({}, [], [[]], null, true, 0, -1, 1e308, 2 ** 53, '', '\0', kid.slice(1), 'x'.repeat(6_000)),
    )
    const names = fc.constantFrom('alg', 'typ', 'kid', 'crit', 'b64', 'jwk', 'x5c', 'jku', 'zip', 'cty', 'enc')
    await fc.assert(
      fc.asyncProperty(names, odd, async (name, value) => {
        const { status } = await assignWith(server, signed({ ...header, [name]: value }, payloadOf(token)))
        // Members that mean nothing here are ignored.
        expect([200, 401]).toContain(status)
        if (name === 'alg' || name === 'typ' || name === 'kid') expect(status).toBe(401)
      }),
      { numRuns: 200 },
    )
    const claims = fc.constantFrom('sid', 'sub', 'iss', 'aud', 'exp', 'nbf', 'iat', 'jti', 'roles', 'scope')
    await fc.assert(
      fc.asyncProperty(claims, odd, async (name, value) => {
        const { status } = await assignWith(server, signed(header, { ...payloadOf(token), [name]: value }))
        expect([200, 401, 403]).toContain(status)
        if (name === 'sid' || name === 'iss' || name === 'aud') expect(status).toBe(401)
      }),
      { numRuns: 200 },
    )
  })

  test('whose scope is wider than its grant: it gives what the grant gives', async () => {
    const app = await addApp(server.engine, clock.at)
    const code = await addCode(server.engine, app, clock.at, { scopes: new Set(['read']) })
    const fields = { grant_type: 'authorization_code', code, client_id: app.id, client_secret: app.secret }
    const { access_token } = (await postForm(`${server.url}/OAuth/GetToken`, fields)).json
    const [{ id: kid, private_key } = { id: '', private_key: '' }] = await server.engine.all(signingKeysSince, {
      since: 0,
    })
    const wider = await new SignJWT({ ...payloadOf(String(access_token)), scope: 'read write' })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
      .sign(await importPKCS8(private_key, 'ES256'))
    expect((await assignWith(server, wider)).status).toBe(403)
  })

  test('made of anything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[\w.~+/=-]{1,200}$/), async (text) => {
        expect((await assignWith(server, text)).status).toBe(401)
      }),
      { numRuns: 50 },
    )
  })
})

/** What the parts of a token decode to: the last letter of a part may have bits that mean nothing. */
function bytesOf(token: string): string {
  return token
    .split('.')
    .map((part) => Buffer.from(part, 'base64url').toString('hex'))
    .join('.')
}

describe('/.well-known/jwks', () => {
  test('verifies our tokens, for any program', async () => {
    for (const path of ['/.well-known/jwks', '/.well-known/jwks.json']) {
      const keys = createRemoteJWKSet(new URL(server.url + path))
      const { payload } = await jwtVerify(token, keys, { currentDate: new Date(clock.at) })
      expect(payload.sub).toBe(server.key.id)
    }
  })

  test('has public keys alone', async () => {
    const answer = await jwks()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    for (const key of JSON.parse(answer.text).keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'])
    }
  })

  test('after 30 days a new key signs; the old one is there until its last token has run out', async () => {
    const kids = async () => JSON.parse((await jwks()).text).keys.map(({ kid }: { kid: string }) => kid)
    const [old] = await kids()
    const made = (await server.engine.all(signingKeysSince, { since: 0 }))[0]?.created_at ?? 0
    clock.at = made + 30 * day - 1
    const last = (await signIn(server, server.key)).json.BearerToken
    expect(await kids()).toEqual([old])
    clock.pass(1)
    const next = (await signIn(server, server.key)).json.BearerToken
    expect((await assignWith(server, last)).status).toBe(200)
    expect((await assignWith(server, next)).status).toBe(200)
    expect(await kids()).toEqual([expect.not.stringMatching(String(old)), old])
    clock.pass(15 * minute)
    expect(await kids()).not.toContain(old)
  })

  test('an old private key that was found is worth nothing', async () => {
    const [{ id, private_key } = { id: '', private_key: '' }] = await server.engine.all(signingKeysSince, { since: 0 })
    const key = await importPKCS8(private_key, 'ES256')
    const forge = async (sid: unknown) =>
      new SignJWT({ ...payloadOf(token), sid, iat: clock.at / 1000, exp: Math.floor(clock.at / 1000) + 600 })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: id })
        .sign(key)
    const fresh = payloadOf(String((await signIn(server, server.key)).json.BearerToken))
    expect((await assignWith(server, await forge(fresh.sid))).status).toBe(200)
    clock.pass(31 * day)
    const later = payloadOf(String((await signIn(server, server.key)).json.BearerToken))
    expect((await assignWith(server, await forge(later.sid))).status).toBe(401)
  })
})

describe('POST /Ams/Auth/GetJwt', () => {
  const url = () => `${server.url}/Ams/Auth/GetJwt`

  test('gives the session a token, which ends with it', async () => {
    const session = { 'x-ss-id': String((await signIn(server, server.key)).json.SessionId) }
    const { json } = await call('POST', url(), {}, session)
    expect((await assignWith(server, json.token)).status).toBe(200)
    await call('GET', `${server.url}/auth/logout`, undefined, session)
    expect((await assignWith(server, json.token)).status).toBe(401)
  })

  test('gives a key one, a token none, and nobody none', async () => {
    expect((await call('POST', url(), {}, basic(server.key))).status).toBe(200)
    expect((await call('POST', url(), {}, bearer(token))).json.ResponseStatus.ErrorCode).toBe('SessionRequired')
    expect((await call('POST', url(), {})).status).toBe(401)
  })
})
