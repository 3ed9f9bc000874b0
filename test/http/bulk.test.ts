import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assignmentsOfEvent } from '../../src/store/queries/assignments.ts'
import { wrongSessionCounters } from '../../src/store/queries/seats.ts'
import { basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'

const people = 2_500
const ndjson = 'application/x-ndjson'
let server: TestServer
let url: string

beforeAll(async () => {
  server = await startTestServer({
    registrations: people,
    cancelled: [people],
    sessions: [
      { id: 1 },
      { id: 2, places: 1 },
      { id: 3, places: 5 },
      { id: 4, from: 9, to: 10 },
      { id: 5, from: 9, to: 10 },
    ],
  })
  url = `${server.sessionsUrl}/Bulk`
})
afterAll(() => server.stop())

interface Result {
  readonly Index: number
  readonly RegistrationID: string
  readonly BadgeNumber: number
  readonly SessionIds?: readonly number[]
  readonly Waitlisted?: readonly object[]
  readonly ResponseStatus?: { readonly ErrorCode: string; readonly Errors: readonly { readonly FieldName: string }[] }
}

const bulk = async (body: object, headers: Record<string, string> = {}) => {
  const answer = await call('POST', url, body, { ...basic(server.key), ...headers })
  return { ...answer, results: (answer.json.Results ?? []) as readonly Result[] }
}
const item = (badge: number, ids: readonly number[], more: object = {}) => ({
  RegistrationID: `reg-${badge}`,
  SessionIds: ids,
  ...more,
})
const assignments = async () => (await server.engine.all(assignmentsOfEvent, { client, event })).length

describe('each item by itself', () => {
  test('has its own result, in order, with counts', async () => {
    const Items = [
      item(1, [1, 2]),
      item(2, [2]),
      { BadgeNumber: 3, Sessions: [{ SessionId: '1' }] },
      item(4, [4, 5]),
      { RegistrationID: 'nobody', SessionIds: [1] },
      item(5, []),
      item(6, [2], { Waitlist: true }),
      item(7, [1], { BadgeNumber: 8 }),
      item(1, [2], { Remove: true }),
    ]
    const answer = await bulk({ Items })
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({ ClientID: client, EventID: event, Done: 4, Failed: 5 })
    expect(answer.results.map((result) => result.Index)).toEqual(Items.map((_, i) => i))
    expect(answer.results.map((result) => result.ResponseStatus?.ErrorCode ?? 'done')).toEqual([
      ...['done', 'SessionFull', 'done', 'SessionOverlap', 'NotFound', 'ArgumentException', 'done'],
      ...['RegistrationMismatch', 'done'],
    ])
    expect(answer.results[0]).toMatchObject({ RegistrationID: 'reg-1', BadgeNumber: 1, SessionIds: [1, 2] })
    expect(answer.results[2]).toMatchObject({ RegistrationID: 'reg-3', BadgeNumber: 3, SessionIds: [1] })
    expect(answer.results[4]?.RegistrationID).toBe('nobody')
    expect(answer.results[5]?.ResponseStatus?.Errors[0]?.FieldName).toBe('SessionIds')
    expect(answer.results[6]?.Waitlisted).toEqual([{ SessionId: '2', Position: '1' }])
    expect((await bulk({ Items: [item(6, [2])] })).results[0]?.SessionIds).toEqual([2])
  })

  test('of many items are all carried out, while other requests are answered', async () => {
    const before = await assignments()
    const Items = Array.from({ length: 2_400 }, (_, i) => item(i + 10, [1]))
    const ends: string[] = []
    const large = bulk({ Items }).then((answer) => {
      ends.push('large')
      return answer
    })
    const small = call('POST', server.sessionsUrl, item(8, [3]), basic(server.key)).then(() => ends.push('small'))
    const answer = await large
    await small
    expect(answer.json).toMatchObject({ Done: 2_400, Failed: 0 })
    expect(answer.results).toHaveLength(2_400)
    expect(ends).toEqual(['small', 'large'])
    expect(await assignments()).toBe(before + 2_401)
  })
})

describe('line by line', () => {
  const lines = (text: string): Result[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))

  test('each result is a line, the last line is the rest of the answer', async () => {
    const { text, headers } = await bulk({ Items: [item(11, [1]), item(12, [99])] }, { accept: ndjson })
    expect(headers.get('content-type')).toBe(`${ndjson}; charset=utf-8`)
    const all = lines(text)
    expect(all).toHaveLength(3)
    expect(all[0]).toMatchObject({ Index: 0, RegistrationID: 'reg-11', SessionIds: [1] })
    expect(all[1]).toMatchObject({ Index: 1, ResponseStatus: { ErrorCode: 'SessionNotFound' } })
    expect(all[2]).toMatchObject({ EventID: event, Done: 1, Failed: 1 })
    expect(all[2]).not.toHaveProperty('Results')
  })

  test('JSON in one piece where it is preferred, or nothing is said', async () => {
    const Items = [item(11, [1])]
    for (const accept of ['*/*', `application/json, ${ndjson};q=0.5`]) {
      expect((await bulk({ Items }, { accept })).json).toMatchObject({ Done: 1 })
    }
  })

  test('a refusal of all is JSON with its status', async () => {
    const answer = await bulk({ Items: [] }, { accept: ndjson })
    expect(answer.status).toBe(400)
    expect(answer.json.ResponseStatus.Errors[0]?.FieldName).toBe('Items')
  })

  test('a caller that goes away leaves what was done, and counters that agree', async () => {
    const Items = Array.from({ length: 2_400 }, (_, i) => item(i + 10, [1], { Remove: true }))
    const before = await assignments()
    await new Promise<void>((resolve, reject) => {
      const sent = request(url, {
        method: 'POST',
        headers: { ...basic(server.key), 'content-type': 'application/json', accept: ndjson },
      })
      sent.on('response', (response) => response.once('data', () => sent.destroy()).on('close', resolve))
      sent.on('error', reject)
      sent.end(JSON.stringify({ Items }))
    })
    // Answered after whatever the call above had begun.
    await call('POST', server.sessionsUrl, item(9, [3]), basic(server.key))
    expect(await assignments()).toBeLessThan(before)
    expect(await server.engine.all(wrongSessionCounters, { client })).toEqual([])
  })
})

describe('all or none', () => {
  test('all, in one step', async () => {
    const answer = await bulk({ Atomic: true, Items: [item(20, [4]), item(21, [5])] })
    expect(answer.json).toMatchObject({ Done: 2, Failed: 0 })
    expect(answer.results.map((result) => result.SessionIds?.includes(result.Index + 4))).toEqual([true, true])
  })

  test('none where any is refused; every refusal is told with its item', async () => {
    const before = await assignments()
    const Items = [item(22, [4]), item(23, [4, 5]), item(24, [99]), item(people, [1])]
    const answer = await bulk({ Atomic: true, Items })
    expect(answer.status).toBe(409)
    expect(answer.json.ResponseStatus.Errors).toMatchObject([
      { ErrorCode: 'SessionOverlap', FieldName: 'Items[1].SessionIds[0]', Meta: { Index: '1', SessionId: '4' } },
      { ErrorCode: 'SessionOverlap', FieldName: 'Items[1].SessionIds[1]', Meta: { Index: '1', SessionId: '5' } },
      { ErrorCode: 'SessionNotFound', FieldName: 'Items[2].SessionIds[0]', Meta: { Index: '2' } },
      { ErrorCode: 'RegistrationCancelled', FieldName: 'Items[3].RegistrationID', Meta: { Index: '3' } },
    ])
    expect(answer.json).toMatchObject({ Done: 0, Failed: 3 })
    expect(answer.results.map((result) => result.Index)).toEqual([1, 2, 3])
    expect(await assignments()).toBe(before)
  })

  test('an item sees what those before it did', async () => {
    const Items = [item(20, [4], { Remove: true }), item(20, [5])]
    expect((await bulk({ Atomic: true, Items })).json).toMatchObject({ Done: 2, Failed: 0 })
  })

  test('takes fewer items than each by itself', async () => {
    const Items = Array.from({ length: 2_001 }, (_, i) => item(i + 1, [1]))
    const answer = await bulk({ Atomic: true, Items })
    expect(answer.status).toBe(400)
    expect(answer.json.ResponseStatus.Message).toContain('at most 2000 items')
  })
})

test('needs the role, and stays within the client', async () => {
  const body = { Items: [item(1, [1])] }
  expect((await call('POST', url, body)).status).toBe(401)
  expect((await call('POST', url, body, basic(server.otherKey))).status).toBe(404)
})

test('a batch of bulk calls is answered in one piece each', async () => {
  const body = [{ EventID: event, Items: [item(31, [1])] }]
  const answer = await call('POST', `${server.url}/api/EventRegistrationSessionsBulk[]`, body, basic(server.key))
  expect(JSON.parse(answer.text)).toMatchObject([{ Done: 1, Failed: 0, Results: [{ RegistrationID: 'reg-31' }] }])
})

test('after all of this the counters are the numbers of assignments', async () => {
  expect(await server.engine.all(wrongSessionCounters, { client })).toEqual([])
})
