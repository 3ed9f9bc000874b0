import { dto, extension, field } from '../protocol/schema/dto.ts'
import { del, get, operation, post, put } from '../protocol/schema/operation.ts'
import { bool, dateTime, enumeration, int, list, nullable, string } from '../protocol/schema/types.ts'
import { BaseDto, force, organisers, paged, paging } from './base.ts'

export const EventSessions = dto(
  'EventSessions',
  { extends: BaseDto },
  {
    SessionId: field(nullable(int()), { location: 'path' }),
    EventId: field(int(), { location: 'path' }),
    DateCreated: field(dateTime(), { location: 'body' }),
    Name: field(string(), { location: 'body' }),
    Presenter: field(string(), { location: 'body' }),
    StartDate: field(nullable(dateTime()), { location: 'body' }),
    StartTime: field(string(), { location: 'body' }),
    EndDate: field(nullable(dateTime()), { location: 'body' }),
    EndTime: field(string(), { location: 'body' }),
    AllowOverlap: field(bool(), { location: 'body' }),
    MaxRegistrants: field(nullable(int()), { location: 'body' }),
    Description: field(string(), { location: 'body' }),
    RegistrantCount: field(nullable(int()), { location: 'body' }),
    NonCanceledCount: field(nullable(int()), { location: 'body' }),
    AllowCEUs: field(nullable(bool()), { location: 'body' }),
    Tickets: field(list(int()), { location: 'body' }),
    ChargeForSession: field(nullable(bool()), { location: 'body' }),
    SessionGroupId: field(nullable(int()), { location: 'body' }),
    SortByName: field(bool(), { location: 'body' }),
    Room: extension(string(), 'Where it takes place.'),
    AttendedCount: extension(nullable(int()), 'How many of its registrations were checked in.'),
    ...force,
    ...paging,
  },
)

export const EventSessionsResponse = dto(
  'EventSessionsResponse',
  { extends: BaseDto },
  { Sessions: list(EventSessions), ...paged },
)

const sessionsPath = '/Ams/{ClientID}/Event/{EventId}/Sessions'

/** The sessions of an event. */
export const eventSessions = operation({
  request: EventSessions,
  response: EventSessionsResponse,
  roles: organisers,
  routes: [
    get(sessionsPath, 'The sessions of the event.'),
    post(sessionsPath, 'Create a session.'),
    put(sessionsPath, 'Update a session.'),
    get(`${sessionsPath}/{SessionId}`, 'One session.'),
    del(`${sessionsPath}/{SessionId}`, 'Delete a session.'),
  ],
})

/** Its values are not public; these are ours. */
export const SessionGroupType = enumeration('SessionGroupType', ['None', 'Track'])

export const EventSessionGroups = dto(
  'EventSessionGroups',
  { extends: BaseDto },
  {
    SessionGroupId: field(nullable(int()), { location: 'path' }),
    EventId: field(int(), { location: 'path' }),
    Name: field(string(), { location: 'body' }),
    SingleSelect: field(bool(), { location: 'body' }),
    ExpandOnRegistration: field(bool(), { location: 'body' }),
    Type: field(SessionGroupType, { location: 'body' }),
    Sessions: field(list(EventSessions), { location: 'body' }),
    Ordinal: field(int(), { location: 'body' }),
    ...force,
    ...paging,
  },
)

export const EventSessionGroupsResponse = dto(
  'EventSessionGroupsResponse',
  { extends: BaseDto },
  { SessionGroups: list(EventSessionGroups), ...paged },
)

const groupsPath = '/Ams/{ClientID}/Event/{EventId}/EventSessionGroups'

/** The groups that the sessions of an event are arranged in. */
export const eventSessionGroups = operation({
  request: EventSessionGroups,
  response: EventSessionGroupsResponse,
  roles: organisers,
  routes: [
    get(groupsPath, 'The session groups of the event, with their sessions.'),
    put(groupsPath, 'Update a session group.'),
    post(groupsPath, 'Create a session group.'),
    get(`${groupsPath}/{SessionGroupId}`, 'One session group.'),
    del(`${groupsPath}/{SessionGroupId}`, 'Delete a session group.'),
  ],
})
