import { createTenant } from '../src/accounts/clients.ts'
import { type CreatedKey, createKey } from '../src/accounts/keys.ts'
import { Failure } from '../src/protocol/schema/failure.ts'
import type { Engine, Transaction } from '../src/store/engine.ts'
import { openStore } from '../src/store/open.ts'
import { insertEvent } from '../src/store/queries/events.ts'
import { insertRegistration } from '../src/store/queries/registrations.ts'
import { insertSession } from '../src/store/queries/sessions.ts'

export const client = 25_363
export const event = 120_345
export const path = `/Ams/${client}/Event/${event}/EventRegistrationSessions`

const slots = 8
const rooms = 5
const firstSession = 50_000

/** The RegistrationID of the registration of that number. */
export function registrationId(n: number): string {
  return `${n.toString(16).padStart(8, '0')}-0b5d-4c0a-9d43-2a1be6f0c855`
}

/** `count` sessions for a registration, of which no two are at the same time; all registrations spread over all sessions. */
export function sessionIds(n: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => firstSession + ((n + i) % slots) * rooms + (n % rooms))
}

/**
 * Makes the database that is measured: a client with a key, and an event of 40 sessions (5 rooms at 8 times, each with
 * a limit that is not reached) and of registrations numbered from 0, none of which holds a session.
 */
export function makeEvent(file: string, registrations: number): Promise<CreatedKey> {
  return makeEventIn(`sqlite:${file}`, registrations)
}

/** The same in any database. */
export async function makeEventIn(database: string, registrations: number): Promise<CreatedKey> {
  const engine = await openStore(database)
  const key = await addTenant(engine, client)
  await addEvent(engine, { client, event }, registrations)
  await engine.close()
  return key
}

/** Adds a tenant with a key. */
export async function addTenant(engine: Engine, id: number): Promise<CreatedKey> {
  const deed = { principal: 'bench', requestId: 'bench', at: Date.now() }
  await createTenant(engine, id, 'Society of Examples', deed)
  const key = await createKey(engine, id, { name: 'bench', role: 'admin' }, deed)
  if (key instanceof Failure) throw new Error(key.message)
  return key
}

export interface Scope {
  readonly client: number
  readonly event: number
}

/** Adds an event of 40 sessions, and of registrations numbered from 0. */
export async function addEvent(engine: Engine, scope: Scope, registrations: number): Promise<void> {
  const at = Date.now()
  await engine.write(async (transaction) => {
    await transaction.run(insertEvent, { ...scope, name: 'Conference', timeZone: 'UTC', at })
    for (let i = 0; i < slots * rooms; i++) await addSession(transaction, scope, i, registrations, at)
    for (let n = 0; n < registrations; n++) await addRegistration(transaction, scope, n, at)
    await transaction.refreshStatistics()
  })
}

async function addSession(
  transaction: Transaction,
  scope: Scope,
  i: number,
  places: number,
  at: number,
): Promise<void> {
  const hour = 9 + Math.floor(i / rooms)
  const clock = (h: number) => `${String(h).padStart(2, '0')}:00`
  await transaction.run(insertSession, {
    ...scope,
    id: firstSession + i,
    name: `Session ${i}: a title of some length`,
    presenter: 'Zoé Łukasz',
    startDate: '2025-11-01',
    startTime: clock(hour),
    endDate: '2025-11-01',
    endTime: clock(hour + 1),
    startsAt: Date.UTC(2025, 10, 1, hour),
    endsAt: Date.UTC(2025, 10, 1, hour + 1),
    allowOverlap: 0,
    maxRegistrants: places,
    group: null,
    tickets: '[]',
    room: `Room ${i % rooms}`,
    kind: 'talk',
    at,
  })
}

async function addRegistration(transaction: Transaction, scope: Scope, n: number, at: number): Promise<void> {
  const id = registrationId(n)
  await transaction.run(insertRegistration, {
    ...scope,
    id: n + 1,
    registrationId: id,
    key: id,
    badge: n + 1,
    firstName: 'Zoé',
    lastName: 'Łukasz',
    cancelled: 0,
    at,
  })
}
