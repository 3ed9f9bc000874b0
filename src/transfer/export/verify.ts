import { capacityOf, type Session } from '../../registration/model.ts'
import { overlaps } from '../../registration/timetable.ts'
import type { Reader } from '../../store/engine.ts'
import { wrongEventCounters, wrongSessionCounters } from '../../store/queries/seats.ts'
import { wrongTicketCounters } from '../../store/queries/tickets.ts'
import type { RowOfTable } from '../../store/queries/transfer.ts'
import { AuditReplay } from './audit-replay.ts'
import { rowsOf } from './keyset-pages.ts'

/** Something that is not as it should be, or that only `Force` brings about. */
export interface Finding {
  readonly kind: 'wrong' | 'forced'
  readonly client: number
  readonly event: number | null
  readonly what: string
}

/**
 * Looks at all that a client has, as it is at one moment: counters against what they count, places against how many there
 * are, times that cross, groups that allow one session, rows that refer to what is not there, and the audit, which replayed
 * from nothing must lead to the assignments and waiting lists that there are.
 */
export async function verifyClient(reader: Reader, client: number): Promise<Finding[]> {
  const found: Finding[] = []
  const wrong = (event: number | null, what: string) => found.push({ kind: 'wrong', client, event, what })
  const forced = (event: number | null, what: string) => found.push({ kind: 'forced', client, event, what })

  for (const { event_id, id, taken, assigned } of await reader.all(wrongSessionCounters, { client })) {
    wrong(event_id, `session ${id} counts ${taken} places taken, and ${assigned ?? 0} are`)
  }
  for (const each of await reader.all(wrongEventCounters, { client })) {
    wrong(each.id, `the event counts other registrations than it has: ${JSON.stringify(each)}`)
  }
  for (const each of await reader.all(wrongTicketCounters, { client })) {
    wrong(each.event_id, `ticket ${each.id} counts others sold than are held: ${JSON.stringify(each)}`)
  }

  const sessions = await byKey(rowsOf(reader, 'session', client), ({ event_id, id }) => `${event_id} ${id}`)
  const groups = await byKey(rowsOf(reader, 'session_group', client), ({ event_id, id }) => `${event_id} ${id}`)
  const people = await byKey(rowsOf(reader, 'registration', client), ({ event_id, id }) => `${event_id} ${id}`)
  const replay = new AuditReplay()
  for await (const change of rowsOf(reader, 'audit', client)) replay.step(change)

  for (const session of sessions.values()) {
    const { event_id, id, taken, group_id } = session
    const capacity = capacityOf(session.max_registrants)
    if (capacity !== null && taken > capacity)
      forced(event_id, `session ${id} has ${taken} registrations for ${capacity} places`)
    if (group_id !== null && !groups.has(`${event_id} ${group_id}`))
      wrong(event_id, `session ${id} is of group ${group_id}, which is not there`)
  }

  const held = new Map<string, RowOfTable<'session'>[]>()
  for await (const { event_id, registration, session_id } of rowsOf(reader, 'assignment', client)) {
    const session = sessions.get(`${event_id} ${session_id}`)
    const key = `${event_id} ${registration}`
    if (!session || !people.has(key))
      wrong(
        event_id,
        `an assignment is of registration ${registration} and session ${session_id}, and one is not there`,
      )
    else held.set(key, [...(held.get(key) ?? []), session])
  }
  const singles = new Set(
    [...groups.values()].filter((group) => group.single_select === 1).map(({ event_id, id }) => `${event_id} ${id}`),
  )
  for (const [key, person] of people) {
    const mine = held.get(key) ?? []
    const { event_id, registration_id } = person
    for (const [a, b] of pairs(mine)) {
      if (overlaps(ruleSession(a), ruleSession(b)) && !(a.allow_overlap === 1 && b.allow_overlap === 1)) {
        forced(event_id, `${registration_id} holds ${a.id} and ${b.id}, whose times cross`)
      }
      if (a.group_id !== null && a.group_id === b.group_id && singles.has(`${event_id} ${a.group_id}`)) {
        forced(event_id, `${registration_id} holds ${a.id} and ${b.id} of group ${a.group_id}, which allows one`)
      }
    }
    const stored = listed(mine.map(({ id }) => id))
    const replayed = listed(replay.held(event_id, registration_id))
    if (stored !== replayed) wrong(event_id, `${registration_id} holds [${stored}], and by the audit [${replayed}]`)
  }

  const lines = new Map<string, string[]>()
  for await (const { event_id, session_id, registration } of inOrder(rowsOf(reader, 'waitlist', client))) {
    const person = people.get(`${event_id} ${registration}`)
    const key = `${event_id} ${session_id}`
    if (!person || !sessions.has(key))
      wrong(event_id, `registration ${registration} waits for session ${session_id}, and one is not there`)
    else lines.set(key, [...(lines.get(key) ?? []), person.registration_id])
  }
  for (const [key, { event_id, id }] of sessions) {
    const [stored, replayed] = [lines.get(key) ?? [], replay.line(event_id, id)].map((line) => line.join(', '))
    if (stored !== replayed) wrong(event_id, `the line of session ${id} is [${stored}], and by the audit [${replayed}]`)
  }
  return found
}

async function byKey<Row>(rows: AsyncIterable<Row>, key: (row: Row) => string): Promise<Map<string, Row>> {
  const found = new Map<string, Row>()
  for await (const row of rows) found.set(key(row), row)
  return found
}

/** Lists of waiting, each in its order. */
async function* inOrder(rows: AsyncIterable<RowOfTable<'waitlist'>>): AsyncGenerator<RowOfTable<'waitlist'>> {
  const all: RowOfTable<'waitlist'>[] = []
  for await (const row of rows) all.push(row)
  yield* all.sort((a, b) => a.place - b.place)
}

function* pairs<T>(list: readonly T[]): Generator<[T, T]> {
  for (const [i, a] of list.entries()) for (const b of list.slice(i + 1)) yield [a, b]
}

/** A session as far as its times go. */
function ruleSession({ id, name, starts_at, ends_at, allow_overlap }: RowOfTable<'session'>): Session {
  return {
    id,
    name,
    startsAt: starts_at,
    endsAt: ends_at,
    allowOverlap: allow_overlap === 1,
    capacity: null,
    taken: 0,
    groupId: null,
    singleSelect: false,
    tickets: [],
  }
}

function listed(ids: readonly number[]): string {
  return ids.toSorted((a, b) => a - b).join(', ')
}
