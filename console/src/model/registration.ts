import { type Answer, call, mapped, read } from '../api/client.ts'
import {
  type AgendaEntry,
  EventRegistrationAgenda,
  EventRegistrationRegistrant,
  EventRegistrations,
  RegistrationSessionRequest,
} from '../api/dtos.gen.ts'
import { type WallTime, wallTime } from './wall-time.ts'

/** A registration: whose it is, and what it holds. */
export interface Registration {
  readonly id: string
  readonly name: string
  readonly badge: number | null
  readonly status: string
  readonly isCancelled: boolean
  readonly registeredAt: string | null
  readonly isHere: boolean
  readonly tickets: readonly number[]
  /** Its places on waiting lists, by session. */
  readonly waiting: ReadonlyMap<number, number>
  /** What it holds, in the order of time. */
  readonly agenda: readonly AgendaItem[]
}

export interface AgendaItem {
  readonly sessionId: number
  readonly name: string
  readonly presenter: string
  readonly room: string
  readonly start: WallTime | null
  readonly end: WallTime | null
  readonly attendedAt: string | null
}

export async function readRegistration(event: number, id: string): Promise<Answer<Registration>> {
  const [facts, agenda] = await Promise.all([
    read(new EventRegistrations({ EventID: event, RegistrationID: id })),
    read(new EventRegistrationAgenda({ EventID: event, RegistrationID: id })),
  ])
  if (!agenda.ok) return agenda
  return mapped(facts, ({ Registrant = new EventRegistrationRegistrant() }) => {
    const { FirstName = '', LastName = '', Status = '', Waitlisted = [] } = Registrant
    return {
      id: Registrant.RegistrationID ?? id,
      name: `${FirstName} ${LastName}`.trim() || 'No name',
      badge: Registrant.BadgeNumber ?? null,
      status: Status,
      isCancelled: Status === 'Cancelled',
      registeredAt: Registrant.DateRegistered ?? null,
      isHere: Registrant.IsAttended ?? false,
      tickets: Registrant.Tickets ?? [],
      waiting: new Map(Waitlisted.map(({ SessionId, Position }) => [Number(SessionId), Number(Position)])),
      agenda: (agenda.value.Agenda ?? []).map(agendaItem),
    }
  })
}

function agendaItem(entry: AgendaEntry): AgendaItem {
  return {
    sessionId: entry.SessionId ?? 0,
    name: entry.Name || `Session ${entry.SessionId}`,
    presenter: entry.Presenter ?? '',
    room: entry.Room ?? '',
    start: wallTime(entry.StartDate, entry.StartTime),
    end: wallTime(entry.EndDate, entry.EndTime),
    attendedAt: entry.AttendedAt ?? null,
  }
}

/** Adds a session to a registration. @param waits puts it on the waiting list where the session is full */
export function addSession(event: number, registration: string, session: number, waits: boolean) {
  const whose = { EventID: event, RegistrationID: registration, SessionIds: [session] }
  return call('POST', new RegistrationSessionRequest({ ...whose, ...(waits && { Waitlist: true }) }))
}

/** Removes a session from a registration, or takes the registration off its waiting list. */
export function removeSession(event: number, registration: string, session: number) {
  return call(
    'DELETE',
    new RegistrationSessionRequest({ EventID: event, RegistrationID: registration, SessionIds: [session] }),
  )
}

/** Cancels a registration, which gives its places back; or restores it, with those that are still free. */
export function changeStatus(event: number, registration: string, status: 'Cancelled' | 'Open') {
  const Registrant = new EventRegistrationRegistrant({ Status: status })
  return call('PUT', new EventRegistrations({ EventID: event, RegistrationID: registration, Registrant }))
}
