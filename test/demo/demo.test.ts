import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { demo, demoSummary, hasDemo, loadDemo } from '../../src/demo/index.ts'
import type { Engine } from '../../src/store/engine.ts'
import { openStore } from '../../src/store/open.ts'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { eventById } from '../../src/store/queries/events.ts'
import { ticketsOf } from '../../src/store/queries/registration-tickets.ts'
import { registrationsOfEvent } from '../../src/store/queries/registrations.ts'
import { wrongEventCounters } from '../../src/store/queries/seats.ts'
import { groupsOfEvent } from '../../src/store/queries/session-groups.ts'
import { sessionsOfEvent } from '../../src/store/queries/sessions.ts'
import { insertTenantRow } from '../../src/store/queries/tenants.ts'
import { ticketsOfEvent, wrongTicketCounters } from '../../src/store/queries/tickets.ts'

const directory = mkdtempSync(join(tmpdir(), 'lectern-demo-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const ids = { client: 1000, event: 2025 }
const at = Date.UTC(2025, 9, 1)
let files = 0
let engine: Engine
const open = () => openStore(`sqlite:${join(directory, `${++files}.db`)}`)
beforeEach(async () => {
  engine = await open()
})
afterEach(() => engine.close())

async function contents(engine: Engine) {
  const queries = [eventById, ticketsOfEvent, groupsOfEvent, sessionsOfEvent, registrationsOfEvent, auditOfEvent]
  const answers = []
  for (const query of queries) answers.push(await engine.all<typeof ids, unknown>(query, ids))
  return answers
}

test('holds every session of the programme, with its room’s places', async () => {
  expect(await loadDemo(engine, at)).toBe('loaded')
  const lines = readFileSync(demo.sessions, 'utf8').trim().split('\n').slice(1)
  const sessions = await engine.all(sessionsOfEvent, ids)
  const told = (cells: readonly (string | undefined)[]) => cells.join(' ')
  const wanted = lines.map((line) => {
    const cells = line.split(',')
    return told([
      cells[0],
      String(Date.parse(cells.at(-4) ?? '')),
      String(Date.parse(cells.at(-3) ?? '')),
      cells.at(-1),
    ])
  })
  const found = sessions.map((row) => told([row.id, row.starts_at, row.ends_at, row.max_registrants].map(String)))
  expect(found.sort()).toEqual(wanted.sort())
  expect(sessions).toHaveLength(93)
})

test('has a group of workshops that allows one, and a session for members', async () => {
  await loadDemo(engine, at)
  const sessions = await engine.all(sessionsOfEvent, ids)
  const workshops = sessions.filter((row) => row.group_id !== null)
  expect(workshops.map((row) => row.id)).toEqual([3226, 3227, 3230, 3247, 3248, 3251])
  expect(new Set(workshops.map((row) => `${row.kind} ${row.start_date}`))).toEqual(new Set(['Workshop 2025-11-01']))
  expect(await engine.all(groupsOfEvent, ids)).toEqual([{ id: 1, name: 'Saturday workshops', single_select: 1 }])
  expect(sessions.filter((row) => row.tickets !== '[]').map((row) => [row.id, row.tickets])).toEqual([[3264, '[2]']])
  expect(await engine.all(ticketsOfEvent, ids)).toEqual([
    { id: 1, name: 'PyConFR 2025' },
    { id: 2, name: 'AFPy membership' },
  ])
})

test('has 400 registrations, the last twenty cancelled, half of them members', async () => {
  await loadDemo(engine, at)
  const registrations = await engine.all(registrationsOfEvent, ids)
  expect(registrations.map((row) => row.badge_number)).toEqual(Array.from({ length: 400 }, (_, i) => i + 1))
  expect(registrations.filter((row) => row.cancelled).map((row) => row.badge_number)).toEqual(
    Array.from({ length: 20 }, (_, i) => i + 381),
  )
  const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
  expect(registrations.filter((row) => !guid.test(row.registration_id))).toEqual([])
  expect(new Set(registrations.map((row) => row.registration_id)).size).toBe(400)
  // Held by all who use the demo: it may never change.
  expect(registrations[0]?.registration_id).toBe('7b2b2dd2-92c6-568e-adbc-4f54e62202a5')
  expect(new Set(registrations.map((row) => `${row.first_name} ${row.last_name}`)).size).toBeGreaterThan(380)
  let members = 0
  for (const { id } of registrations) {
    const tickets = (await engine.all(ticketsOf, { ...ids, registration: id })).map((row) => row.ticket_id)
    expect(tickets).toContain(1)
    if (tickets.includes(2)) members++
  }
  expect(members).toBe(200)
})

test('is the same in every store, and loading it again changes nothing', async () => {
  expect(await hasDemo(engine)).toBe(false)
  await loadDemo(engine, at)
  expect(await hasDemo(engine)).toBe(true)
  const before = await contents(engine)
  expect(await loadDemo(engine, at + 1)).toBe('present')
  expect(await contents(engine)).toEqual(before)
  const other = await open()
  await loadDemo(other, at)
  expect(await contents(other)).toEqual(before)
  await other.close()
})

test('has the audit of all that it holds, in the order in which it came', async () => {
  await loadDemo(engine, at)
  const subjects = (await engine.all(auditOfEvent, ids)).map((row) => row.subject)
  expect(subjects.slice(0, 4)).toEqual(['event 2025', 'ticket 1', 'ticket 2', 'group 1'])
  expect(subjects).toHaveLength(4 + 93 + 400)
})

test('leaves a store alone whose client 1000 is another', async () => {
  await engine.write(async (t) => t.run(insertTenantRow, { client: 1000, name: 'Association', at }))
  expect(await loadDemo(engine, at)).toBe('occupied')
  expect(await engine.first(eventById, ids)).toBeUndefined()
  expect(await hasDemo(engine)).toBe(false)
})

test('tells what there is to try', async () => {
  await loadDemo(engine, at)
  const facts = await demoSummary(engine)
  expect(facts.sessions).toHaveLength(93)
  expect(facts.sessions).toContainEqual({
    SessionId: 3264,
    Name: 'Assemblée générale de l’AFPy',
    Start: '2025-11-02T09:00:00+01:00',
    End: '2025-11-02T09:55:00+01:00',
    MaxRegistrants: 122,
  })
  expect(facts.registrations).toHaveLength(400)
  expect(facts.registrations[399]).toEqual(facts.cancelled.at(-1))
  expect(facts.cancelled.map((row) => row.BadgeNumber)).toContain(381)
  expect(facts.smallest?.MaxRegistrants).toBe(Math.min(...facts.sessions.map((row) => row.MaxRegistrants ?? Infinity)))
  const [one, other] = facts.overlapping ?? []
  expect(one?.SessionId).not.toBe(other?.SessionId)
  expect(String(one?.Start) < String(other?.End) && String(other?.Start) < String(one?.End)).toBe(true)
})

test('tells nothing of a store that holds no demo', async () => {
  expect(await demoSummary(engine)).toMatchObject({
    sessions: [],
    registrations: [],
    overlapping: null,
    smallest: null,
  })
})

test('has every counter right', async () => {
  await loadDemo(engine, at)
  const { client } = ids
  expect((await engine.first(eventById, ids))?.taken).toBe(380)
  expect(await engine.all(wrongEventCounters, { client })).toEqual([])
  expect(await engine.all(wrongTicketCounters, { client })).toEqual([])
})
