import { afterEach, beforeEach, expect, test } from 'vitest'
import { occupancyOfEvent } from '../../../src/store/queries/reports/occupancy.ts'
import { basic, call, client, event, otherClient, startTestServer, type TestServer } from '../../support/http-server.ts'

let server: TestServer
beforeEach(async () => {
  server = await startTestServer({ registrations: 2, sessions: [{ id: 1 }] }, { sandbox: { seed: null } })
})
afterEach(() => server.stop())

const as = (who: 'us' | 'them') => ({
  ...basic(who === 'us' ? server.key : server.otherKey),
  accept: 'application/json',
})
const ask = (who: 'us' | 'them', method: string, path: string, body?: unknown) =>
  call(method, `${server.url}${path}`, body, as(who))
const assign = (who: 'us' | 'them') => {
  const id = who === 'us' ? client : otherClient
  return ask(who, 'POST', `/Ams/${id}/Event/${event}/EventRegistrationSessions`, { BadgeNumber: 1, SessionIds: [1] })
}
const takenBy = async (id: number) =>
  (await server.engine.all(occupancyOfEvent, { client: id, event })).map((row) => row.taken)

test('a reset takes nothing from another client, neither places nor faults nor snapshots nor calls', async () => {
  await assign('us')
  await assign('them')
  await ask('them', 'POST', '/sandbox/faults', { Operation: 'EventIDs', Status: 503, Times: 0 })
  await ask('them', 'POST', '/sandbox/snapshots', { Name: 'theirs' })
  expect((await ask('us', 'POST', '/sandbox/reset', {})).status).toBe(200)
  expect([await takenBy(client), await takenBy(otherClient)]).toEqual([[0], [1]])
  await ask('us', 'DELETE', '/sandbox/calls')
  const { json } = await ask('them', 'GET', '/sandbox')
  expect(json).toMatchObject({
    Calls: 1,
    Faults: [{ Status: 503 }],
    Snapshots: [{ Name: 'start' }, { Name: 'theirs' }],
  })
})

test('calls, faults and snapshots of another client are as if they were not there', async () => {
  await assign('them')
  await ask('them', 'POST', '/sandbox/faults', { Status: 503, Times: 0 })
  await ask('them', 'POST', '/sandbox/snapshots', { Name: 'theirs' })
  const { Calls }: { Calls: { Id: number }[] } = JSON.parse((await ask('them', 'GET', '/sandbox/calls')).text)
  const id = Calls[0]?.Id ?? 0
  expect((await ask('them', 'GET', `/sandbox/calls/${id}`)).status).toBe(200)
  for (const [method, path, body] of [
    ['GET', `/sandbox/calls/${id}`],
    ['DELETE', '/sandbox/faults/1'],
    ['DELETE', '/sandbox/snapshots/theirs'],
    ['POST', '/sandbox/reset', { Snapshot: 'theirs' }],
  ] as const) {
    expect([path, (await ask('us', method, path, body)).status]).toEqual([path, 404])
  }
  expect((await ask('us', 'GET', '/sandbox/har')).text).not.toContain(`/Ams/${otherClient}/`)
  expect((await ask('us', 'GET', '/sandbox/calls')).json).toMatchObject({ Calls: [] })
  expect((await assign('us')).status).toBe(200)
  expect((await assign('them')).status).toBe(503)
})

interface Entry {
  readonly Id: number
  readonly Url: string
  readonly Path: string
  readonly Operation: string
}
const callsOf = async (who: 'us' | 'them'): Promise<Entry[]> => {
  const { Calls }: { Calls: Entry[] } = JSON.parse((await ask(who, 'GET', '/sandbox/calls')).text)
  return Calls
}
/** All that a tenant can read of its calls, as one text: the list, each call with its curl command, and the archive. */
const readableBy = async (who: 'us' | 'them') => {
  const details = (await callsOf(who)).map(({ Id }) => ask(who, 'GET', `/sandbox/calls/${Id}`))
  const answers = [ask(who, 'GET', '/sandbox/calls'), ask(who, 'GET', '/sandbox/har'), ask(who, 'GET', '/sandbox')]
  return (await Promise.all([...details, ...answers])).map(({ text }) => text).join('\n')
}
const exchangeTokenOf = async (who: 'us' | 'them') => {
  const { id: Username, secret: Password } = who === 'us' ? server.key : server.otherKey
  const answer = await call('POST', `${server.url}/Ams/Authenticate`, {
    Username,
    Password,
    IncludeExchangeToken: true,
  })
  return String(answer.json.ExchangeToken)
}
const signIn = (who: 'us' | 'them') => {
  const { id: UserName, secret: Password } = who === 'us' ? server.key : server.otherKey
  return call('POST', `${server.url}/auth/credentials`, { UserName, Password })
}

test('a fault for any operation spares sign-ins, and one that names the operation meets those of its own client only', async () => {
  await ask('us', 'POST', '/sandbox/faults', { Status: 503, Times: 0 })
  expect((await signIn('us')).status).toBe(200)
  await ask('us', 'DELETE', '/sandbox/faults')
  await ask('us', 'POST', '/sandbox/faults', { Operation: 'Authenticate', Status: 503, Times: 0 })
  expect((await signIn('them')).status).toBe(200)
  expect((await signIn('us')).status).toBe(503)
})

test('a client cannot intercept the exchange token of another by a fault, nor read it in its calls', async () => {
  const token = await exchangeTokenOf('them')
  for (const fault of [{ Status: 503 }, { Cut: true }, { When: 'After', Status: 503 }]) {
    await ask('us', 'POST', '/sandbox/faults', { Operation: 'Auth', Times: 0, ...fault })
  }
  const answer = await call('POST', `${server.url}/Ams/Authenticate/${token}`, {})
  expect([answer.status, answer.json.ClientID]).toEqual([200, otherClient])
  expect(await readableBy('us')).not.toContain(token)
  expect(await callsOf('us')).toEqual([])
})

test('a call that carries a secret is recorded with its declared path, and with none of its values', async () => {
  const token = await exchangeTokenOf('us')
  const [cookie = ''] = (await signIn('us')).headers.getSetCookie()
  const url = `${server.url}/Ams/Authenticate/${token}?Password=hunter1`
  const used = await call('POST', url, { Password: 'hunter2' }, { cookie: cookie.split(';')[0] ?? '' })
  expect(used.status).toBe(200)
  expect(await callsOf('us')).toMatchObject([
    { Operation: 'Auth', Url: '/Ams/Authenticate/{Token}?(not kept)', Path: '/Ams/Authenticate/{Token}' },
  ])
  const readable = await readableBy('us')
  for (const secret of [token, 'hunter', String(used.json.SessionId)]) expect(readable).not.toContain(secret)
})

test('a secret that an operation does not know is not recorded, in a query string or in a body of any format', async () => {
  const sent = [
    ['?Password=hunter', undefined],
    ['?pass%77ord=hunter', undefined],
    ['', { BadgeNumber: 1, Login: { password: 'hunter' } }],
    ['', '{BadgeNumber:1,Login:{Password:hunter}}', 'text/jsv'],
    ['', '<Request><client_secret>hunter</client_secret></Request>', 'application/xml'],
    ['', 'BadgeNumber=1&refresh_token=hunter', 'application/x-www-form-urlencoded'],
    ['', 'BadgeNumber,AppSecret\n1,hunter\n', 'text/csv'],
  ] as const
  for (const [query, body, type = 'application/json'] of sent) {
    const path = `/Ams/${client}/Event/${event}/EventRegistrationSessions${query}`
    await call('POST', `${server.url}${path}`, body, { ...as('us'), 'content-type': type })
  }
  expect(await callsOf('us')).toHaveLength(sent.length)
  expect(await readableBy('us')).not.toContain('hunter')
})

test('secrets in headers and in the address of the referring page are not recorded', async () => {
  const headers = {
    'x-auth-token': 'hunter1',
    'x-my-secret': 'hunter2',
    referer: `${server.url}/auth?Password=hunter3`,
  }
  await call('GET', `${server.url}/Ams/${client}/Events`, undefined, { ...as('us'), ...headers })
  expect(await callsOf('us')).toHaveLength(1)
  expect(await readableBy('us')).not.toContain('hunter')
})

test('calls without valid credentials, and those to unknown addresses, are recorded for nobody; the former are counted', async () => {
  await ask('us', 'GET', `/Ams/Nowhere/hunter1`)
  await ask('us', 'PATCH', `/Ams/Authenticate/hunter2`)
  const ours = `${server.url}/Ams/${client}/Events?note=hunter3`
  expect((await call('GET', ours)).status).toBe(401)
  expect((await call('GET', ours, undefined, basic({ id: server.key.id, secret: 'hunter4' }))).status).toBe(401)
  for (const who of ['us', 'them'] as const) {
    expect(await callsOf(who)).toEqual([])
    expect(await readableBy(who)).not.toContain('hunter')
    expect((await ask(who, 'GET', '/sandbox')).json.UnauthenticatedCalls).toBe(2)
  }
})

test('each client has a clock of its own, which a reset of another client leaves alone', async () => {
  const yearOf = async (who: 'us' | 'them') => {
    const { json } = await ask(who, 'GET', `/Ams/${who === 'us' ? client : otherClient}/Events`)
    return String(json.DateCached).slice(0, 4)
  }
  const real = await yearOf('them')
  await ask('us', 'PUT', '/sandbox/clock', { At: '2101-05-04T09:00:00Z', Frozen: true })
  expect([await yearOf('us'), await yearOf('them')]).toEqual(['2101', real])
  expect((await ask('them', 'GET', '/sandbox/clock')).json.Frozen).toBe(false)
  await ask('them', 'POST', '/sandbox/reset', {})
  await ask('them', 'DELETE', '/sandbox/clock')
  expect(await yearOf('us')).toBe('2101')
})

test('simultaneous writes of two clients each happen at the time of their own client', async () => {
  await ask('us', 'PUT', '/sandbox/clock', { At: '2101-05-04T09:00:00Z', Frozen: true })
  await ask('them', 'PUT', '/sandbox/clock', { At: '2099-05-04T09:00:00Z', Frozen: true })
  await Promise.all([assign('us'), assign('them')])
  const yearOf = async (id: number, who: 'us' | 'them') => {
    const { json } = await ask(who, 'GET', `/Ams/${id}/Event/${event}/Audit`)
    return JSON.stringify(json).match(/"At":"(\d{4})/)?.[1]
  }
  expect([await yearOf(client, 'us'), await yearOf(otherClient, 'them')]).toEqual(['2101', '2099'])
})
