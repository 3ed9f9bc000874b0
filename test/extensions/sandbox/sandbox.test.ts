import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, basic, call, client, startTestServer, type TestServer } from '../../support/http-server.ts'

const given = {
  registrations: 4,
  ticketHolders: [1],
  sessions: [
    { id: 1, places: 1 },
    { id: 2, from: 9, to: 11 },
    { id: 3, from: 10, to: 12 },
    { id: 4, tickets: [1] },
  ],
}

let server: TestServer
beforeEach(async () => {
  server = await startTestServer(given, { sandbox: { seed: 7 } })
})
afterEach(() => server.stop())

const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  call(method, `${server.url}${path}`, body, { accept: 'application/json', ...basic(server.key), ...headers })
const assign = (badge: number, ids: readonly number[], headers?: Record<string, string>) =>
  ask('POST', `/Ams/${client}/Event/7/EventRegistrationSessions`, { BadgeNumber: badge, SessionIds: ids }, headers)
const places = async () => {
  const { json } = await ask('GET', `/Ams/${client}/Event/7/Sessions`)
  return JSON.parse(JSON.stringify(json).replaceAll(/"DateCached":"[^"]*",/g, ''))
}
const sandbox = async (method: string, path: string, body?: unknown) => {
  const answer = await ask(method, `/sandbox${path}`, body)
  expect({ path, status: answer.status, text: answer.text }).toMatchObject({ path, status: 200 })
  return answer.json
}

interface Entry {
  readonly Id: number
  readonly Operation: string | null
  readonly Status?: number
  readonly Url: string
  readonly Lost: readonly string[]
}

interface Detail extends Entry {
  readonly Milliseconds: number
  readonly Fields: readonly { readonly Name: string; readonly Source: string; readonly Value: string }[]
  readonly Rules: readonly { readonly Rule: string; readonly Outcome: string }[]
  readonly RequestHeaders: readonly { readonly Name: string; readonly Value: string }[]
  readonly Curl: string
}

const callsOf = async (query = ''): Promise<Entry[]> => {
  const { Calls }: { Calls: Entry[] } = JSON.parse((await ask('GET', `/sandbox/calls${query}`)).text)
  return Calls
}
const detailOf = async (id: number): Promise<Detail> => {
  const { Call }: { Call: Detail } = JSON.parse((await ask('GET', `/sandbox/calls/${id}`)).text)
  return Call
}
/** What is kept of the newest call. */
const last = async () => detailOf((await callsOf('?PageSize=1'))[0]?.Id ?? 0)

describe('only a sandbox', () => {
  test('has the operations, in its metadata too, and says so on every answer and page', async () => {
    const plain = await startTestServer(given)
    const there = await call('GET', `${plain.url}/sandbox`, undefined, basic(plain.key))
    expect(there.status).toBe(404)
    expect(there.headers.get('x-lectern-sandbox')).toBeNull()
    expect((await call('GET', `${plain.url}/metadata`)).text).not.toMatch(/sandbox/i)
    await plain.stop()

    const pages = ['/metadata', '/json/metadata?op=SandboxReset', '/swagger-ui', '/types', '/nowhere.html']
    for (const page of [...pages, `/Ams/${client}/Events.html`]) {
      const { text, headers } = await ask('GET', page, undefined, { accept: 'text/html' })
      expect({ page, header: headers.get('x-lectern-sandbox') }).toEqual({ page, header: 'true' })
      expect({ page, notices: text.split('<p class="lectern-notice"').length - 1 }).toEqual({ page, notices: 1 })
    }
    const { headers, text } = await assign(1, [2])
    expect(headers.get('x-lectern-sandbox')).toBe('true')
    expect(text).not.toContain('lectern-notice')
    expect((await call('GET', `${server.url}/metadata`)).text).toContain('SandboxReset')
  })
})

describe('a reset', () => {
  test('puts the events back as they were at the start, with every counter, and keeps who signs in', async () => {
    const before = await places()
    await assign(1, [1, 2])
    await ask('DELETE', `/Ams/${client}/Event/7/EventRegistrations?RegistrationID=reg-4&Force=true`)
    expect((await assign(2, [1])).json.ResponseStatus.ErrorCode).toBe('SessionFull')
    expect(await places()).not.toEqual(before)
    await sandbox('POST', '/reset')
    expect(await places()).toEqual(before)
    expect((await assign(2, [1])).status).toBe(200)
    expect((await assign(4, [2])).status).toBe(200)
  })

  test('forgets what repeats of a call were answered', async () => {
    const key = { 'idempotency-key': 'once' }
    const first = await assign(1, [1], key)
    expect(await assign(1, [1], key)).toMatchObject({ text: first.text })
    await sandbox('POST', '/reset')
    await assign(2, [1])
    expect((await assign(1, [1], key)).json.ResponseStatus.ErrorCode).toBe('SessionFull')
  })
})

describe('a snapshot', () => {
  test('is gone back to by its name, as often as one likes', async () => {
    await assign(1, [1])
    await sandbox('POST', '/snapshots', { Name: 'full' })
    for (let round = 0; round < 2; round++) {
      await ask('DELETE', `/Ams/${client}/Event/7/EventRegistrationSessions?BadgeNumber=1&SessionIds=1`)
      expect((await assign(2, [1])).status).toBe(200)
      await sandbox('POST', '/reset', { Snapshot: 'full' })
      expect((await assign(2, [1])).json.ResponseStatus.ErrorCode).toBe('SessionFull')
    }
    const { Snapshots } = await sandbox('GET', '/snapshots')
    expect(Snapshots).toMatchObject([{ Name: 'start' }, { Name: 'full' }])
    await sandbox('DELETE', '/snapshots/full')
    expect((await ask('POST', '/sandbox/reset', { Snapshot: 'full' })).status).toBe(404)
  })

  test.each(['', 'a b', 'a.json', 'start', 'x'.repeat(61), '../x'])('cannot be named %j', async (Name) => {
    const { status, json } = await ask('POST', '/sandbox/snapshots', { Name })
    expect(status).toBe(400)
    expect(json.ResponseStatus.Errors[0]?.FieldName).toBe('Name')
  })

  test('is one of twenty at most', async () => {
    for (let i = 1; i < 20; i++) await sandbox('POST', '/snapshots', { Name: `s${i}` })
    await sandbox('POST', '/snapshots', { Name: 's1' })
    const { json } = await ask('POST', '/sandbox/snapshots', { Name: 'more' })
    expect(json.ResponseStatus.ErrorCode).toBe('TooManySnapshots')
  })
})

describe('the clock', () => {
  const dateOf = (answer: Answer) => String(answer.json.DateCached)

  test('stands still, is set and moved, and goes on with the real one after a reset', async () => {
    expect(await sandbox('PUT', '/clock', { At: '2025-11-01T09:00:00Z', Frozen: true })).toMatchObject({ Frozen: true })
    expect(dateOf(await assign(1, [2]))).toBe('2025-11-01T09:00:00.0000000Z')
    expect(dateOf(await assign(2, [2]))).toBe('2025-11-01T09:00:00.0000000Z')
    const moved = await sandbox('PUT', '/clock', { Move: 'P1DT2H' })
    expect(moved).toMatchObject({ Now: '2025-11-02T11:00:00.0000000Z', Frozen: true })
    await sandbox('PUT', '/clock', { Move: '-PT15M', Frozen: false })
    expect(dateOf(await assign(3, [2]))).toMatch(/^2025-11-02T10:4/)
    await sandbox('POST', '/reset')
    const { Now, Ahead } = await sandbox('GET', '/clock')
    expect(Math.abs(Date.parse(String(Now)) - Date.now())).toBeLessThan(60_000)
    expect(Ahead).toBe('PT0S')
  })

  test('decides whether registration is open', async () => {
    const Registration = { OpensOn: '2030-01-01T00:00:00Z' }
    const changed = await ask('PUT', `/Ams/${client}/Events`, { EventId: 7, Registration })
    expect(changed.status).toBe(200)
    const register = () =>
      ask('POST', `/Ams/${client}/Event/7/EventRegistrations`, { Registrant: { FirstName: 'A', LastName: 'B' } })
    const early = await register()
    await sandbox('PUT', '/clock', { At: '2030-01-02T00:00:00Z' })
    const later = await register()
    expect([early.json.ResponseStatus?.ErrorCode, later.status]).toEqual(['RegistrationClosed', 200])
  })

  test('does not sign anybody out, and cannot leave the calendar', async () => {
    await sandbox('PUT', '/clock', { Move: 'P3000D' })
    expect((await assign(1, [2])).status).toBe(200)
    expect((await ask('PUT', '/sandbox/clock', { Move: 'P4000000D' })).status).toBe(400)
    expect((await ask('PUT', '/sandbox/clock', { At: '1066-10-14' })).status).toBe(400)
  })
})

describe('an ordered fault', () => {
  test('befalls so many matching calls, and no others', async () => {
    const fault = {
      Operation: 'registrationSessionRequest',
      Verb: 'post',
      Status: 503,
      ErrorCode: 'Busy',
      Skip: 1,
      Times: 2,
    }
    await sandbox('POST', '/faults', fault)
    const statuses: number[] = []
    for (let i = 0; i < 5; i++) statuses.push((await assign(1, [2])).status)
    expect(statuses).toEqual([200, 503, 503, 200, 200])
    await sandbox('POST', '/faults', { ...fault, Skip: 0 })
    expect((await ask('GET', `/Ams/${client}/Events`)).status).toBe(200)
    const { json } = await assign(1, [2])
    expect(json.ResponseStatus).toMatchObject({ ErrorCode: 'Busy', Message: expect.any(String) })
    expect(await sandbox('GET', '/faults')).toMatchObject({ Faults: [{ Left: 1, Befell: 1, Times: 2 }] })
  })

  test('befalls calls before they are carried out, or after', async () => {
    await sandbox('POST', '/faults', { Status: 500, UrlContains: 'EventRegistrationSessions' })
    expect((await assign(1, [1])).status).toBe(500)
    expect((await assign(2, [1])).status).toBe(200)
    await sandbox('POST', '/faults', { Status: 504, When: 'After', Verb: 'DELETE' })
    const url = `/Ams/${client}/Event/7/EventRegistrationSessions?BadgeNumber=2&SessionIds=1`
    expect((await ask('DELETE', url)).status).toBe(504)
    expect((await assign(3, [1])).status).toBe(200)
  })

  test('cuts the connection without an answer, and is seen so', async () => {
    await sandbox('POST', '/faults', { Cut: true, When: 'After' })
    await expect(assign(1, [1])).rejects.toThrow()
    expect((await assign(2, [1])).json.ResponseStatus.ErrorCode).toBe('SessionFull')
    const cut = (await callsOf('?Errors=true')).find(({ Status }) => Status === undefined)
    expect(cut).toMatchObject({ Operation: 'RegistrationSessionRequest', FaultId: 1 })
  })

  test('keeps callers waiting', async () => {
    await sandbox('POST', '/faults', { DelayMs: 300 })
    expect((await assign(1, [1])).status).toBe(200)
    expect((await last()).Milliseconds).toBeGreaterThanOrEqual(290)
  })

  test('befalls a batch of the official client as a whole', async () => {
    await sandbox('POST', '/faults', { Status: 429, Operation: 'RegistrationSessionRequest' })
    const batch = [1, 2].map((BadgeNumber) => ({ EventID: 7, BadgeNumber, SessionIds: [2] }))
    expect((await ask('POST', '/api/RegistrationSessionRequest[]', batch)).status).toBe(429)
    expect((await ask('POST', '/api/RegistrationSessionRequest[]', batch)).status).toBe(200)
  })

  test('is called off', async () => {
    await sandbox('POST', '/faults', { Status: 503, Times: 0 })
    const { Faults } = await sandbox('POST', '/faults', { Status: 500, Times: 0 })
    expect(Faults).toMatchObject([{ Id: 1, Times: 0 }, { Id: 2 }])
    await sandbox('DELETE', '/faults/1')
    expect((await assign(1, [2])).status).toBe(500)
    await sandbox('DELETE', '/faults')
    expect((await assign(1, [2])).status).toBe(200)
    expect((await ask('DELETE', '/sandbox/faults/1')).status).toBe(404)
  })

  test.each([
    [{}, 'Status'],
    [{ Status: 200 }, 'Status'],
    [{ DelayMs: 60_001 }, 'DelayMs'],
    [{ Status: 500, Cut: true }, 'Cut'],
    [{ Status: 500, Verb: 'TRACE' }, 'Verb'],
    [{ Status: 500, Operation: 'Nothing' }, 'Operation'],
    [{ Status: 500, Operation: 'SandboxReset' }, 'Operation'],
    [{ Status: 500, Times: -1 }, 'Times'],
    [{ Status: 500, Skip: -1 }, 'Skip'],
    [{ Status: 500, UrlContains: 'x'.repeat(201) }, 'UrlContains'],
    [{ Status: 500, ErrorCode: 'a b' }, 'ErrorCode'],
  ])('cannot be %j', async (fault, field) => {
    const { status, json } = await ask('POST', '/sandbox/faults', fault)
    expect([status, json.ResponseStatus.Errors[0]?.FieldName]).toEqual([400, field])
  })
})

describe('a seed', () => {
  test('gives the same ids each time', async () => {
    const ids = async () => {
      const path = `/Ams/${client}/Event/7/EventRegistrations`
      const { json } = await ask('POST', path, { Registrant: { FirstName: 'A', LastName: 'B' } })
      const event = await ask('POST', `/Ams/${client}/Events`, { Name: 'New' })
      return [json.RegistrationID, JSON.stringify(event.json).match(/"EventGuid":"(\w+)"/)?.[1]]
    }
    const first = await ids()
    expect(first[0]).toMatch(/^[\da-f]{8}-[\da-f]{4}-8/)
    await sandbox('POST', '/reset')
    expect(await ids()).toEqual(first)
  })
})

describe('a call that was seen', () => {
  test('tells what was sent, where each field was bound from, the rules, the answer and the time', async () => {
    await assign(2, [1])
    const path = `/Ams/${client}/Event/7/EventRegistrationSessions?Device=IOS`
    await ask('POST', path, { BadgeNumber: 1, SessionIds: [1, 3], EventID: 9 })
    expect(await last()).toMatchObject({
      Verb: 'POST',
      Url: path,
      Operation: 'RegistrationSessionRequest',
      Principal: server.key.id,
      Status: 409,
      ErrorCode: 'SessionFull',
      RequestType: 'application/json',
      AnswerType: 'application/json; charset=utf-8',
      FromConsole: false,
      Lost: [],
      RequestBody: '{"BadgeNumber":1,"SessionIds":[1,3],"EventID":9}',
      AnswerBody: expect.stringContaining('"ErrorCode":"SessionFull"'),
      Rules: [
        { Rule: 'RegistrationCancelled', Registration: 'reg-1', Outcome: 'Allowed' },
        ...['SessionNotFound', 'SessionFull', 'SessionOverlap', 'SingleSelect', 'TicketRequired'].map((Rule) => ({
          Rule,
          SessionId: 1,
        })),
        ...['SessionNotFound', 'SessionFull', 'SessionOverlap', 'SingleSelect', 'TicketRequired'].map((Rule) => ({
          Rule,
          SessionId: 3,
        })),
      ],
      Milliseconds: expect.toSatisfy((ms) => ms > 0),
    })
    const { Fields, Rules } = await last()
    expect(Object.fromEntries(Fields.map((f) => [f.Name, `${f.Source} ${f.Value}`]))).toEqual({
      EventID: 'Path 7',
      ClientID: `Path ${client}`,
      BadgeNumber: 'Body 1',
      SessionIds: 'Body [1,3]',
      Device: 'Query "IOS"',
    })
    const outcomes = Rules.map(({ Outcome }) => Outcome)
    expect(outcomes.filter((each) => each === 'Refused')).toHaveLength(1)
  })

  test('tells of a waiting list', async () => {
    await assign(1, [1])
    await ask('POST', `/Ams/${client}/Event/7/EventRegistrationSessions`, {
      BadgeNumber: 2,
      SessionIds: [1],
      Waitlist: true,
    })
    const { Rules } = await last()
    expect(Rules.filter(({ Rule }) => Rule === 'SessionFull')).toMatchObject([{ Outcome: 'Waits' }])
  })

  const lost = async (headers: Record<string, string>, body: string, query = '') => {
    await ask('POST', `/Ams/${client}/Event/7/EventRegistrationSessions${query}`, body, headers)
    const { Lost } = await last()
    return Lost.join('\n')
  }
  test.each([
    ['indented JSV', 'text/jsv', '{\n\tBadgeNumber: 1,\n\tSessionIds: [2]\n}', '', /indented JSV/],
    ['JSON sent as JSV', 'text/jsv', '{"BadgeNumber":1,"SessionIds":[2]}', '', /quoted/],
    ['a document cut short', 'application/json', '{"BadgeNumber":', '', /cut short/],
    ['a value of the wrong type', 'application/json', '{"BadgeNumber":1,"SessionIds":[1,"x"]}', '', /SessionIds/],
    ['JSV cut short', 'text/jsv', '{BadgeNumber:1,SessionIds:[2', '', /cut short/],
    ['a wrong number of JSV', 'text/jsv', '{BadgeNumber:one,SessionIds:[2]}', '', /BadgeNumber/],
    [
      'a name with a mistake',
      'application/json',
      '{"BadgeNumber":1,"SessionIds":[2],"Sesions":[3]}',
      '',
      /^Sesions: no field/,
    ],
    ['the same in JSV', 'text/jsv', '{BadgeNumber:1,SessionIds:[2],Sesions:[{A:1}]}', '', /^Sesions: no field/],
    [
      'the same in a query',
      'application/json',
      '{"BadgeNumber":1,"SessionIds":[2]}',
      '?sesionIds=3',
      /^sesionIds: no field/,
    ],
    ['an object in a query', 'application/json', '', '?Sessions=[object Object]', /object Object/],
    [
      'a query against the path',
      'application/json',
      '{"BadgeNumber":1,"SessionIds":[2]}',
      '?ClientID=5',
      /ClientID is in the path/,
    ],
  ])('is marked where the original loses of it in silence: %s', async (_what, type, body, query, reason) => {
    expect(await lost({ 'content-type': type }, body, query)).toMatch(reason)
    expect(await callsOf('?Lost=true')).toHaveLength(1)
  })

  test.each([
    ['text/jsv', '{BadgeNumber:1,SessionIds:[2]}'],
    ['application/json', '{\n "BadgeNumber": 1, "SessionIds": [2] }'],
    ['application/x-www-form-urlencoded', 'BadgeNumber=1&SessionIds=2'],
  ])('is not marked where it loses nothing: %s', async (type, body) => {
    expect(await lost({ 'content-type': type }, body, '?format=json')).toBe('')
  })

  test('is made again by the command it gives', async () => {
    const headers = { 'x-note': `it's "quoted" $HOME`, 'content-type': 'text/jsv' }
    await ask(
      'POST',
      `/Ams/${client}/Event/7/EventRegistrationSessions?Device=IOS`,
      '{BadgeNumber:1,SessionIds:[2]}',
      headers,
    )
    const { Curl } = await last()
    expect(Curl).not.toContain(server.key.secret)
    const env = { ...process.env, LECTERN_KEY: `${server.key.id}:${server.key.secret}` }
    const { stdout } = await promisify(execFile)('bash', ['-c', Curl], { env })
    expect(stdout).toMatch(/^HTTP\/1.1 200/)
    const again = await last()
    expect(again).toMatchObject({
      RequestBody: '{BadgeNumber:1,SessionIds:[2]}',
      Url: expect.stringContaining('Device=IOS'),
    })
    const note = again.RequestHeaders.find(({ Name }) => Name === 'x-note')
    expect(note?.Value).toBe(headers['x-note'])
  })

  test('is found by its operation, errors and console, and forgotten when asked', async () => {
    await assign(1, [1])
    await assign(2, [1])
    await ask('GET', `/Ams/${client}/Events`, undefined, { referer: `${server.url}/console/events/7` })
    await ask('GET', `/Ams/${client}/Nothing`)
    expect(await callsOf()).toHaveLength(3)
    expect(await callsOf('?Operation=Events')).toHaveLength(1)
    expect(await callsOf('?Errors=true')).toHaveLength(1)
    expect(await callsOf('?FromConsole=false')).toHaveLength(2)
    expect(await callsOf('?PageSize=1')).toMatchObject([{ Operation: 'Events' }])
    await sandbox('DELETE', '/calls')
    expect(await callsOf()).toEqual([])
  })

  test('is an entry of the archive', async () => {
    await assign(1, [1])
    const { json, headers } = await ask('GET', '/sandbox/har')
    expect(headers.get('content-type')).toMatch(/^application\/json/)
    expect(json).toMatchObject({
      log: {
        version: '1.2',
        entries: [
          {
            request: {
              method: 'POST',
              url: server.sessionsUrl,
              postData: { text: '{"BadgeNumber":1,"SessionIds":[1]}' },
            },
            response: { status: 200, content: { text: expect.stringContaining('"SessionIds":[1]') } },
          },
        ],
      },
    })
  })

  test('holds nothing by which one signs in', async () => {
    const { id: UserName, secret: Password } = server.key
    await call('POST', `${server.url}/auth/credentials`, { UserName, Password })
    await call('GET', `${server.url}/auth/credentials?UserName=${UserName}&Password=${Password}`)
    await call('POST', `${server.url}/auth/nowhere/else?Password=${Password}`, { Password })
    const bad = { accept: 'application/json', 'content-type': 'application/json' }
    await call('POST', `${server.url}/Ams`, { UserID: 'x', APIKey: Password }, bad)
    const session = await call('POST', `${server.url}/auth/credentials`, { UserName, Password })
    const cookie = session.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ')
    await call('GET', `${server.url}/Ams/${client}/Events`, undefined, { cookie })
    await call('POST', `${server.url}/Ams/Auth/GetJwt`, {}, { cookie })
    await call('POST', `${server.url}/auth/credentials`, { UserName, Password }, { cookie })
    const found = await callsOf()
    expect(found).toHaveLength(3)
    const all = (await Promise.all(found.map(({ Id }) => detailOf(Id)))).map((each) => JSON.stringify(each)).join('\n')
    const har = await ask('GET', '/sandbox/har')
    for (const secret of [Password, String(session.json.SessionId), String(session.json.BearerToken)]) {
      expect(all).not.toContain(secret)
      expect(har.text).not.toContain(secret)
    }
  })
})
