import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assignmentsOfEvent } from '../../src/store/queries/assignments.ts'
import { basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ registrations: 30, sessions: [{ id: 1 }, { id: 2, places: 1 }] })
})
afterAll(() => server.stop())

const url = () => `${server.url}/api/RegistrationSessionRequest[]`
const send = (items: unknown, headers: Record<string, string> = {}, to = url()) =>
  call('POST', to, items, { ...basic(server.key), ...headers })
const assign = (badge: number, id: number) => ({ EventID: event, BadgeNumber: badge, SessionIds: [id] })
const held = async () => (await server.engine.all(assignmentsOfEvent, { client, event })).length

describe('a batch', () => {
  test('is answered in order', async () => {
    const answer = await send([assign(3, 1), assign(1, 1), assign(2, 1)])
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject([{ BadgeNumber: 3 }, { BadgeNumber: 1 }, { BadgeNumber: 2 }])
    expect(answer.headers.get('x-autobatch-completed')).toBe('3')
  })

  test('of nothing is nothing', async () => {
    expect((await send([])).text).toBe('[]')
    expect((await send('', { 'content-type': 'application/json' })).text).toBe('[]')
  })

  test('ends at the first request that fails, whose place it tells; those before took effect', async () => {
    const before = await held()
    const answer = await send([assign(10, 2), assign(11, 2), assign(12, 1)])
    expect(answer.status).toBe(409)
    expect(answer.json.ResponseStatus).toMatchObject({
      ErrorCode: 'SessionFull',
      Errors: [{ FieldName: '[1].SessionIds[0]' }],
      Meta: { AutoBatchIndex: '1' },
    })
    expect(answer.headers.get('x-autobatch-completed')).toBe('1')
    expect(await held()).toBe(before + 1)
  })

  test('of documents that cannot be read changes nothing, and tells each', async () => {
    const before = await held()
    const answer = await send([assign(13, 1), { EventID: 'x' }, { SessionIds: [1, 'y'] }])
    expect(answer.status).toBe(400)
    const fields = answer.json.ResponseStatus.Errors.map((error) => error.FieldName)
    expect(fields).toEqual(['[1].EventID', '[2].SessionIds[1]'])
    expect(await held()).toBe(before)
  })

  test('may not be endless', async () => {
    const answer = await send(Array.from({ length: 1001 }, () => assign(1, 1)))
    expect(answer.status).toBe(400)
    expect(answer.json.ResponseStatus.ErrorCode).toBe('BatchTooLarge')
  })

  test('reaches no other client', async () => {
    const answer = await send([{ ...assign(14, 1), ClientID: 2000 }])
    expect(answer.status).toBe(404)
    expect((await call('POST', url(), [assign(14, 1)])).status).toBe(401)
  })

  test('comes in other formats too', async () => {
    const jsv = `[{EventID:${event},BadgeNumber:15,SessionIds:[1]},{EventID:${event},BadgeNumber:16,SessionIds:[1]}]`
    const answer = await send(jsv, {}, `${server.url}/jsv/reply/RegistrationSessionRequest%5B%5D`)
    expect(answer.status).toBe(200)
    expect(answer.text).toMatch(/^\[\{ClientID:1000,.*BadgeNumber:15.*BadgeNumber:16/)
    const csv = `EventID,BadgeNumber,SessionIds\r\n${event},17,[1]\r\n${event},18,[1]\r\n`
    expect((await send(csv, { 'content-type': 'text/csv' })).status).toBe(200)
  })
})
