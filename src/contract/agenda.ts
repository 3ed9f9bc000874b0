import { dto, field } from '../protocol/schema/dto.ts'
import { get, operation } from '../protocol/schema/operation.ts'
import { bool, dateTime, int, list, nullable, string } from '../protocol/schema/types.ts'
import { BaseDto, organisers, paged, paging } from './base.ts'
import { RegistrationStatus } from './event-registrations.ts'

/** This operation and those below are ours: the original has none like them. */
export const EventSessionRoster = dto(
  'EventSessionRoster',
  { extends: BaseDto },
  {
    EventID: field(int(), { location: 'path' }),
    SessionId: field(int(), { location: 'path' }),
    Status: field(nullable(RegistrationStatus), {
      location: 'query',
      description: 'Only registrations of that status; all but cancelled ones where it is not given.',
    }),
    Waitlisted: field(nullable(bool()), {
      location: 'query',
      description: 'Who waits for a place, the next one first, instead of who has one.',
    }),
    ...paging,
  },
)

export const SessionRosterEntry = dto(
  'SessionRosterEntry',
  {},
  {
    BadgeNumber: nullable(int()),
    RegistrationID: string(),
    FirstName: string(),
    LastName: string(),
    Status: string(),
    AttendedAt: nullable(dateTime()),
  },
)

export const EventSessionRosterResponse = dto(
  'EventSessionRosterResponse',
  { extends: BaseDto },
  { EventID: int(), SessionId: int(), Roster: list(SessionRosterEntry), ...paged },
)

/** Who holds a session: the list for its door. */
export const eventSessionRoster = operation({
  request: EventSessionRoster,
  response: EventSessionRosterResponse,
  roles: organisers,
  routes: [get('/Ams/{ClientID}/Event/{EventID}/Sessions/{SessionId}/Roster', 'Who holds the session.')],
})

const whose = {
  EventID: field(int(), { location: 'path' }),
  RegistrationID: field(string(), { location: 'query' }),
  BadgeNumber: field(nullable(int()), { location: 'query' }),
}

export const EventRegistrationAgenda = dto('EventRegistrationAgenda', { extends: BaseDto }, whose)

export const AgendaEntry = dto(
  'AgendaEntry',
  {},
  {
    SessionId: int(),
    Name: string(),
    Presenter: string(),
    Room: string(),
    StartDate: nullable(dateTime()),
    StartTime: string(),
    EndDate: nullable(dateTime()),
    EndTime: string(),
    StartsAt: field(nullable(dateTime()), {
      description: 'The moment of the start, with the offset of the event’s clocks.',
    }),
    EndsAt: field(nullable(dateTime()), { description: 'The moment of the end, likewise.' }),
    AttendedAt: nullable(dateTime()),
  },
)

export const EventRegistrationAgendaResponse = dto(
  'EventRegistrationAgendaResponse',
  { extends: BaseDto },
  {
    EventID: int(),
    EventName: string(),
    TimeZone: string(),
    RegistrationID: string(),
    BadgeNumber: nullable(int()),
    FirstName: string(),
    LastName: string(),
    Status: string(),
    Agenda: list(AgendaEntry),
  },
)

const path = '/Ams/{ClientID}/Event/{EventID}'

/** The sessions of a registration in the order of time. */
export const eventRegistrationAgenda = operation({
  request: EventRegistrationAgenda,
  response: EventRegistrationAgendaResponse,
  roles: organisers,
  routes: [get(`${path}/EventRegistrationAgenda`, 'The agenda of a registration.')],
})

export const EventRegistrationCalendar = dto('EventRegistrationCalendar', { extends: BaseDto }, whose)

/** Tells of refusals only: the answer itself is an iCalendar document. */
export const EventRegistrationCalendarResponse = dto('EventRegistrationCalendarResponse', { extends: BaseDto }, {})

/** The same agenda as an iCalendar document, text/calendar. */
export const eventRegistrationCalendar = operation({
  request: EventRegistrationCalendar,
  response: EventRegistrationCalendarResponse,
  roles: organisers,
  routes: [
    get(`${path}/EventRegistrationAgenda.ics`, 'The agenda of a registration as an iCalendar document.'),
    get(`${path}/EventRegistrationCalendar`, 'The agenda of a registration as an iCalendar document.'),
  ],
})
