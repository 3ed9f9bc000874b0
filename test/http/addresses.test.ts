import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ registrations: 9, sessions: [{ id: 101 }, { id: 102 }] })
})
afterAll(() => server.stop())

const path = `/Ams/${client}/Event/${event}/EventRegistrationSessions`
const given = { RegistrationID: 'reg-1', SessionIds: [101] }
const ask = (verb: string, at: string, body?: unknown, headers: Record<string, string> = {}) =>
  call(verb, server.url + at, body, { ...basic(server.key), ...headers })

/** What the server answers to a request line that `fetch` would mend before it sends it. */
function raw(verb: string, target: string, headers: Record<string, string> = {}) {
  const { hostname, port } = new URL(server.url)
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    request({ hostname, port, path: target, method: verb, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }))
    })
      .on('error', reject)
      .end()
  })
}

describe('the declared path', () => {
  test.each([
    path,
    path.toLowerCase(),
    path.toUpperCase(),
    `${path}/`,
    `${path}?`,
    `${path}.json`,
    `${path}.JSON`,
    `/Ams/%31000/Event/${event}/EventRegistrationSessions`,
  ])('%s', async (at) => {
    const answer = await ask('POST', at, given)
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({ ClientID: client, EventID: event, SessionIds: [101] })
  })

  test.each([
    ['json', 'application/json; charset=utf-8', /^\{"ClientID":1000,/],
    ['jsv', 'text/jsv; charset=utf-8', /^\{ClientID:1000,/],
    ['xml', 'application/xml; charset=utf-8', /<RegistrationSessionResponse /],
    ['csv', 'text/csv; charset=utf-8', /^SessionId,Name\r\n101,Session 101\r\n$|ClientID/],
  ])('with the suffix .%s', async (suffix, type, start) => {
    const answer = await ask('POST', `${path}.${suffix}`, given, { accept: 'application/json' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe(type)
    expect(answer.text).toMatch(start)
  })

  test('with a suffix that is no format', async () => {
    expect((await ask('POST', `${path}.yaml`, given)).status).toBe(404)
  })

  test('a suffix after a path that ends with a variable is taken off the value', async () => {
    const answer = await call('GET', `${server.url}/auth/credentials.jsv`)
    expect(answer.status).toBe(401)
    expect(answer.text).toMatch(/^\{ResponseStatus:\{ErrorCode:InvalidCredentials,/)
  })
})

describe('addresses that need no declaration', () => {
  test('/api/{Op} by each verb of the operation', async () => {
    const name = '/api/RegistrationSessionRequest'
    const body = { ...given, EventID: event, RegistrationID: 'reg-2' }
    const added = await ask('POST', name, body)
    expect(added.status).toBe(200)
    expect(added.json).toMatchObject({ ClientID: client, EventID: event, SessionIds: [101] })
    expect((await ask('POST', `${name.toLowerCase()}.jsv`, body)).text).toMatch(/^\{ClientID:1000,EventID:7,/)
    const removed = await ask('DELETE', `${name}?EventID=${event}&RegistrationID=reg-2&SessionIds=101`)
    expect(removed.json.SessionIds).toEqual([])
    expect((await ask('GET', `${name}?EventID=${event}`)).status).toBe(405)
  })

  test.each([
    ['json', JSON.stringify({ ...given, EventID: event }), /^\{"ClientID":1000,/],
    ['jsv', `{EventID:${event},RegistrationID:reg-1,SessionIds:[101]}`, /^\{ClientID:1000,/],
  ])('/%s/reply/{Op} reads and answers its format', async (format, body, start) => {
    const answer = await ask('POST', `/${format}/reply/RegistrationSessionRequest`, new TextEncoder().encode(body))
    expect(answer.status).toBe(200)
    expect(answer.text).toMatch(start)
  })

  test('/json/oneway/{Op} does it, and answers nothing', async () => {
    const answer = await ask('POST', '/json/oneway/RegistrationSessionRequest', {
      EventID: event,
      RegistrationID: 'reg-3',
      SessionIds: [102],
    })
    expect([answer.status, answer.text]).toEqual([204, ''])
    const after = await ask('POST', path, { RegistrationID: 'reg-3', SessionIds: [101] })
    expect(after.json.SessionIds).toEqual([101, 102])
  })

  test('/json/oneway/{Op} tells what was refused', async () => {
    const answer = await ask('POST', '/json/oneway/RegistrationSessionRequest', { EventID: 99, ...given })
    expect(answer.status).toBe(404)
    expect(answer.json.ResponseStatus.ErrorCode).toBe('NotFound')
  })

  test('/api/{Op} reads JSON that is sent as text/plain', async () => {
    const body = JSON.stringify({ ...given, EventID: event })
    const answer = await ask('POST', '/api/RegistrationSessionRequest', body, { 'content-type': 'text/plain' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
  })

  test.each(['/api/Nothing', '/json/reply/Nothing', '/json/reply', '/yaml/reply/Auth', '/api', '/api/Auth/x'])(
    '%s is not there',
    async (at) => {
      expect((await ask('POST', at, given)).status).toBe(404)
    },
  )
})

describe('verbs', () => {
  test.each(['GET', 'PUT', 'PATCH', 'HEAD'])('%s is not allowed, and Allow tells what is', async (verb) => {
    const answer = await ask(verb, path)
    expect(answer.status).toBe(405)
    expect(answer.statusText).toBe('MethodNotAllowed')
    expect(answer.headers.get('allow')).toBe('POST, DELETE, OPTIONS')
    if (verb === 'HEAD') expect(answer.text).toBe('')
    else expect(answer.json.ResponseStatus.ErrorCode).toBe('MethodNotAllowed')
  })

  test('OPTIONS tells what is allowed, to everybody', async () => {
    for (const at of [path, '/api/RegistrationSessionRequest', '/jsv/reply/RegistrationSessionRequest']) {
      const answer = await call('OPTIONS', server.url + at)
      expect([answer.status, answer.text, answer.headers.get('allow')]).toEqual([204, '', 'POST, DELETE, OPTIONS'])
    }
    const auth = await call('OPTIONS', `${server.url}/auth`)
    expect(auth.headers.get('allow')).toBe('GET, POST, PUT, DELETE, HEAD, OPTIONS')
  })

  test('HEAD is GET without a body', async () => {
    const got = await ask('GET', '/auth')
    const head = await ask('HEAD', '/auth')
    expect([head.status, head.text]).toEqual([200, ''])
    for (const name of ['content-type', 'content-length', 'cache-control']) {
      expect([name, head.headers.get(name)]).toEqual([name, got.headers.get(name)])
    }
    expect((await call('HEAD', `${server.url}/auth`)).status).toBe(401)
  })

  test('a POST may stand for another verb', async () => {
    await ask('POST', path, { RegistrationID: 'reg-4', SessionIds: [101, 102] })
    const body = { RegistrationID: 'reg-4', SessionIds: [101] }
    for (const verb of ['DELETE', 'delete']) {
      const answer = await ask('POST', path, body, { 'X-Http-Method-Override': verb })
      expect(answer.json.SessionIds).toEqual([102])
    }
    expect((await ask('POST', path, body, { 'X-Http-Method-Override': 'PUT' })).status).toBe(405)
    expect((await ask('POST', path, body, { 'X-Http-Method-Override': 'nonsense' })).status).toBe(405)
  })

  test('no other verb may', async () => {
    await ask('POST', path, { RegistrationID: 'reg-5', SessionIds: [101] })
    const answer = await ask(
      'DELETE',
      path,
      { RegistrationID: 'reg-5', SessionIds: [101] },
      {
        'X-Http-Method-Override': 'POST',
      },
    )
    expect(answer.json.SessionIds).toEqual([])
  })
})

describe('what is not there', () => {
  test.each(['/nothing', '/Ams', '/Ams/1000/Event/7/Nothing', `/x${path}`])('%s', async (at) => {
    const answer = await ask('POST', at, given)
    expect(answer.status).toBe(404)
    expect(answer.statusText).toBe('NotFound')
    expect(answer.json).toEqual({
      ResponseStatus: { ErrorCode: 'NotFound', Message: `There is nothing at ${at}.`, Errors: [] },
    })
  })

  test('in the format that was asked for', async () => {
    expect((await ask('GET', '/nothing?format=jsv')).text).toMatch(/^\{ResponseStatus:\{ErrorCode:NotFound,/)
    expect((await ask('GET', '/nothing', undefined, { accept: 'text/xml' })).text).toContain('<ErrorResponse ')
  })
})

describe('odd addresses', () => {
  test.each(['/%', '/%zz', '/Ams/%E0%A4%A/Event/7/EventRegistrationSessions', '/%C0%AF'])(
    '%s, whose encoding is wrong, is refused',
    async (target) => {
      const answer = await raw('POST', target, basic(server.key))
      expect([400, 404]).toContain(answer.status)
      expect(JSON.parse(answer.text).ResponseStatus.ErrorCode).toMatch(/^(BadRequest|NotFound)$/)
    },
  )

  test('a percent sign that encodes nothing is never a defect of the server', async () => {
    const answer = await ask('DELETE', `${path}?RegistrationID=100%&SessionIds=101`)
    expect(['NotFound', 'SerializationException']).toContain(answer.json.ResponseStatus.ErrorCode)
  })

  test.each(['/../nothing', '//Ams/1000', '/Ams/..%2f..%2fetc', '/\\..\\x', '/nothing;x=1', '/*'])(
    '%s is not there, whatever else it may be',
    async (target) => {
      const answer = await raw('GET', target)
      expect([400, 404]).toContain(answer.status)
      expect(JSON.parse(answer.text).ResponseStatus.Errors).toEqual([])
    },
  )

  test('a value too long for its field', async () => {
    const answer = await ask('POST', `/Ams/${client}/Event/${'7'.repeat(900)}/EventRegistrationSessions`, given)
    expect(answer.status).toBe(400)
    expect(answer.json.ResponseStatus.Errors[0]?.FieldName).toBe('EventID')
    expect(answer.text.length).toBeLessThan(1000)
  })

  test.each([2_000, 10_000])('a path of %i characters', async (length) => {
    const answer = await ask('POST', `/Ams/${client}/Event/${'7'.repeat(length)}/EventRegistrationSessions`, given)
    expect([400, 404, 414]).toContain(answer.status)
    expect(answer.json.ResponseStatus.ErrorCode).not.toBe('InternalError')
    expect(answer.text.length).toBeLessThan(1000)
  })

  test('more headers than a server takes', async () => {
    const answer = await ask('POST', path, given, { 'x-long': 'x'.repeat(20_000) })
    expect(answer.status).toBe(431)
  })
})
