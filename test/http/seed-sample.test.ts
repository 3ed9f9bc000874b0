import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ registrations: 1, sessions: [{ id: 3206 }, { id: 3223 }] })
})
afterAll(() => server.stop())

const page = readFileSync(new URL('../protocol/docs/fixtures/seed-page.txt', import.meta.url), 'utf8')
/** The sample request of the page: from its first bracket to the answer. */
const sample = page.slice(page.indexOf('\n{') + 1, page.indexOf('\nHTTP/1.1 200 OK'))

test('the sample of the seed page, its placeholders replaced, assigns the sessions it names', async () => {
  const document = sample
    .replace('EventID: 0', `EventID: ${event}`)
    .replace('RegistrationID: String', 'RegistrationID: reg-1')
    .replace('String: String', 'SessionId: 3206')
    .replace('ClientID: 0', `ClientID: ${client}`)
  const headers = { ...basic(server.key), 'content-type': 'text/jsv', accept: 'text/jsv' }
  const answer = await call('POST', server.sessionsUrl, document, headers)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toBe('text/jsv; charset=utf-8')
  expect(answer.text).toMatch(
    /^\{ClientID:1000,EventID:7,RegistrationID:reg-1,BadgeNumber:1,Sessions:\[\{SessionId:3206,Name:Session 3206\}\],SessionIds:\[3206\],/,
  )
})

test('its names of client and event may stay as they are: the path says which', async () => {
  const document = sample
    .replace('RegistrationID: String', 'RegistrationID: reg-1')
    .replace('String: String', 'Id: 3223')
  const answer = await call('POST', server.sessionsUrl, document, { ...basic(server.key), 'content-type': 'text/jsv' })
  expect(answer.text).toContain('SessionIds:[3206,3223]')
})
