import { ApiResult, JsonApiClient, JsonServiceClient } from '@servicestack/client'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { revokeKey } from '../../../src/accounts/keys.ts'
import { addKey, client as clientId, event, startTestServer, type TestServer } from '../../support/http-server.ts'
import { type Dtos, loadDtos } from './dtos.ts'

let server: TestServer
let dtos: Dtos
let client: JsonServiceClient
/** What the client asked for. */
let urls: string[] = []
let badge = 0

beforeAll(async () => {
  const sessions = [{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4, places: 1 }]
  server = await startTestServer({ registrations: 60, sessions })
  dtos = await loadDtos(server.url)
})
afterAll(() => server.stop())
/** Every test has a client and a registration of its own. */
beforeEach(() => {
  badge++
  urls = []
  client = listening(new JsonServiceClient(server.url))
  client.setCredentials(server.key.id, server.key.secret)
})

function listening(made: JsonServiceClient): JsonServiceClient {
  made.urlFilter = (url) => urls.push(url.slice(server.url.length))
  return made
}

const request = (fields: object = {}) =>
  new dtos.RegistrationSessionRequest({ ClientID: clientId, EventID: event, BadgeNumber: badge, ...fields })
const held = async () => (await client.delete(request({ SessionIds: [3] }))).SessionIds

/** The failure of a call, as the client's `api` tells it. */
async function failure(asked: object, method?: string) {
  const result = await client.api(request(asked), null, method)
  expect([result.failed, result.succeeded, result.completed]).toEqual([true, false, true])
  return result
}

describe('each way to call', () => {
  test('post', async () => {
    const answer = await client.post(request({ SessionIds: [1, 2] }))
    expect(urls).toEqual(['/api/RegistrationSessionRequest'])
    expect(answer).toMatchObject({
      ClientID: clientId,
      EventID: event,
      RegistrationID: `reg-${badge}`,
      BadgeNumber: badge,
      SessionIds: [1, 2],
      Sessions: [
        { SessionId: '1', Name: 'Session 1' },
        { SessionId: '2', Name: 'Session 2' },
      ],
    })
  })

  test('delete, its list in the query string', async () => {
    await client.post(request({ SessionIds: [1, 2] }))
    const answer = await client.delete(request({ SessionIds: [1, 2] }))
    expect(decodeURIComponent(urls[1] ?? '')).toMatch(/^\/api\/RegistrationSessionRequest\?.*SessionIds=1,2$/)
    expect(answer.SessionIds).toEqual([])
  })

  test('delete, with members that are null', async () => {
    await client.post(request({ SessionIds: [1] }))
    const nulls = { RegistrationID: null, Sessions: null, Device: null, DateCached: undefined }
    expect((await client.delete(request({ ...nulls, SessionIds: [1] }))).SessionIds).toEqual([])
    expect(urls[1]).toContain('&RegistrationID')
  })

  test('send and api choose the verb of the request', async () => {
    expect((await client.send(request({ SessionIds: [1] }))).SessionIds).toEqual([1])
    const result = await client.api(request({ SessionIds: [2] }))
    expect([result.succeeded, result.errorCode, result.response?.SessionIds]).toEqual([true, undefined, [1, 2]])
  })

  test('get and put', async () => {
    expect(await client.get(new dtos.Authenticate())).toMatchObject({ UserName: server.key.id })
    const credentials = { provider: 'credentials', UserName: server.key.id, Password: server.key.secret }
    expect((await client.put(new dtos.Authenticate(credentials))).SessionId).toMatch(/^1000-/)
    expect((await client.get<{ UserName: string }>('/auth')).UserName).toBe(server.key.id)
    expect(urls.map((url) => url.split('?')[0])).toEqual(['/api/Authenticate', '/api/Authenticate', '/auth'])
  })

  test('postToUrl, to the declared path', async () => {
    const url = `/Ams/${clientId}/Event/${event}/EventRegistrationSessions`
    const asked = new dtos.RegistrationSessionRequest({ BadgeNumber: badge, SessionIds: [1] })
    expect(await client.postToUrl(url, asked)).toMatchObject({ EventID: event, SessionIds: [1] })
  })

  test('arguments besides the request go in the query string', async () => {
    expect((await client.post(request({ SessionIds: [1] }), { jsconfig: 'edv' })).SessionIds).toEqual([1])
  })

  test('publish', async () => {
    await client.publish(request({ SessionIds: [1] }))
    client.useBasePath('')
    await client.publish(request({ SessionIds: [2] }))
    expect(urls).toEqual(['/api/RegistrationSessionRequest', '/json/oneway/RegistrationSessionRequest'])
    expect(await held()).toEqual([1, 2])
  })

  test('sendAll, answered in order', async () => {
    const all = [request({ SessionIds: [2] }), request({ SessionIds: [1] }), request({ SessionIds: [1, 3] })]
    const answers = await client.sendAll(all)
    expect(answers.map((answer) => answer.SessionIds)).toEqual([[2], [1, 2], [1, 2, 3]])
    client.useBasePath('')
    expect((await client.sendAll(all)).map((answer) => answer.SessionIds)).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
    ])
    expect(urls).toEqual(['/api/RegistrationSessionRequest[]', '/json/reply/RegistrationSessionRequest[]'])
  })

  test('sendAllOneWay', async () => {
    await client.sendAllOneWay([request({ SessionIds: [1] })])
    client.useBasePath('')
    await client.sendAllOneWay([request({ SessionIds: [2] })])
    expect(urls).toEqual(['/api/RegistrationSessionRequest[]', '/json/oneway/RegistrationSessionRequest[]'])
    expect(await held()).toEqual([1, 2])
  })

  test('apiForm and postBody, with a form', async () => {
    const form = new FormData()
    form.append('BadgeNumber', String(badge))
    form.append('SessionIds', '1,2')
    const asked = new dtos.RegistrationSessionRequest({ ClientID: clientId, EventID: event })
    expect((await client.postBody(asked, form)).SessionIds).toEqual([1, 2])
    form.append('SessionIds', '3')
    expect((await client.apiForm(asked, form)).response?.SessionIds).toEqual([1, 2, 3])
  })

  test('the client for browsers, which sends JSON as text/plain', async () => {
    const made = listening(JsonApiClient.create(server.url))
    made.setCredentials(server.key.id, server.key.secret)
    expect((await made.post(request({ SessionIds: [1] }))).SessionIds).toEqual([1])
    expect((await made.api(request({ SessionIds: [999] }))).errorCode).toBe('SessionNotFound')
  })
})

describe('a refusal is found by the client', () => {
  test('a rule, with the field of each session', async () => {
    const result = await failure({ SessionIds: [1, 998, 999] })
    expect(result.errorCode).toBe('SessionNotFound')
    expect(result.errorMessage).toBe('The event has no session 998.')
    expect(result.errors.map(({ errorCode, fieldName }) => [errorCode, fieldName])).toEqual([
      ['SessionNotFound', 'SessionIds[1]'],
      ['SessionNotFound', 'SessionIds[2]'],
    ])
    expect(result.fieldError('sessionids[2]')?.message).toBe('The event has no session 999.')
    expect(result.fieldErrorMessage('SessionIds[1]')).toBe('The event has no session 998.')
    expect([result.hasFieldError('SessionIds[1]'), result.hasFieldError('SessionIds[0]')]).toEqual([true, false])
    expect(result.errorSummary).toBeNull()
  })

  test('a full session', async () => {
    await client.post(request({ SessionIds: [4] }))
    badge++
    expect((await failure({ SessionIds: [4] })).errorCode).toBe('SessionFull')
  })

  test('without fields, its message is the summary', async () => {
    client.setCredentials('nobody', 'x')
    const result = await failure({ SessionIds: [1] })
    expect(result.errorCode).toBe('InvalidCredentials')
    expect(result.errorSummary).toBe('Invalid username/password combination.')
    expect(result.errors).toEqual([])
    expect(result.hasFieldError('SessionIds')).toBe(false)
  })

  test.each([
    ['a value of a wrong type', { BadgeNumber: 'x', SessionIds: [1] }, 'POST', 'InvalidValue', 'BadgeNumber'],
    [
      'an object in a query string',
      { Sessions: [{ SessionId: '1' }] },
      'DELETE',
      'RequestBindingException',
      'Sessions[0]',
    ],
    ['another client', { ClientID: 2000, SessionIds: [1] }, 'POST', 'NotFound', 'ClientID'],
    ['another client, by DELETE', { ClientID: 2000, SessionIds: [1] }, 'DELETE', 'NotFound', 'ClientID'],
    ['no session', {}, 'POST', 'ArgumentException', 'SessionIds'],
  ])('%s', async (_, asked, method, code, field) => {
    const result = await failure(asked, method)
    expect(result.errorCode).toBe(code)
    expect(result.errors.map(({ fieldName }) => fieldName)).toEqual([field])
    expect(result.hasFieldError(field)).toBe(true)
  })

  test('a document that is no request, whose entry has no field to look into', async () => {
    const result = await client
      .postBody(request(), '[1]')
      .then(() => null)
      .catch((error) => error.responseStatus)
    const found = new ApiResult({ error: result })
    expect(found.errors).toHaveLength(1)
    expect([found.fieldError('BadgeNumber'), found.hasFieldError('')]).toEqual([undefined, true])
  })

  test('a verb that is not allowed', async () => {
    expect((await failure({ SessionIds: [1] }, 'PATCH')).errorCode).toBe('MethodNotAllowed')
    expect((await failure({ SessionIds: [1] }, 'GET')).errorCode).toBe('MethodNotAllowed')
  })

  test('an operation that is not there', async () => {
    class Nothing {
      createResponse = () => ({})
      getTypeName = () => 'Nothing'
    }
    expect((await client.api(new Nothing())).errorCode).toBe('NotFound')
  })

  test('thrown, where the call throws', async () => {
    await expect(client.post(request({ SessionIds: [999] }))).rejects.toMatchObject({
      responseStatus: {
        errorCode: 'SessionNotFound',
        errors: [{ fieldName: 'SessionIds[0]', meta: { sessionId: '999' } }],
      },
    })
    await expect(client.sendAll([request({ SessionIds: [1] }), request({ SessionIds: [999] })])).rejects.toMatchObject({
      responseStatus: { errorCode: 'SessionNotFound', errors: [{ fieldName: '[1].SessionIds[0]' }] },
    })
    await expect(client.publish(request({ SessionIds: [999] }))).rejects.toMatchObject({
      responseStatus: { errorCode: 'SessionNotFound' },
    })
  })
})

describe('signing in', () => {
  const credentials = () => ({ UserName: server.key.id, Password: server.key.secret })
  const stranger = () => listening(new JsonServiceClient(server.url))

  test('as the family does: the SessionId in X-SS-ID from then on', async () => {
    const made = stranger()
    made.manageCookies = false
    const fields = { ClientID: clientId, UserType: 'Admin', Username: server.key.id, Password: server.key.secret }
    const { SessionId = '' } = await made.post(new dtos.Auth(fields))
    expect((await made.api(request({ SessionIds: [1] }))).errorCode).toBe('Unauthorized')
    made.headers.set('X-SS-ID', SessionId)
    expect((await made.post(request({ SessionIds: [1] }))).SessionIds).toEqual([1])
  })

  test.each([undefined, true])('by cookies, which the client keeps by itself; RememberMe %s', async (RememberMe) => {
    const made = stranger()
    await made.post(new dtos.Authenticate({ provider: 'credentials', ...credentials(), RememberMe }))
    expect(Object.keys(made.cookies).sort()).toEqual([RememberMe ? 'ss-pid' : 'ss-id', 'ss-opt'].sort())
    expect((await made.post(request({ SessionIds: [1] }))).SessionIds).toEqual([1])
    const session = made.cookies[RememberMe ? 'ss-pid' : 'ss-id']?.value ?? ''
    await made.post(new dtos.Authenticate({ provider: 'logout' }))
    expect((await made.api(request({ SessionIds: [1] }))).errorCode).toBe('Unauthorized')
    made.headers.set('X-SS-ID', session)
    expect((await made.api(request({ SessionIds: [1] }))).errorCode).toBe('Unauthorized')
  })

  test('a wrong secret', async () => {
    const result = await stranger().api(new dtos.Auth({ Username: server.key.id, Password: 'wrong' }))
    expect([result.errorCode, result.errorMessage]).toEqual([
      'InvalidCredentials',
      'Invalid username/password combination.',
    ])
  })

  test('a bearer token is none that is known', async () => {
    const made = stranger()
    made.bearerToken = 'abc'
    expect((await made.api(request({ SessionIds: [1] }))).errorCode).toBe('Unauthorized')
  })

  test('again, when the session has ended: the client repeats the call', async () => {
    const made = stranger()
    const key = await addKey(server.engine, clientId)
    await made.post(new dtos.Authenticate({ provider: 'credentials', UserName: key.id, Password: key.secret }))
    await revokeKey(server.engine, clientId, key.id, { principal: 'test', requestId: 'test', at: 2 })
    let times = 0
    made.onAuthenticationRequired = async () => {
      times++
      await made.post(new dtos.Authenticate({ provider: 'credentials', ...credentials() }))
    }
    expect((await made.post(request({ SessionIds: [1] }))).SessionIds).toEqual([1])
    expect(times).toBe(1)
  })
})
