import { afterAll, beforeAll, expect, test } from 'vitest'
import { basic, call, client, event, otherClient, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
let now = Date.UTC(2026, 0, 1)
beforeAll(async () => {
  server = await startTestServer(
    { registrations: 3, sessions: [{ id: 1, places: 1 }, { id: 11 }, { id: 2 }] },
    { now: () => now++ },
  )
  await change('POST', { BadgeNumber: 1, SessionIds: [1, 2] })
  await change('POST', { BadgeNumber: 2, SessionIds: [11] })
  await change('POST', { BadgeNumber: 3, SessionIds: [1], Waitlist: true })
  await change('DELETE', { BadgeNumber: 1, SessionIds: [1] })
  const name = { EventId: event, SessionId: 11, Name: 'Another name' }
  await call('PUT', `${server.url}/Ams/${client}/Event/${event}/Sessions`, name, basic(server.key))
})
afterAll(() => server.stop())

const change = async (verb: string, fields: object) =>
  expect((await call(verb, server.sessionsUrl, fields, basic(server.key))).status).toBe(200)

interface Entry {
  readonly Id: number
  readonly At: string
  readonly Action: string
  readonly Subject: string
  readonly Principal: string
  readonly Before: string
  readonly After: string
}

const audit = async (query = '', headers = basic(server.key), of = client) => {
  const url = `${server.url}/Ams/${of}/Event/${event}/Audit${query}`
  const { status, json } = await call('GET', url, undefined, { accept: 'application/json', ...headers })
  const list: Entry[] = JSON.parse(JSON.stringify(json.AuditList ?? []))
  return { status, count: json.ListCount, list, told: list.map(({ Action, Subject }) => `${Action} ${Subject}`) }
}

const all = ['session.update 11', 'promote reg-3', 'remove reg-1', 'waitlist.add reg-3', 'assign reg-2', 'assign reg-1']

test('tells every change, the newest first, with who made it and what it was', async () => {
  const { told, list, count } = await audit()
  expect(told).toEqual(all)
  expect(count).toBe(all.length)
  expect(list.at(-1)).toMatchObject({ Principal: server.key.id, After: '{"SessionIds":[1,2]}' })
})

test('by registration, action and session, whose number is not a part of another', async () => {
  expect((await audit('?RegistrationID=reg-3')).told).toEqual(['promote reg-3', 'waitlist.add reg-3'])
  expect((await audit('?Action=assign')).told).toEqual(['assign reg-2', 'assign reg-1'])
  expect((await audit('?SessionId=11')).told).toEqual(['session.update 11', 'assign reg-2'])
  expect((await audit('?SessionId=1')).told).toEqual(all.slice(1, 4).concat('assign reg-1'))
  expect((await audit('?SessionId=7')).count).toBe(0)
})

test('by time, page by page', async () => {
  const { list } = await audit()
  const middle = list[2]?.At ?? ''
  expect((await audit(`?From=${middle}`)).told).toEqual(all.slice(0, 3))
  expect((await audit(`?To=${middle}`)).told).toEqual(all.slice(3))
  expect(await audit('?PageSize=2&PageNumber=2')).toMatchObject({ told: all.slice(2, 4), count: all.length })
  expect((await audit('?PageSize=0')).status).toBe(400)
})

test('nobody’s but the own client’s', async () => {
  expect((await audit('', basic(server.otherKey))).status).toBe(404)
  expect((await audit('', basic(server.otherKey), otherClient)).told).toEqual([])
})
