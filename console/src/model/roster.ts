import { type Answer, call, mapped, read } from '../api/client.ts'
import { EventRegistrationAttendance, EventSessionAttendance, EventSessionRoster } from '../api/dtos.gen.ts'
import { folded } from './text.ts'

/** Somebody who holds a session. */
export interface Holder {
  readonly registrationId: string
  readonly badge: number | null
  readonly name: string
  readonly status: string
  /** When they were checked in to the session; null when not. */
  readonly attendedAt: string | null
  /** Name and badge, as they are searched. */
  readonly searched: string
}

/** Who holds a session, by name. */
export function readRoster(event: number, session: number): Promise<Answer<readonly Holder[]>> {
  return readEntries(new EventSessionRoster({ EventID: event, SessionId: session }))
}

/** Who waits for a session, the next one first. */
export function readWaiting(event: number, session: number): Promise<Answer<readonly Holder[]>> {
  return readEntries(new EventSessionRoster({ EventID: event, SessionId: session, Waitlisted: true }))
}

async function readEntries(request: EventSessionRoster): Promise<Answer<readonly Holder[]>> {
  const answer = await read(request)
  return mapped(answer, ({ Roster = [] }) =>
    Roster.map((entry) => {
      const name = nameOf(entry)
      return {
        registrationId: entry.RegistrationID ?? '',
        badge: entry.BadgeNumber ?? null,
        name,
        status: entry.Status ?? '',
        attendedAt: entry.AttendedAt ?? null,
        searched: folded(`${name} ${entry.BadgeNumber ?? ''}`),
      }
    }),
  )
}

/** Checks a registration in to a session, or takes that back. */
export function checkInToSession(event: number, session: number, registrationId: string, isThere: boolean) {
  const whom = { EventID: event, RegistrationID: registrationId, SessionId: session }
  return call('PUT', new EventSessionAttendance({ ...whom, Attended: isThere }))
}

/** Checks a registration in to its event, or takes that back. */
export function checkInToEvent(registrationId: string, isThere: boolean) {
  return call('PUT', new EventRegistrationAttendance({ RegistrationID: registrationId, AttendedEvent: isThere }))
}

/** A name as lists have it: `Martin, Élise`. */
export function nameOf({ FirstName = '', LastName = '' }: { FirstName?: string; LastName?: string }): string {
  return [LastName, FirstName].filter((part) => part !== '').join(', ') || 'No name'
}
