import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, basic, call, client, event, startTestServer, type TestServer } from './server.ts'

const bodyLimit = 2_000

let server: TestServer
let badge = 0
beforeAll(async () => {
  server = await startTestServer(
    { registrations: 150, sessions: [{ id: 101 }, { id: 102 }, { id: 103 }] },
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
const post = (type: string, body: string | Uint8Array, query = '') =>
  ask('POST', query, body, { 'content-type': type, accept: 'application/json' })
const bytes = (text: string) => new TextEncoder().encode(text)
const sessions = ({ status, json }: Answer) => [status, json.SessionIds]
const fields = ({ status, json }: Answer) => [status, json.ResponseStatus?.Errors.map(({ FieldName }) => FieldName)]

describe('the later source wins', () => {
  test('the body over the query string', async () => {
    const answer = await ask('POST', `?BadgeNumber=149&SessionIds=103&Device=Android`, {
      BadgeNumber: badge,
      SessionIds: [101],
    })
    expect(answer.json).toMatchObject({ BadgeNumber: badge, SessionIds: [101], Device: 'Android' })
  })

  test.each([
    ['the query string', '?ClientID=2000&EventID=8&clientid=2000', {}],
    ['the body', '', { ClientID: 2000, EventID: 8 }],
    ['both', '?ClientID=2000&EventID=8', { clientID: 2000, EventId: 8 }],
  ])('the path over %s', async (_, query, body) => {
    const answer = await ask('POST', query, { BadgeNumber: badge, SessionIds: [101], ...body })
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({ ClientID: client, EventID: event })
  })

  test('names in any letter case', async () => {
    expect(sessions(await ask('POST', '', { BADGENUMBER: badge, sessionIDS: [101] }))).toEqual([200, [101]])
    expect(sessions(await ask('DELETE', `?badgenumber=${badge}&SESSIONids=101`))).toEqual([200, []])
  })

  test('a field that comes twice has its last value', async () => {
    const body = `{"BadgeNumber":149,"BadgeNumber":${badge},"SessionIds":[102],"sessionids":[101]}`
    expect((await post('application/json', body)).json).toMatchObject({ BadgeNumber: badge, SessionIds: [101] })
  })
})

describe('DELETE', () => {
  beforeEach(() => ask('POST', '', { BadgeNumber: badge, SessionIds: [101, 102, 103] }))

  test.each([
    'SessionIds=101,102',
    'SessionIds=[101,102]',
    'SessionIds=%5B101%2C102%5D',
    'SessionIds=101&SessionIds=102',
    'SessionIds=101,102&SessionIds=[102]',
    'SessionIds=%20101%20,%20102',
    'Sessions=[{SessionId:101},{SessionId:102}]',
    'Sessions={SessionId:101}&Sessions={SessionId:102}',
    'SessionIds=101&Sessions=[{Id:102}]',
  ])('takes its fields from the query string: %s', async (list) => {
    expect(sessions(await ask('DELETE', `?BadgeNumber=${badge}&${list}`))).toEqual([200, [103]])
  })

  test('and from a body', async () => {
    const body = { BadgeNumber: badge, SessionIds: [101, 102] }
    expect(sessions(await ask('DELETE', '', body))).toEqual([200, [103]])
  })

  test('and some from each', async () => {
    expect(sessions(await ask('DELETE', `?BadgeNumber=${badge}`, { SessionIds: [101] }))).toEqual([200, [102, 103]])
  })

  test('with a Content-Type and no body, as clients send it', async () => {
    const answer = await ask('DELETE', `?BadgeNumber=${badge}&SessionIds=101,102`, undefined, {
      'content-type': 'application/json',
    })
    expect(sessions(answer)).toEqual([200, [103]])
  })

  test('values that are not there say nothing', async () => {
    const query = `?BadgeNumber=${badge}&RegistrationID&Device=&Sessions=&SessionIds=101,102&DateCached&&=&=x&unknown=1`
    expect(sessions(await ask('DELETE', query))).toEqual([200, [103]])
  })
})

describe('a value that is not of its type is refused, with its field', () => {
  test.each([
    ['BadgeNumber=x', 'BadgeNumber'],
    ['BadgeNumber=1.5', 'BadgeNumber'],
    ['BadgeNumber=99999999999', 'BadgeNumber'],
    ['Device=Nokia', 'Device'],
    ['BypassCache=perhaps', 'BypassCache'],
    ['DateCached=tomorrow', 'DateCached'],
    ['SessionIds=1,x', 'SessionIds[1]'],
    ['SessionIds=1,,2', 'SessionIds'],
    ['SessionIds=[object%20Object]', 'SessionIds[0]'],
    ['Sessions=[object%20Object]', 'Sessions[0]'],
    ['ResponseStatus=[object%20Object]', 'ResponseStatus'],
  ])('query: %s', async (query, field) => {
    const answer = await ask('DELETE', `?${query}`)
    expect(answer.statusText).toBe('RequestBindingException')
    expect(fields(answer)).toEqual([400, [field]])
  })

  test.each([
    ['{"BadgeNumber":"x"}', 'BadgeNumber'],
    ['{"BadgeNumber":{}}', 'BadgeNumber'],
    ['{"BadgeNumber":99999999999}', 'BadgeNumber'],
    ['{"Device":"Nokia"}', 'Device'],
    ['{"BypassCache":2}', 'BypassCache'],
    ['{"DateCached":"tomorrow"}', 'DateCached'],
    ['{"SessionIds":[1,"x"]}', 'SessionIds[1]'],
    ['{"SessionIds":[1,null]}', 'SessionIds[1]'],
    ['{"SessionIds":{"a":1}}', 'SessionIds'],
    ['{"Sessions":["x"]}', 'Sessions[0]'],
    ['{"Sessions":{"SessionId":"1"}}', 'Sessions'],
    ['{"ResponseStatus":"x"}', 'ResponseStatus'],
    ['{"ResponseStatus":{"Errors":[{"Meta":1}]}}', 'ResponseStatus.Errors[0].Meta'],
  ])('JSON: %s', async (body, field) => {
    const answer = await post('application/json', body)
    expect(fields(answer)).toEqual([400, [field]])
    expect(answer.json.ResponseStatus.ErrorCode).toBe('InvalidValue')
  })

  test.each([
    ['{BadgeNumber:x}', 'BadgeNumber'],
    ['{SessionIds:[1,x]}', 'SessionIds[1]'],
    ['{Device:Nokia}', 'Device'],
  ])('JSV: %s', async (body, field) => {
    expect(fields(await post('text/jsv', body))).toEqual([400, [field]])
  })

  test('form', async () => {
    const answer = await post('application/x-www-form-urlencoded', 'BadgeNumber=x&SessionIds=1,y')
    expect(answer.status).toBe(400)
    expect(answer.json.ResponseStatus.Errors.map(({ FieldName }) => FieldName)).toEqual([
      'BadgeNumber',
      'SessionIds[1]',
    ])
  })

  test('path', async () => {
    const url = server.sessionsUrl.replace(`/Event/${event}/`, '/Event/seven/')
    const answer = await call('POST', url, { BadgeNumber: badge, SessionIds: [101] }, basic(server.key))
    expect(fields(answer)).toEqual([400, ['EventID']])
    expect(answer.statusText).toBe('RequestBindingException')
  })

  test('what the address and the body say wrongly is told together', async () => {
    const answer = await ask('POST', '?Device=Nokia', { BadgeNumber: 'x' })
    expect(fields(answer)).toEqual([400, ['Device', 'BadgeNumber']])
  })
})

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

describe('names that JavaScript gives a meaning', () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'toJSON']

  test.each(names)('%s is a name that is not known, wherever it comes', async (name) => {
    const given = `"BadgeNumber":${badge},"SessionIds":[101]`
    expect((await post('application/json', `{"${name}":{"ClientID":2000,"x":1},${given}}`)).status).toBe(200)
    expect((await post('text/jsv', `{${name}:{ClientID:2000},BadgeNumber:${badge},SessionIds:[101]}`)).status).toBe(200)
    const form = `${name}=1&${name}.ClientID=2000&BadgeNumber=${badge}&SessionIds=101`
    expect((await post('application/x-www-form-urlencoded', form)).status).toBe(200)
    expect((await ask('DELETE', `?${form}&${name}[ClientID]=2000`)).status).toBe(200)
    expect(Object.keys({})).toEqual([])
    expect(Reflect.get({}, 'ClientID')).toBeUndefined()
  })

  test.each(names)('%s is a key of a dictionary like any other', async (name) => {
    const entry = `{"${name}":"1","SessionId":"101"}`
    const answer = await post('application/json', `{"BadgeNumber":${badge},"Sessions":[${entry}]}`)
    expect(sessions(answer)).toEqual([200, [101]])
  })
})
