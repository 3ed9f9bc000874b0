import { afterAll, beforeAll, expect, test } from 'vitest'
import { basic, call, client, event, startTestServer, type TestServer } from '../support/http-server.ts'

let server: TestServer
beforeAll(async () => {
  const sessions = [
    { id: 1, from: 9, to: 11, places: 2 },
    { id: 2, from: 10, to: 12 },
    { id: 3, places: 1 },
    { id: 4, group: 1 },
    { id: 5, group: 1 },
    { id: 6, tickets: [1] },
    { id: 7, from: 11, to: 12, allowOverlap: true },
    { id: 8, places: 1 },
  ]
  server = await startTestServer({ registrations: 5, cancelled: [5], ticketHolders: [3], sessions })
  for (const [BadgeNumber, SessionIds] of [
    [1, [1, 4]],
    [2, [3, 8]],
  ] as const) {
    await call('POST', server.sessionsUrl, { BadgeNumber, SessionIds }, basic(server.key))
  }
  await call('POST', server.sessionsUrl, { BadgeNumber: 1, SessionIds: [8], Waitlist: true }, basic(server.key))
})
afterAll(() => server.stop())

const ask = (query: string) =>
  call(
    'GET',
    `${server.url}/Ams/${client}/Event/${event}/EventRegistrationChoices?${query}`,
    undefined,
    basic(server.key),
  )

interface Told {
  readonly SessionId: number
  readonly State: string
  readonly Reasons: readonly { readonly ErrorCode: string; readonly Message: string }[]
}

test.each([1, 2, 3, 4, 5])(
  'what is told to registration %i is what assigning each session by itself answers',
  async (badge) => {
    const { text } = await ask(`BadgeNumber=${badge}`)
    const { Choices }: { Choices: Told[] } = JSON.parse(text)
    expect(Choices).toHaveLength(8)
    for (const { SessionId, State, Reasons } of Choices) {
      const body = { BadgeNumber: badge, SessionIds: [SessionId] }
      const { status, json } = await call('POST', server.sessionsUrl, body, basic(server.key))
      const errors = json.ResponseStatus?.Errors ?? []
      const said =
        State === 'Held' && status === 200 ? [] : errors.map(({ ErrorCode, Message }) => [ErrorCode, Message])
      expect({ SessionId, reasons: Reasons.map(({ ErrorCode, Message }) => [ErrorCode, Message]) }).toEqual({
        SessionId,
        reasons: said,
      })
      if (State !== 'Held' && status === 200) await call('DELETE', server.sessionsUrl, body, basic(server.key))
    }
  },
)

test('states, pages, and what is not there', async () => {
  const { Choices }: { Choices: Told[] } = JSON.parse((await ask('RegistrationID=reg-1')).text)
  expect(Choices.map(({ State }) => State)).toEqual(['Held', 'Open', 'Open', 'Held', 'Open', 'Open', 'Open', 'Waiting'])
  const { json } = await ask('RegistrationID=reg-1&PageSize=3&PageNumber=3')
  expect(json).toMatchObject({ Choices: [{ SessionId: 7 }, { SessionId: 8 }], TotalRecords: 8, PageNumber: 3 })
  expect((await ask('RegistrationID=nobody')).status).toBe(404)
  expect((await ask('')).status).toBe(400)
})
