import { type Answer, mapped, read } from '../api/client.ts'
import { EventSessionGroups, EventSessions, EventTickets, SessionGroupType } from '../api/dtos.gen.ts'
import type { Group, Session } from './session.ts'
import { wallTime } from './wall-time.ts'

/** The sessions of an event, by start. */
export async function readSessions(event: number): Promise<Answer<readonly Session[]>> {
  return mapped(await read(new EventSessions({ EventId: event })), ({ Sessions = [] }) => Sessions.map(sessionOf))
}

export async function readSession(event: number, id: number): Promise<Answer<Session>> {
  const answer = await read(new EventSessions({ EventId: event, SessionId: id }))
  return mapped(answer, ({ Sessions = [] }) => sessionOf(Sessions[0] ?? new EventSessions({ SessionId: id })))
}

/** The groups of an event, by their place and name. */
export async function readGroups(event: number): Promise<Answer<readonly Group[]>> {
  return mapped(await read(new EventSessionGroups({ EventId: event })), ({ SessionGroups = [] }) =>
    SessionGroups.map((group) => ({
      id: group.SessionGroupId ?? 0,
      name: group.Name || `Group ${group.SessionGroupId}`,
      isTrack: group.Type === SessionGroupType.Track,
      isSingleSelect: group.SingleSelect ?? false,
    })),
  )
}

/** The names of an event's tickets, by their number. */
export async function readTicketNames(event: number): Promise<Answer<ReadonlyMap<number, string>>> {
  return mapped(
    await read(new EventTickets({ EventId: event })),
    ({ Tickets = [] }) => new Map(Tickets.map(({ TicketId = 0, Name }) => [TicketId, Name || `Ticket ${TicketId}`])),
  )
}

function sessionOf(session: EventSessions): Session {
  const { SessionId = 0, MaxRegistrants = 0 } = session
  return {
    id: SessionId,
    name: session.Name || `Session ${SessionId}`,
    presenter: session.Presenter ?? '',
    room: session.Room ?? '',
    description: session.Description ?? '',
    start: wallTime(session.StartDate, session.StartTime),
    end: wallTime(session.EndDate, session.EndTime),
    places: MaxRegistrants > 0 ? MaxRegistrants : null,
    taken: session.NonCanceledCount ?? 0,
    attended: session.AttendedCount ?? 0,
    allowsOverlap: session.AllowOverlap ?? false,
    groupId: session.SessionGroupId ?? null,
    tickets: session.Tickets ?? [],
  }
}
