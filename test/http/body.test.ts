import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, basic, call, event, startTestServer, type TestServer } from '../support/http-server.ts'

const bodyLimit = 2_000

let server: TestServer
let badge = 0
beforeAll(async () => {
  server = await startTestServer(
    { registrations: 80, sessions: [{ id: 101 }, { id: 102 }, { id: 103 }] },
    { bodyLimit },
  )
})
afterAll(() => server.stop())
/** Every test has a registration of its own. */
beforeEach(() => {
  badge++
})

const ask = (verb: string, query: string, body?: unknown, headers: Record<string, string> = {}) =>
  call(verb, server.sessionsUrl + query, body, { ...basic(server.key), ...headers })
const post = (type: string, body: string | Uint8Array) =>
  ask('POST', '', body, { 'content-type': type, accept: 'application/json' })
const bytes = (text: string) => new TextEncoder().encode(text)
const sessions = ({ status, json }: Answer) => [status, json.SessionIds]
const fields = ({ status, json }: Answer) => [status, json.ResponseStatus?.Errors.map(({ FieldName }) => FieldName)]

describe('a body that is broken changes nothing and is told', () => {
  test.each([
    ['application/json', '{"BadgeNumber":'],
    ['application/json', '{"BadgeNumber":1'],
    ['application/json', '{"BadgeNumber":1}x'],
    ['application/json', `${'['.repeat(70)}${']'.repeat(70)}`],
    ['text/jsv', '{BadgeNumber:1'],
    ['text/jsv', '{BadgeNumber:1}x'],
    ['text/jsv', '{SessionIds:[1,2}'],
    ['text/jsv', 'x'],
    ['application/xml', '<RegistrationSessionRequest>'],
    ['application/xml', '<!DOCTYPE a><a/>'],
    ['text/csv', '"a'],
  ])('%s: %s', async (type, body) => {
    const answer = await post(type, body)
    expect(answer.status).toBe(400)
    expect(answer.json.ResponseStatus.ErrorCode).toBe('SerializationException')
    expect(answer.json.ResponseStatus.Message).not.toBe('')
  })

  test.each(['[1]', '"text"', '7', 'true'])('JSON that is no object: %s', async (body) => {
    const answer = await post('application/json', body)
    // A name, if an empty one: the official client looks into each without asking.
    expect(fields(answer)).toEqual([400, ['']])
    expect(answer.json.ResponseStatus.Message).toMatch(/^Expected an object, found /)
  })

  test('the message tells the place', async () => {
    const { json } = await post('application/json', '{"BadgeNumber":1,\n "SessionIds":[1,')
    expect(json.ResponseStatus.Message).toMatch(/line 2, column 18/)
  })
})

describe('the type of a body', () => {
  const json = () => `{"BadgeNumber":${badge},"SessionIds":[101]}`

  test.each([
    'application/json',
    'APPLICATION/JSON',
    'text/json',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'application/json; charset=utf8; x=y',
    'text/plain',
  ])('%s', async (type) => {
    expect(sessions(await post(type, bytes(json())))).toEqual([200, [101]])
  })

  test('none: it is JSON', async () => {
    expect(sessions(await ask('POST', '', bytes(json())))).toEqual([200, [101]])
  })

  test('none, at an address that fixes a format', async () => {
    const url = `${server.url}/jsv/reply/RegistrationSessionRequest?EventID=${event}`
    const body = bytes(`{BadgeNumber:${badge},SessionIds:[101]}`)
    expect((await call('POST', url, body, basic(server.key))).text).toContain('SessionIds:[101]')
  })

  test('JSV', async () => {
    expect(sessions(await post('text/jsv', `{BadgeNumber:${badge},SessionIds:[101]}`))).toEqual([200, [101]])
    expect(sessions(await post('application/jsv', json()))).toEqual([200, [101]])
  })

  test('a form, with JSV in its values', async () => {
    const body = `badgenumber=${badge}&SessionIds=[101,102]&Sessions=[{SessionId:103}]&RegistrationID=reg-${badge}`
    expect(sessions(await post('application/x-www-form-urlencoded', body))).toEqual([200, [101, 102, 103]])
  })

  test('XML', async () => {
    const body =
      '<RegistrationSessionRequest xmlns="http://schemas.datacontract.org/2004/07/YM.Web.Services.Ams">' +
      `<BadgeNumber>${badge}</BadgeNumber><SessionIds xmlns:a="http://schemas.microsoft.com/2003/10/Serialization/Arrays">` +
      '<a:int>101</a:int></SessionIds></RegistrationSessionRequest>'
    expect(sessions(await post('application/xml', body))).toEqual([200, [101]])
  })

  test.each(['application/yaml', 'image/png', 'json', 'application/json-patch+json', 'text/', ';'])(
    '%s cannot be read',
    async (type) => {
      const answer = await post(type, bytes(json()))
      expect(answer.status).toBe(415)
      expect(answer.json.ResponseStatus.ErrorCode).toBe('UnsupportedMediaType')
      expect(answer.json.ResponseStatus.Message).toContain('application/json')
    },
  )

  test.each(['iso-8859-1', 'utf-16', 'utf-7'])('nor can the charset %s', async (charset) => {
    const answer = await post(`application/json; charset=${charset}`, bytes(json()))
    expect(answer.status).toBe(415)
    expect(answer.json.ResponseStatus.ErrorCode).toBe('UnsupportedCharset')
  })

  test('an unknown type without a body is no error', async () => {
    const answer = await ask('DELETE', `?BadgeNumber=${badge}&SessionIds=101`, undefined, {
      'content-type': 'image/png',
    })
    expect(answer.status).toBe(200)
  })
})

describe('bytes', () => {
  test('that are not UTF-8 are refused', async () => {
    for (const type of ['application/json', 'text/jsv']) {
      const answer = await post(type, Uint8Array.of(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d))
      expect([answer.status, answer.json.ResponseStatus.ErrorCode]).toEqual([400, 'InvalidEncoding'])
    }
  })

  test.each([
    ['application/json', () => `{"BadgeNumber":${badge},"SessionIds":[101]}`],
    ['text/jsv', () => `{BadgeNumber:${badge},SessionIds:[101]}`],
  ])('of a byte order mark before %s mean nothing', async (type, body) => {
    expect(sessions(await post(type, bytes(`\ufeff${body()}`)))).toEqual([200, [101]])
  })

  test('beyond the limit are refused, whether their number is told or not', async () => {
    const body = JSON.stringify({ BadgeNumber: badge, SessionIds: [101], RegistrationID: ' '.repeat(bodyLimit) })
    const told = await post('application/json', body)
    expect(told.status).toBe(413)
    expect(told.json.ResponseStatus).toEqual({
      ErrorCode: 'RequestTooLarge',
      Message: 'The body is larger than 2000 bytes.',
      Errors: [],
    })
    expect(await chunked(body)).toBe(413)
    expect(await chunked(`{"BadgeNumber":${badge},"SessionIds":[101]}`)).toBe(200)
  })

  test('up to the limit are read', async () => {
    const start = `{"BadgeNumber":${badge},"SessionIds":[101]}`
    expect((await post('application/json', start.padEnd(bodyLimit))).status).toBe(200)
    expect((await post('application/json', start.padEnd(bodyLimit + 1))).status).toBe(413)
  })
})

/** The status of the answer to a body in two pieces, whose length is not told beforehand. */
function chunked(body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(
      server.sessionsUrl,
      { method: 'POST', headers: { ...basic(server.key), 'content-type': 'application/json' } },
      (response) => {
        response.resume()
        resolve(response.statusCode)
      },
    )
    sent.on('error', reject)
    sent.write(body.slice(0, 10))
    sent.end(body.slice(10))
  })
}
