import { readFileSync } from 'node:fs'
import { JsonServiceClient } from '@servicestack/client'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import type { CreatedKey } from '../../src/accounts/keys.ts'
import { type AnyDtos, loadDtos } from '../clients/typescript/dtos.ts'
import { randomOf } from '../faults/random.ts'
import { freshDatabase } from '../support/database.ts'
import { run } from '../support/program.ts'
import { startServe } from '../support/servers.ts'
import { Agent, type Figures, type Scene } from './agent.ts'
import { problemsOf, readExport } from './proof.ts'

/** How long the agents act; `npm run story` has them go on for two minutes. */
const seconds = Number(process.env.STORY_SECONDS ?? 3)
const people = 400
const client = 25_363
const event = 2025

interface Row {
  readonly slot_id: string
  readonly title: string
  readonly start: string
  readonly end: string
  readonly room_capacity: string
}

const programme: Row[] = parse(readFileSync(new URL('../../data/pyconfr-2025-sessions.csv', import.meta.url)), {
  columns: true,
  bom: true,
})

/** The event, made and sold by nothing but calls with the official client. */
async function sell(url: string, key: CreatedKey, dtos: AnyDtos): Promise<Scene> {
  const caller = new JsonServiceClient(url)
  caller.setCredentials(key.id, key.secret)
  const ask = (method: string, name: string, fields: object) => {
    const Dto = dtos[name]
    if (!Dto) throw new Error(`There is no ${name}`)
    return caller.fetch(method, new Dto({ ClientID: client, ...fields }))
  }
  await ask('POST', 'Events', {
    EventId: event,
    Name: 'PyConFR 2025',
    Active: true,
    Location: { TimeZone: 'Europe/Paris' },
  })
  await ask('POST', 'EventTickets', {
    EventId: event,
    TicketId: 1,
    Name: 'Conference',
    UseInventory: true,
    Quantity: people,
  })
  for (const { slot_id, title, start, end, room_capacity } of programme) {
    await ask('POST', 'EventSessions', {
      EventId: event,
      SessionId: Number(slot_id),
      Name: title,
      StartDate: start.slice(0, 10),
      StartTime: start.slice(11, 16),
      EndDate: end.slice(0, 10),
      EndTime: end.slice(11, 16),
      MaxRegistrants: Number(room_capacity) || null,
      Tickets: [1],
    })
  }
  for (let badge = 1; badge <= people; badge++) {
    const Registrant = { FirstName: 'Agent', LastName: String(badge), Tickets: [1] }
    await ask('POST', 'EventRegistrations', {
      EventID: event,
      RegistrationID: `agent-${badge}`,
      BadgeNumber: badge,
      Registrant,
    })
  }
  const sessions = programme.map(({ slot_id }) => Number(slot_id))
  return { url, key, dtos, client, event, sessions }
}

async function play(scene: Scene): Promise<Figures> {
  const figures: Figures = { calls: 0, endings: {}, latencies: [] }
  const until = performance.now() + seconds * 1_000
  const agents = Array.from({ length: people }, (_, i) => new Agent(scene, `agent-${i + 1}`, randomOf(i), figures))
  await Promise.all(
    agents.map(async (agent) => {
      while (performance.now() < until) await agent.act()
    }),
  )
  return figures
}

function told({ calls, endings, latencies }: Figures): string {
  const sorted = latencies.toSorted((a, b) => a - b)
  const lines = Object.entries(endings).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return [
    `${calls} calls in ${seconds} s, ${Math.round(calls / seconds)} a second; p99 ${sorted[Math.floor(sorted.length * 0.99)]?.toFixed(0)} ms`,
    ...lines.map(([ending, count]) => `  ${count} ${ending}`),
  ].join('\n')
}

test('an event is made, sold and changed by 400 at once, and nothing of it is wrong', {
  timeout: (seconds + 90) * 1_000,
}, async () => {
  const database = await freshDatabase()
  const env = { LECTERN_DATABASE_URL: database.url }
  await run(['client', 'add', '--id', String(client), '--name', 'Society'], { env })
  const made = await run(['key', 'create', '--client', String(client), '--role', 'admin', '--json'], { env })
  const server = await startServe([], { env })
  // Its log is long, and nobody reads it.
  server.child.stderr.removeAllListeners('data').resume()
  const scene = await sell(server.url, JSON.parse(made.stdout), await loadDtos(server.url))
  const figures = await play(scene)
  process.stdout.write(`${told(figures)}\n`)
  expect(await server.stop()).toMatchObject({ code: 0 })
  const { stdout } = await run(['export', '--client', String(client)], { env })
  const exported = readExport(stdout)
  const promotions = exported.audit.filter(({ action }) => action === 'promote').length
  process.stdout.write(
    `${exported.audit.length} lines of audit, ${promotions} promotions, ${exported.waitlist.length} still waiting\n`,
  )
  expect(exported.sessions).toHaveLength(93)
  expect(exported.registrations).toHaveLength(people)
  expect(promotions).toBeGreaterThan(0)
  expect(problemsOf(exported)).toEqual([])
  await database.remove()
})

describe('the proof finds', () => {
  const session = (id: number, from: number) => ({
    id,
    max_registrants: 1,
    taken: 1,
    starts_at: from,
    ends_at: from + 2,
  })
  const change = (action: string, subject: string, before: number[] | null, after: number[] | null) => {
    const text = (ids: number[] | null) => ids && JSON.stringify({ SessionIds: ids })
    return { action, subject, before: text(before), after: text(after) }
  }
  const good = {
    sessions: [session(1, 0)],
    registrations: ['a', 'b', 'c'].map((registration_id, i) => ({ id: i + 1, registration_id, cancelled: 0 })),
    assignments: [{ registration: 2, session_id: 1 }],
    waitlist: [{ session_id: 1, registration: 3, place: 2 }],
    audit: [
      change('assign', 'a', [], [1]),
      change('waitlist.add', 'b', null, [1]),
      change('waitlist.add', 'c', null, [1]),
      change('remove', 'a', [1], []),
      change('promote', 'b', [], [1]),
    ],
  }

  test('nothing where nothing is wrong', () => {
    expect(problemsOf(good)).toEqual([])
  })

  test.each<[string, object]>([
    ['a session over its places', { assignments: [1, 2].map((registration) => ({ registration, session_id: 1 })) }],
    ['a counter that is wrong', { sessions: [{ ...session(1, 0), taken: 0 }] }],
    [
      'sessions that cross',
      {
        sessions: [session(1, 0), session(2, 1)],
        assignments: [...good.assignments, { registration: 2, session_id: 2 }],
      },
    ],
    ['a change without audit', { audit: good.audit.slice(1) }],
    [
      'somebody let in before another',
      {
        audit: [...good.audit.slice(0, 4), change('promote', 'c', [], [1])],
        assignments: [{ registration: 3, session_id: 1 }],
        waitlist: [{ session_id: 1, registration: 2, place: 1 }],
      },
    ],
    ['a line that the audit does not tell', { waitlist: [] }],
  ])('%s', (_what, damage) => {
    expect(problemsOf({ ...good, ...damage })).not.toEqual([])
  })
})
