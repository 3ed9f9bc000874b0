import { dto, extension, field } from '../protocol/schema/dto.ts'
import { del, get, operation, post, put } from '../protocol/schema/operation.ts'
import { bool, dateTime, enumeration, int, list, nullable, string } from '../protocol/schema/types.ts'
import { BaseDto, force, organisers, paged, paging } from './base.ts'

export const EventSessions = dto(
  'EventSessions',
  { extends: BaseDto },
  {
    SessionId: field(nullable(int()), { travels: 'path' }),
    EventId: field(int(), { travels: 'path' }),
    DateCreated: field(dateTime(), { travels: 'body' }),
    Name: field(string(), { travels: 'body' }),
    Presenter: field(string(), { travels: 'body' }),
    StartDate: field(nullable(dateTime()), { travels: 'body' }),
    StartTime: field(string(), { travels: 'body' }),
    EndDate: field(nullable(dateTime()), { travels: 'body' }),
    EndTime: field(string(), { travels: 'body' }),
    AllowOverlap: field(bool(), { travels: 'body' }),
    MaxRegistrants: field(nullable(int()), { travels: 'body' }),
    Description: field(string(), { travels: 'body' }),
    RegistrantCount: field(nullable(int()), { travels: 'body' }),
    NonCanceledCount: field(nullable(int()), { travels: 'body' }),
    AllowCEUs: field(nullable(bool()), { travels: 'body' }),
    Tickets: field(list(int()), { travels: 'body' }),
    ChargeForSession: field(nullable(bool()), { travels: 'body' }),
    SessionGroupId: field(nullable(int()), { travels: 'body' }),
    SortByName: field(bool(), { travels: 'body' }),
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
    SessionGroupId: field(nullable(int()), { travels: 'path' }),
    EventId: field(int(), { travels: 'path' }),
    Name: field(string(), { travels: 'body' }),
    SingleSelect: field(bool(), { travels: 'body' }),
    ExpandOnRegistration: field(bool(), { travels: 'body' }),
    Type: field(SessionGroupType, { travels: 'body' }),
    Sessions: field(list(EventSessions), { travels: 'body' }),
    Ordinal: field(int(), { travels: 'body' }),
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
