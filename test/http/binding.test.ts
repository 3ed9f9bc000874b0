import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
let badge = 0
beforeAll(async () => {
  server = await startTestServer({ registrations: 150, sessions: [{ id: 101 }, { id: 102 }, { id: 103 }] })
})
afterAll(() => server.stop())
/** Every test has a registration of its own. */
beforeEach(() => {
  badge++
})

const ask = (verb: string, query: string, body?: unknown, headers: Record<string, string> = {}) =>
  call(verb, server.sessionsUrl + query, body, { ...basic(server.key), ...headers })
const post = (type: string, body: string) => ask('POST', '', body, { 'content-type': type, accept: 'application/json' })
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
