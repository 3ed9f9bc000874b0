import { expect } from 'vitest'
import type { Engine } from '../../src/store/engine.ts'
import { openStore } from '../../src/store/open.ts'
import { assignmentsOfEvent } from '../../src/store/queries/assignments.ts'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { wrongEventCounters, wrongSessionCounters } from '../../src/store/queries/seats.ts'
import { sessionsOfEvent } from '../../src/store/queries/sessions.ts'
import { waitlistsOfEvent } from '../../src/store/queries/waitlist.ts'
import type { RowOf } from '../../src/store/statement.ts'
import { client, event, idOf } from './event.ts'
import type { Places, Registration } from './history.ts'

const scope = { client, event }

/**
 * Reads what the database holds after all faults, and holds it against what the callers were answered.
 * @throws Error (or a failed expectation) where anything answered is not there, anything is there by halves or twice, or a
 * waiting list is out of order
 */
export async function checkAgainst(database: string, registrations: readonly Registration[]): Promise<void> {
  const engine = await openStore(database)
  try {
    const places = await placesOf(engine)
    const nobody: Places = { held: new Set(), waits: new Set() }
    for (const registration of registrations) registration.settle(places.get(registration.id) ?? nobody)
    await checkCounters(engine)
    await checkAudit(engine, places)
  } finally {
    await engine.close()
  }
}

/** What each registration has, by RegistrationID. */
async function placesOf(engine: Engine): Promise<Map<string, { held: Set<number>; waits: Set<number> }>> {
  const places = new Map<string, { held: Set<number>; waits: Set<number> }>()
  const of = (badge: number) => {
    const id = idOf(badge)
    const found = places.get(id) ?? { held: new Set<number>(), waits: new Set<number>() }
    places.set(id, found)
    return found
  }
  for (const { registration, session_id } of await engine.all(assignmentsOfEvent, scope))
    of(registration).held.add(session_id)
  for (const { registration, session_id } of await engine.all(waitlistsOfEvent, scope))
    of(registration).waits.add(session_id)
  return places
}

async function checkCounters(engine: Engine): Promise<void> {
  const sessions = await engine.all(sessionsOfEvent, scope)
  expect(sessions.filter(({ taken, max_registrants }) => taken > (max_registrants ?? taken))).toEqual([])
  expect(await engine.all(wrongSessionCounters, { client })).toEqual([])
  expect(await engine.all(wrongEventCounters, { client })).toEqual([])
}

type Change = RowOf<typeof auditOfEvent>

/** Replays the audit: it must lead, step by step, to what there is, and let nobody in before those who came first. */
async function checkAudit(engine: Engine, places: ReadonlyMap<string, Places>): Promise<void> {
  const changes = await engine.all(auditOfEvent, scope)
  const held = new Map<string, string>()
  const lines = new Map<number, string[]>()
  const requests = new Set<string>()
  for (const change of changes) {
    const { subject, action } = change
    if (action === 'assign' || action === 'remove') {
      // A call that is done twice would record itself twice.
      expect(requests.has(`${change.request_id} ${subject}`)).toBe(false)
      requests.add(`${change.request_id} ${subject}`)
    }
    if (action === 'assign' || action === 'remove' || action === 'promote') {
      expect({ change, before: change.before }).toEqual({ change, before: held.get(subject) ?? idsText([]) })
      held.set(subject, change.after ?? '')
    }
    moveInLine(lines, change)
  }
  for (const [id, { held: now }] of places) expect(held.get(id) ?? idsText([])).toBe(idsText([...now].sort(ascending)))
  const left = new Map<number, string[]>()
  for (const { session_id, registration } of await engine.all(waitlistsOfEvent, scope)) {
    left.set(session_id, [...(left.get(session_id) ?? []), idOf(registration)])
  }
  expect(Object.fromEntries([...lines].filter(([, line]) => line.length > 0))).toEqual(Object.fromEntries(left))
}

/** Nothing stands in anybody's way in these events: a place goes to the first in line, and to nobody else. */
function moveInLine(lines: Map<number, string[]>, { action, subject, before, after }: Change): void {
  const lineOf = (session: number) => lines.get(session) ?? []
  const added = idsOf(after).filter((id) => !idsOf(before).includes(id))
  if (action === 'waitlist.add') {
    for (const session of added) lines.set(session, [...lineOf(session), subject])
  } else if (action === 'waitlist.remove') {
    for (const session of idsOf(before)) {
      expect(lineOf(session)).toContain(subject)
      lines.set(
        session,
        lineOf(session).filter((each) => each !== subject),
      )
    }
  } else if (action === 'promote') {
    for (const session of added) {
      expect([session, lineOf(session)[0]]).toEqual([session, subject])
      lines.set(session, lineOf(session).slice(1))
    }
  } else if (action === 'assign') {
    for (const session of added) expect([session, lineOf(session)]).toEqual([session, []])
  }
}

function idsOf(state: string | null): number[] {
  const parsed: unknown = JSON.parse(state ?? 'null')
  const ids = typeof parsed === 'object' && parsed !== null && 'SessionIds' in parsed ? parsed.SessionIds : []
  return Array.isArray(ids) ? ids.map(Number) : []
}

function idsText(ids: readonly number[]): string {
  return JSON.stringify({ SessionIds: ids })
}

const ascending = (a: number, b: number) => a - b
