import { JsonServiceClient } from '@servicestack/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { basic, call, client, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const ask = (method: string, path = '', body?: unknown, headers: Record<string, string> = {}) =>
  call(method, `${server.url}/Ams/${client}/Events${path}`, body, { ...basic(server.key), ...headers })

describe('events in other formats', () => {
  test('JSV', async () => {
    const jsv = { 'content-type': 'text/jsv', accept: 'text/jsv' }
    const body = '{Name:"Talks, and more",StartDate:2025-11-01,StartTime:"1:30 PM",Location:{TimeZone:Europe/Paris}}'
    const created = await ask('POST', '', body, jsv)
    expect(created.text).toContain('Name:"Talks, and more",StartDate:2025-11-01,StartTime:"13:30"')
    const id = /EventId:(\d+)/.exec(created.text)?.[1]
    expect((await ask('PUT', '', `{EventId:${id},StartTime:"14:00"}`, jsv)).text).toContain('StartTime:"14:00"')
    expect((await ask('GET', `/${id}`, undefined, jsv)).text).toContain('Location:{TimeZone:Europe/Paris}')
  })

  test('XML', async () => {
    const xml = { 'content-type': 'application/xml', accept: 'application/xml' }
    const ns = 'http://schemas.datacontract.org/2004/07/YM.Web.Services.Ams'
    const created = await ask('POST', '', `<Events xmlns="${ns}"><Name>A &amp; B</Name></Events>`, xml)
    expect(created.status).toBe(200)
    expect(created.text).toContain('<Name>A &amp; B</Name>')
    const id = /<EventId>(\d+)</.exec(created.text)?.[1]
    const put = `<Events xmlns="${ns}"><EventId>${id}</EventId><Featured>true</Featured></Events>`
    expect((await ask('PUT', '', put, xml)).text).toContain('<Featured>true</Featured>')
    expect((await ask('GET', `/${id}`, undefined, xml)).text).toContain('<Name>A &amp; B</Name>')
  })
})

describe("ServiceStack's own client", () => {
  class Events {
    declare EventId?: number
    declare Name?: string
    declare StartDate?: string
    declare StartTime?: string
    declare Force?: boolean
    constructor(init: Partial<Events>) {
      Object.assign(this, init)
    }
    getTypeName() {
      return 'Events'
    }
    createResponse() {
      return { EventsList: [] as { EventId: number; Name: string; StartTime: string }[] }
    }
  }

  test('creates, changes, reads and deletes', async () => {
    const own = new JsonServiceClient(server.url)
    own.headers.set('authorization', basic(server.key).authorization)
    const created = await own.post(new Events({ Name: 'Story', StartDate: '2025-11-01', StartTime: '9:00' }))
    const EventId = created.EventsList[0]?.EventId ?? 0
    expect(created.EventsList).toMatchObject([{ Name: 'Story', StartTime: '09:00' }])
    await own.put(new Events({ EventId, StartTime: '10:00' }))
    expect((await own.get(new Events({ EventId }))).EventsList).toMatchObject([{ Name: 'Story', StartTime: '10:00' }])
    await own.delete(new Events({ EventId, Force: true }))
    await expect(own.get(new Events({ EventId }))).rejects.toMatchObject({
      responseStatus: { errorCode: 'NotFound' },
    })
  })
})
