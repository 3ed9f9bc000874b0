import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { assignmentsOfEvent } from '../../src/store/queries/assignments.ts'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import {
  type Answer,
  basic,
  call,
  client,
  event,
  otherClient,
  startTestServer,
  type TestServer,
} from '../support/http-server.ts'

/** A client that does not exist. */
const nobody = 9999

let server: TestServer
let before = ''

/** All that clients have of their events: assignments, and what the audit says of changes. */
async function everything(): Promise<string> {
  const parts: unknown[] = []
  for (const tenant of [client, otherClient]) {
    parts.push(await server.engine.all(assignmentsOfEvent, { client: tenant, event }))
    parts.push(await server.engine.all(auditOfEvent, { client: tenant, event }))
  }
  return JSON.stringify(parts)
}

beforeAll(async () => {
  server = await startTestServer({ registrations: 2, sessions: [{ id: 1 }, { id: 101 }] })
  const own = server.sessionsUrl.replace(`/${client}/`, `/${otherClient}/`)
  await call('POST', own, { RegistrationID: 'other-1', SessionIds: [1] }, basic(server.otherKey))
  await call('POST', server.sessionsUrl, { RegistrationID: 'reg-1', SessionIds: [101] }, basic(server.key))
  before = await everything()
})
afterAll(() => server.stop())
// Whatever was tried: nothing has changed.
afterEach(async () => expect(await everything()).toBe(before))

/** What of an answer a caller could learn from, with the number of the client it asked for left out. */
function learnt({ status, statusText, text, headers }: Answer, asked: number) {
  const names = [...headers.keys()].filter((name) => name !== 'date').sort()
  return { status, statusText, text: text.replaceAll(String(asked), '#'), names }
}

/** The two answers of a call that names a client: one that is another's, and one that is nobody's. */
async function both(ask: (tenant: number) => Promise<Answer>): Promise<Answer> {
  const [other, none] = [await ask(otherClient), await ask(nobody)]
  expect(other.status).toBe(404)
  expect(learnt(other, otherClient)).toEqual(learnt(none, nobody))
  return other
}

const path = (tenant: number) => server.sessionsUrl.replace(`/${client}/`, `/${tenant}/`)
const api = () => `${server.url}/api/RegistrationSessionRequest`
const theirs = { RegistrationID: 'other-1', SessionIds: [1] }
const own = { EventID: event, RegistrationID: 'reg-1', SessionIds: [101] }

test.each(['POST', 'DELETE'])('another client in the path: %s', async (verb) => {
  for (const body of [theirs, own, {}, { ...theirs, ClientID: client }]) {
    const answer = await both((tenant) => call(verb, path(tenant), body, basic(server.key)))
    expect(answer.json.ResponseStatus).toEqual({
      ErrorCode: 'NotFound',
      Message: 'There is no client 2000.',
      Errors: [{ ErrorCode: 'NotFound', FieldName: 'ClientID', Message: 'There is no client 2000.' }],
    })
  }
})

test.each(['POST', 'DELETE'])('with the own client in the query string: %s', async (verb) => {
  await both((tenant) => call(verb, `${path(tenant)}?ClientID=${client}`, theirs, basic(server.key)))
})

test.each(['POST', 'DELETE'])('another client in the body: %s', async (verb) => {
  for (const name of ['ClientID', 'clientid', 'CLIENTID']) {
    await both((tenant) => call(verb, api(), { ...theirs, EventID: event, [name]: tenant }, basic(server.key)))
    await both((tenant) => call(verb, api(), { ...own, [name]: String(tenant) }, basic(server.key)))
  }
  await both((tenant) =>
    call(verb, api(), `{EventID:7,RegistrationID:other-1,SessionIds:[1],ClientID:${tenant}}`, {
      ...basic(server.key),
      'content-type': 'text/jsv',
    }),
  )
})

test.each(['POST', 'DELETE'])('another client in the query string: %s', async (verb) => {
  await both((tenant) => call(verb, `${api()}?ClientID=${tenant}`, own, basic(server.key)))
  await both((tenant) =>
    call(
      verb,
      `${api()}?EventID=7&RegistrationID=other-1&SessionIds=1&clientId=${tenant}`,
      undefined,
      basic(server.key),
    ),
  )
})

test('of several the last counts, and that is the one that is looked at', async () => {
  await both((tenant) => call('POST', `${api()}?ClientID=${client}&ClientID=${tenant}`, own, basic(server.key)))
  await both((tenant) => call('POST', `${api()}?ClientID=${client}`, { ...own, ClientID: tenant }, basic(server.key)))
})

test('another client within a batch', async () => {
  await both((tenant) => call('POST', `${api()}[]`, [{ ...own, ClientID: tenant }, own], basic(server.key)))
  await both((tenant) =>
    call('POST', `${api()}[]?ClientID=${client}`, [own, { ...own, ClientID: tenant }], basic(server.key)),
  )
})

test('another client in a form', async () => {
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  await both((tenant) =>
    call('DELETE', api(), `clientID=${tenant}&EventID=7&RegistrationID=other-1&SessionIds=1`, {
      ...basic(server.key),
      ...type,
    }),
  )
})

test('with a sign-in session as with a key', async () => {
  const { id: Username, secret: Password } = server.key
  const { json } = await call('POST', `${server.url}/Ams/Authenticate`, { Username, Password })
  await both((tenant) => call('POST', path(tenant), theirs, { 'x-ss-id': String(json.SessionId) }))
})

test('the other client is told the same of this one', async () => {
  const ask = (tenant: number) => call('POST', path(tenant), own, basic(server.otherKey))
  expect(learnt(await ask(client), client)).toEqual(learnt(await ask(nobody), nobody))
})

test('what is wrong besides is told alike', async () => {
  const ask = (tenant: number) => call('POST', path(tenant), { SessionIds: ['x'] }, basic(server.key))
  expect(learnt(await ask(otherClient), otherClient)).toEqual(learnt(await ask(nobody), nobody))
})

test('without a client the caller’s own is meant, and its registrations only', async () => {
  const answer = await call('POST', api(), { EventID: event, ...theirs }, basic(server.key))
  expect(answer.status).toBe(404)
  const none = await call('POST', api(), { EventID: event, ...theirs, RegistrationID: 'none-1' }, basic(server.key))
  expect(answer.text.replaceAll('other-1', '#')).toBe(none.text.replaceAll('none-1', '#'))
})

test('a client named within an entry of a list says nothing', async () => {
  const Sessions = [{ ClientID: String(otherClient), SessionId: '101' }]
  const answer = await call('POST', server.sessionsUrl, { RegistrationID: 'reg-1', Sessions }, basic(server.key))
  expect(answer.json).toMatchObject({ ClientID: client, SessionIds: [101] })
  const their = await call(
    'POST',
    server.sessionsUrl,
    { RegistrationID: 'other-1', Sessions: [{ ClientID: String(otherClient), SessionId: '1' }] },
    basic(server.key),
  )
  expect(their.status).toBe(404)
})
