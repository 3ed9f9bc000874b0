import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assignmentsOfEvent } from '../../src/store/queries/assignments.ts'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { wrongSessionCounters } from '../../src/store/queries/seats.ts'
import { sessionsOfEvent } from '../../src/store/queries/sessions.ts'
import {
  basic,
  call,
  client,
  event,
  type GivenSession,
  startTestServer,
  type TestServer,
} from '../support/http-server.ts'

const scope = { client, event }
const contenders = 400
const places = 30
const stormers = 12

/** Sessions of the storm: few places, and times of which some cross. */
const stormy: readonly GivenSession[] = [
  { id: 1, from: 9, to: 11, places: 4 },
  { id: 2, from: 10, to: 12, places: 4 },
  { id: 3, from: 11, to: 13, places: 3 },
  { id: 4, from: 12, to: 14, places: 3 },
  { id: 5, group: 1, places: 5 },
  { id: 6, group: 1, places: 5 },
  { id: 7, places: 1 },
]

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ registrations: contenders, sessions: [...stormy, { id: 101, places }] })
})
afterAll(() => server.stop())

/** The sessions that each registration holds, by its number. */
async function held(): Promise<Map<number, number[]>> {
  const all = new Map<number, number[]>()
  for (const { registration, session_id } of await server.engine.all(assignmentsOfEvent, scope)) {
    all.set(
      registration,
      [...(all.get(registration) ?? []), session_id].sort((a, b) => a - b),
    )
  }
  return all
}

const takenOf = async (id: number) =>
  (await server.engine.all(sessionsOfEvent, scope)).find((session) => session.id === id)?.taken

test(`of ${contenders} that ask for ${places} places at once, ${places} get one and nobody gets half of one`, async () => {
  const ask = (badge: number) =>
    call('POST', server.sessionsUrl, { BadgeNumber: badge, SessionIds: [101] }, basic(server.key))
  const answers = await Promise.all(Array.from({ length: contenders }, (_, i) => ask(i + 1)))

  const won = answers.filter(({ status }) => status === 200)
  const lost = answers.filter(({ status }) => status === 409)
  expect([won.length, lost.length]).toEqual([places, contenders - places])
  expect(new Set(lost.map(({ json }) => json.ResponseStatus.ErrorCode))).toEqual(new Set(['SessionFull']))

  expect(await takenOf(101)).toBe(places)
  const winners = won.map(({ json }) => Number(json.BadgeNumber)).sort((a, b) => a - b)
  expect([...(await held()).keys()].sort((a, b) => a - b)).toEqual(winners)
  const audit = await server.engine.all(auditOfEvent, scope)
  expect(audit.map(({ subject }) => subject).sort()).toEqual(winners.map((badge) => `reg-${badge}`).sort())
  expect(await server.engine.all(wrongSessionCounters, { client })).toEqual([])
})

const calls = fc.record({
  verb: fc.constantFrom('POST', 'POST', 'DELETE'),
  badge: fc.integer({ min: 1, max: stormers }),
  ids: fc.uniqueArray(fc.constantFrom(...stormy.map(({ id }) => id), 999), { minLength: 1, maxLength: 3 }),
})

test('in a storm of calls the counters, the rules and the audit hold', async () => {
  const storm = fc.sample(calls, { numRuns: 600, seed: 2_024 })
  const statuses = new Map<string, number>()
  const workers = Array.from({ length: 24 }, async () => {
    for (let next = storm.pop(); next; next = storm.pop()) {
      const body = { BadgeNumber: next.badge, SessionIds: next.ids }
      const { status, statusText } = await call(next.verb, server.sessionsUrl, body, basic(server.key))
      const outcome = status === 200 ? next.verb : statusText
      statuses.set(outcome, (statuses.get(outcome) ?? 0) + 1)
    }
  })
  await Promise.all(workers)
  // The storm blew: every outcome came about, and no other.
  const outcomes = ['DELETE', 'POST', 'SessionFull', 'SessionNotFound', 'SessionOverlap', 'SingleSelect']
  expect([...statuses.keys()].sort()).toEqual(outcomes)

  expect(await server.engine.all(wrongSessionCounters, { client })).toEqual([])
  for (const { id, places = Infinity } of stormy) expect(await takenOf(id)).toBeLessThanOrEqual(places)
  const now = await held()
  for (const ids of now.values()) {
    for (const one of ids) for (const other of ids) expect(one < other && cross(one, other)).toBe(false)
  }
  expect(await replayed()).toEqual(now)
})

/** Whether two sessions cannot be held together. */
function cross(a: number, b: number): boolean {
  const [one, other] = [a, b].map((id) => stormy.find((session) => session.id === id))
  if (!one || !other) return false
  const times = (one.from ?? 0) < (other.to ?? 0) && (other.from ?? 0) < (one.to ?? 0)
  return times || (one.group !== undefined && one.group === other.group)
}

/** What the audit alone says that each registration holds; every row must begin where the one before it ended. */
async function replayed(): Promise<Map<number, number[]>> {
  const all = new Map<number, number[]>()
  for (const { subject, before, after } of await server.engine.all(auditOfEvent, scope)) {
    const badge = Number(subject.slice('reg-'.length))
    expect(JSON.parse(before ?? '').SessionIds).toEqual(all.get(badge) ?? [])
    const ids: number[] = JSON.parse(after ?? '').SessionIds
    if (ids.length > 0) all.set(badge, ids)
    else all.delete(badge)
  }
  return all
}
