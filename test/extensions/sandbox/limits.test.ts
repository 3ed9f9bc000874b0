import { afterEach, beforeEach, expect, test } from 'vitest'
import { CallLog, type RecordedCall } from '../../../src/extensions/sandbox/call-log.ts'
import { curlOf } from '../../../src/extensions/sandbox/curl.ts'
import { maxSnapshots } from '../../../src/extensions/sandbox/snapshots.ts'
import { basic, call, client, event, startTestServer, type TestServer } from '../../support/http-server.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer({ registrations: 2, sessions: [{ id: 1 }, { id: 2 }] }, { sandbox: { seed: null } })
})
afterEach(() => server.stop())

const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  call(method, `${server.url}${path}`, body, { ...basic(server.key), accept: 'application/json', ...headers })
const sessions = `/Ams/${client}/Event/${event}/EventRegistrationSessions`

interface Detail {
  readonly Status?: number
  readonly Verb: string
  readonly RequestBody: string
  readonly Curl: string
  readonly Ignored: readonly string[]
  readonly Lost: readonly string[]
  readonly Rules: readonly { readonly Rule: string }[]
}
const last = async (): Promise<Detail> => {
  const { Calls }: { Calls: { Id: number }[] } = JSON.parse((await ask('GET', '/sandbox/calls?PageSize=1')).text)
  const { Call }: { Call: Detail } = JSON.parse((await ask('GET', `/sandbox/calls/${Calls[0]?.Id}`)).text)
  return Call
}

const kept = (id: number, body = ''): RecordedCall => ({
  id,
  at: 0,
  milliseconds: 0,
  requestId: '',
  client: 1,
  verb: 'GET',
  origin: 'http://localhost',
  url: '/',
  path: '/',
  operation: 'Events',
  principal: '',
  address: '',
  requestType: null,
  answerType: null,
  status: 200,
  code: null,
  fault: null,
  fromConsole: false,
  lost: [],
  requestHeaders: [],
  requestBody: body,
  fields: [],
  ignored: [],
  rules: [],
  answerHeaders: [],
  answerBody: '',
  curl: '',
})

test('the oldest calls make room, by their number and by their size', () => {
  const calls = new CallLog()
  for (let i = 0; i < 2_500; i++) calls.add(1, (id) => kept(id))
  expect(calls.of(1).map(({ id }) => id)).toEqual(Array.from({ length: 2_000 }, (_, i) => 2_500 - i))
  for (let i = 0; i < 100; i++) calls.add(1, (id) => kept(id, 'x'.repeat(1_000_000)))
  expect(calls.of(1).length).toBeLessThan(40)
  expect(calls.of(1)[0]?.id).toBe(2_600)
})

test('the calls of one client do not push out those of another', () => {
  const calls = new CallLog()
  calls.add(2, (id) => kept(id))
  for (let i = 0; i < 2_500; i++) calls.add(1, (id) => kept(id))
  for (let i = 0; i < 100; i++) calls.add(1, (id) => kept(id, 'x'.repeat(1_000_000)))
  expect(calls.of(2)).toHaveLength(1)
})

test('thousands of names that mean nothing are told as the first fifty, and a long body is cut', async () => {
  const names = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`name${i}`, 1]))
  await ask('POST', sessions, { BadgeNumber: 1, SessionIds: [1], Note: 'x'.repeat(100_000), ...names })
  const { Ignored, RequestBody, Curl } = await last()
  expect(Ignored).toHaveLength(50)
  expect(RequestBody.length).toBeLessThan(70_000)
  expect(RequestBody).toMatch(/… \(\d+ more\)$/)
  expect(Curl ?? '').toBe('')
})

test('a client may order a hundred faults', async () => {
  for (let i = 0; i < 100; i++) await ask('POST', '/sandbox/faults', { Operation: 'EventIDs', Status: 500 })
  const { status, json } = await ask('POST', '/sandbox/faults', { Operation: 'EventIDs', Status: 500 })
  expect([status, json.ResponseStatus.ErrorCode]).toEqual([409, 'TooManyFaults'])
})

test('a bulk call is carried out before what befalls it after, and its rules are told', async () => {
  await ask('POST', '/sandbox/faults', { When: 'After', Status: 503 })
  const Items = [{ BadgeNumber: 1, SessionIds: [1] }]
  expect((await ask('POST', `${sessions}/Bulk`, { Items })).status).toBe(503)
  expect((await last()).Rules.length).toBeGreaterThan(0)
  const { json } = await ask('GET', `/Ams/${client}/Event/${event}/EventRegistrationAgenda?BadgeNumber=1`)
  expect(json.Agenda).toMatchObject([{ SessionId: 1 }])
})

test('a caller who hangs up is told so, once what they asked for is done', async () => {
  await ask('POST', '/sandbox/faults', { When: 'After', DelayMs: 60_000 })
  const given = new AbortController()
  const asked = fetch(server.url + sessions, {
    method: 'POST',
    headers: { ...basic(server.key), 'content-type': 'application/json' },
    body: JSON.stringify({ BadgeNumber: 1, SessionIds: [1] }),
    signal: given.signal,
  }).catch(() => 'gone')
  await expect
    .poll(
      async () => (await ask('GET', `/Ams/${client}/Event/${event}/EventRegistrationAgenda?BadgeNumber=1`)).json.Agenda,
    )
    .toMatchObject([{ SessionId: 1 }])
  given.abort()
  expect(await asked).toBe('gone')
  await expect
    .poll(async () => (await ask('GET', '/sandbox/calls?Operation=RegistrationSessionRequest')).json.Calls)
    .toHaveLength(1)
  const { Calls }: { Calls: { Status?: number }[] } = JSON.parse(
    (await ask('GET', '/sandbox/calls?Operation=RegistrationSessionRequest&Errors=true')).text,
  )
  expect(Calls[0]?.Status).toBeUndefined()
})

test('a verb is the one that a call counts as', async () => {
  await ask('POST', '/sandbox/faults', { Verb: 'DELETE', Status: 503 })
  const override = { 'x-http-method-override': 'DELETE' }
  expect((await ask('POST', sessions, { BadgeNumber: 1, SessionIds: [1] }, override)).status).toBe(503)
  expect((await last()).Verb).toBe('DELETE')
})

test('what is refused for another reason than its body is not said to be cut short', async () => {
  await ask('POST', '/sandbox/faults', { Status: 400 })
  await ask('POST', sessions, { BadgeNumber: 1, SessionIds: [1] })
  expect((await last()).Lost).toEqual([])
  await ask('POST', sessions, 'BadgeNumber=1&SesionIds=1', { 'content-type': 'application/x-www-form-urlencoded' })
  expect((await last()).Lost).toEqual([expect.stringContaining('SesionIds')])
})

test('answers that were kept for a time are not given at another', async () => {
  const dateOf = async () => (await ask('GET', `/Ams/${client}/Events`)).json.DateCached
  await dateOf()
  await ask('PUT', '/sandbox/clock', { At: '2025-11-01T09:00:00Z', Frozen: true })
  expect(await dateOf()).toBe('2025-11-01T09:00:00.0000000Z')
})

test('a command says what curl would say otherwise by itself', () => {
  const sent = { verb: 'POST', origin: 'http://h', url: '/a?b=[1]', headers: [] }
  expect(curlOf({ ...sent, body: '{}' })).toContain("-H 'Content-Type:'")
  expect(curlOf({ ...sent, body: '' })).toMatch(
    /^curl -i -g --path-as-is -X POST 'http:\/\/h\/a\?b=\[1\]' \\\n {2}-u "\$LECTERN_KEY"$/,
  )
})

test('a body of one long word at the wrong address is recorded in time that grows with its length alone', async () => {
  const override = { 'x-http-method-override': 'GET', 'content-type': 'application/json' }
  await call('POST', `${server.url}/Ams/${client}/Events`, 'a'.repeat(900_000), { ...basic(server.key), ...override })
  expect((await call('GET', `${server.url}/health/live`)).status).toBe(200)
  expect((await last()).Verb).toBe('GET')
})

test('a secret whose name is written with escapes is not recorded', async () => {
  const body = '{"Pass\\u0077ord":"hidden-secret"}'
  await call('POST', `${server.url}/Ams/${client}/Events`, body, {
    ...basic(server.key),
    'content-type': 'application/json',
  })
  expect(JSON.stringify(await last())).not.toContain('hidden-secret')
})

test('snapshots that are taken at once are no more than a client may have', async () => {
  const names = Array.from({ length: 40 }, (_, i) => `at-once-${i}`)
  const answers = await Promise.all(names.map((Name) => ask('POST', '/sandbox/snapshots', { Name })))
  const taken = answers.filter(({ status }) => status === 200).length
  const { Snapshots } = JSON.parse((await ask('GET', '/sandbox/snapshots')).text)
  expect(Snapshots).toHaveLength(maxSnapshots)
  expect(taken).toBe(maxSnapshots - 1)
})
