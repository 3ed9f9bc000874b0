import { afterEach, beforeEach, expect, test } from 'vitest'
import { countersOfEvent } from '../../src/store/queries/counters-of-event.ts'
import { basic, call, client, event, otherClient, startTestServer, type TestServer } from '../http/server.ts'

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
  (await server.engine.all(countersOfEvent, { client: id, event })).map((row) => row.taken)

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

test('faults for anything leave those alone who are about to sign in; one that names the operation does not', async () => {
  await ask('them', 'POST', '/sandbox/faults', { Status: 503, Times: 0 })
  const { id, secret } = server.key
  const signIn = () => call('POST', `${server.url}/auth/credentials`, { UserName: id, Password: secret })
  expect((await signIn()).status).toBe(200)
  await ask('us', 'POST', '/sandbox/faults', { Operation: 'Authenticate', Status: 503 })
  expect((await signIn()).status).toBe(503)
  expect((await signIn()).status).toBe(200)
})

test('a secret that was sent to a wrong address, or under a wrong name, is not kept', async () => {
  await ask('us', 'POST', `/Ams/${client}/Authenticat`, { Password: 'hunter1' })
  await call('POST', `${server.url}/Ams/Authenticate?hunter2`, '{Username:u,Password:x,hunter3:y}', {
    'content-type': 'text/jsv',
  })
  await call('GET', `${server.url}/auth/credentials`, undefined, { 'x-note': 'hunter4' })
  const { Calls }: { Calls: { Id: number }[] } = JSON.parse((await ask('us', 'GET', '/sandbox/calls')).text)
  expect(Calls).toHaveLength(3)
  const details = await Promise.all(Calls.map(({ Id }) => ask('us', 'GET', `/sandbox/calls/${Id}`)))
  const all = [...details, await ask('us', 'GET', '/sandbox/har')].map(({ text }) => text).join()
  expect(all).not.toMatch(/hunter/)
})
