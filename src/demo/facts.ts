import { DateTime } from 'luxon'
import { capacityOf, type Session } from '../registration/model.ts'
import { timetable } from '../registration/timetable.ts'
import type { Reader } from '../store/engine.ts'
import { registrationsOfEvent } from '../store/queries/registrations.ts'
import { sessionsOfEvent } from '../store/queries/sessions.ts'
import { demo } from './content.ts'

export interface DemoSession {
  readonly SessionId: number
  readonly Name: string
  /** ISO with the offset of the event's zone: `2025-11-01T10:30:00+01:00`. Null where no time is set. */
  readonly Start: string | null
  readonly End: string | null
  readonly MaxRegistrants: number | null
}

export interface DemoRegistration {
  readonly RegistrationID: string
  readonly BadgeNumber: number | null
}

/** What there is to try the demo with. */
export interface DemoSummary {
  readonly ClientID: number
  readonly EventID: number
  /** By start, then by id. */
  readonly sessions: readonly DemoSession[]
  /** By badge, the cancelled ones too. */
  readonly registrations: readonly DemoRegistration[]
  readonly cancelled: readonly DemoRegistration[]
  /** Two that cannot be held together, for no reason but their times. */
  readonly overlapping: readonly [DemoSession, DemoSession] | null
  /** The session with the fewest places. */
  readonly smallest: DemoSession | null
}

/** Reads what the store holds of the demo; all empty where it holds none. */
export async function demoSummary(reader: Reader): Promise<DemoSummary> {
  const { client, event } = demo
  const ids = { client: client.id, event: event.id }
  const rows = (await reader.all(sessionsOfEvent, ids)).toSorted((a, b) => (a.starts_at ?? 0) - (b.starts_at ?? 0))
  const sessions = rows.map((row) => ({
    SessionId: row.id,
    Name: row.name,
    Start: isoOf(row.starts_at),
    End: isoOf(row.ends_at),
    MaxRegistrants: row.max_registrants,
  }))
  const shown = (session: Session | undefined) => sessions.find(({ SessionId }) => SessionId === session?.id) ?? null

  // Those that only their times and places can stand against.
  const plain = rows
    .filter((row) => row.group_id === null && row.tickets === '[]')
    .map(
      (row): Session => ({
        id: row.id,
        name: row.name,
        capacity: capacityOf(row.max_registrants),
        taken: row.taken,
        startsAt: row.starts_at,
        endsAt: row.ends_at,
        allowOverlap: row.allow_overlap === 1,
        groupId: null,
        singleSelect: false,
        tickets: [],
      }),
    )
  const strict = timetable(plain.filter((session) => !session.allowOverlap))
  const pairs = plain.map((session) => [shown(session), shown(strict.overlapping(session, 1)[0])] as const)
  const [one, other] = pairs.find((pair) => pair[1] !== null) ?? []
  const limited = plain.filter((session) => session.capacity !== null)
  const smallest = limited.toSorted((a, b) => (a.capacity ?? 0) - (b.capacity ?? 0))[0]

  const registrations = await reader.all(registrationsOfEvent, ids)
  return {
    ClientID: client.id,
    EventID: event.id,
    sessions,
    registrations: registrations.map(registrationShown),
    cancelled: registrations.filter((row) => row.cancelled === 1).map(registrationShown),
    overlapping: one && other ? [one, other] : null,
    smallest: shown(smallest),
  }
}

function registrationShown(row: { registration_id: string; badge_number: number | null }): DemoRegistration {
  return { RegistrationID: row.registration_id, BadgeNumber: row.badge_number }
}

function isoOf(at: number | null): string | null {
  if (at === null) return null
  return DateTime.fromMillis(at, { zone: demo.event.timeZone }).toISO({ suppressMilliseconds: true })
}
