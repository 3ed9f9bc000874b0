import { expect, test } from 'vitest'
import { occupancyOfEvent } from '../../src/store/queries/reports/occupancy.ts'
import { randomOf } from '../faults/random.ts'
import { basic, call, client, event, startTestServer } from '../support/http-server.ts'

test('the fill of an event and of each session is what it was at every moment, whatever moved places', async () => {
  let now = 1_000_000_000_000
  const sessions = [{ id: 1, places: 2 }, { id: 2, places: 1 }, { id: 3 }]
  const server = await startTestServer({ registrations: 6, sessions }, { now: () => now })
  const headers = basic(server.key)
  const base = `${server.url}/Ams/${client}/Event/${event}`
  const random = randomOf(7)
  const was: { at: number; taken: Record<number, number> }[] = []
  const statuses = new Set<string>()
  for (let step = 0; step < 120; step++) {
    now += 1000
    const BadgeNumber = random.upTo(6)
    const SessionIds = [random.upTo(3)]
    const what = random.of(['assign', 'assign', 'wait', 'remove', 'cancel', 'restore', 'delete', 'register'] as const)
    const id = `reg-${BadgeNumber}`
    const { status } = await {
      assign: () => call('POST', server.sessionsUrl, { BadgeNumber, SessionIds }, headers),
      wait: () => call('POST', server.sessionsUrl, { BadgeNumber, SessionIds, Waitlist: true }, headers),
      remove: () => call('DELETE', server.sessionsUrl, { BadgeNumber, SessionIds }, headers),
      cancel: () =>
        call('PUT', `${base}/EventRegistrations`, { RegistrationID: id, Registrant: { Status: 'Cancelled' } }, headers),
      restore: () =>
        call(
          'PUT',
          `${base}/EventRegistrations`,
          { RegistrationID: id, Registrant: { Status: 'Open' }, Force: true },
          headers,
        ),
      delete: () => call('DELETE', `${base}/EventRegistrations?RegistrationID=${id}&Force=true`, undefined, headers),
      register: () => {
        const Registrant = {
          FirstName: 'New',
          LastName: 'One',
          Sessions: SessionIds.map((each) => ({ SessionId: each })),
        }
        return call('POST', `${base}/EventRegistrations`, { RegistrationID: id, BadgeNumber, Registrant }, headers)
      },
    }[what]()
    statuses.add(`${what} ${status}`)
    const rows = await server.engine.all(occupancyOfEvent, { client, event })
    was.push({ at: now, taken: Object.fromEntries(rows.map((row) => [row.id, row.taken])) })
  }
  for (const what of ['assign', 'wait', 'remove', 'cancel', 'restore', 'delete', 'register']) {
    expect([what, [...statuses].includes(`${what} 200`)]).toEqual([what, true])
  }
  const told = async (query: string) => {
    const { text } = await call('GET', `${base}/Fill?Points=5000${query}`, undefined, headers)
    const { FillList }: { FillList: { At: string; Taken: number }[] } = JSON.parse(text)
    const steps = FillList.map(({ At, Taken }) => ({ at: Date.parse(At), Taken }))
    return was.map(({ at }) => steps.findLast((step) => step.at <= at)?.Taken ?? 0)
  }
  for (const session of [1, 2, 3]) {
    expect(await told(`&SessionId=${session}`)).toEqual(was.map(({ taken }) => taken[session]))
  }
  expect(await told('')).toEqual(was.map(({ taken }) => Object.values(taken).reduce((a, b) => a + b, 0)))
  await server.stop()
})

test('no more points are answered than are asked for, and their number has bounds', async () => {
  let now = 1_000_000_000_000
  const server = await startTestServer({ registrations: 9, sessions: [{ id: 1 }] }, { now: () => now })
  for (let BadgeNumber = 1; BadgeNumber <= 9; BadgeNumber++) {
    now += 1000
    await call('POST', server.sessionsUrl, { BadgeNumber, SessionIds: [1] }, basic(server.key))
  }
  const ask = (Points: number) =>
    call('GET', `${server.url}/Ams/${client}/Event/${event}/Fill?Points=${Points}`, undefined, basic(server.key))
  const { json } = await ask(3)
  expect(json.FillList).toMatchObject([{ Taken: 3 }, { Taken: 6 }, { Taken: 9 }])
  for (const points of [1, 5001, -3])
    expect((await ask(points)).json.ResponseStatus.Errors[0]?.FieldName).toBe('Points')
  await server.stop()
})
