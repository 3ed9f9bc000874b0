import { dto, extension, field } from '../protocol/schema/dto.ts'
import { del, get, operation, post, put } from '../protocol/schema/operation.ts'
import { bool, dateTime, double, int, list, nullable, string } from '../protocol/schema/types.ts'
import { BaseDto, force, organisers, paged, paging } from './base.ts'

/** The members of these five are not public; those declared are ours. */
export const EventRegistrationSettings = dto(
  'EventRegistrationSettings',
  {},
  { MaxRegistrants: nullable(int()), OpensOn: nullable(dateTime()), ClosesOn: nullable(dateTime()) },
)
export const EventRecurrence = dto('EventRecurrence', {}, {})
export const EventLocation = dto(
  'EventLocation',
  {},
  {
    Name: string(),
    Address: string(),
    City: string(),
    TimeZone: field(string(), { description: 'An IANA name such as Europe/Paris; it wins over the offset.' }),
  },
)
export const EventContact = dto('EventContact', {}, { Name: string(), Email: string(), Phone: string() })
export const EventVisibility = dto('EventVisibility', {}, {})

export const Events = dto(
  'Events',
  { extends: BaseDto },
  {
    EventId: field(int(), { location: 'path' }),
    Active: field(bool(), { location: 'body' }),
    ActivateOn: field(dateTime(), { location: 'body' }),
    Name: field(string(), { location: 'body' }),
    StartDate: field(dateTime(), { location: 'body' }),
    StartTime: field(string(), { location: 'body' }),
    EndDate: field(dateTime(), { location: 'body' }),
    EndTime: field(string(), { location: 'body' }),
    DisplayDate: field(string(), { location: 'body' }),
    DisplayTime: field(string(), { location: 'body' }),
    DateTimeOffset: field(double(), { location: 'body', description: 'Hours from UTC.' }),
    DateTimeOffsetDST: field(bool(), { location: 'body' }),
    Comments: field(string(), { location: 'body' }),
    Description: field(string(), { location: 'body' }),
    Logo: field(string(), { location: 'body' }),
    LogoName: field(string(), { location: 'body' }),
    Registration: field(EventRegistrationSettings, { location: 'body' }),
    Recurrence: field(EventRecurrence, { location: 'body' }),
    Location: field(EventLocation, { location: 'body' }),
    Contact: field(EventContact, { location: 'body' }),
    Visibility: field(EventVisibility, { location: 'body' }),
    ParentEventId: field(int(), { location: 'body' }),
    UpdateSeries: field(bool(), { location: 'body' }),
    Categories: field(list(int()), { location: 'body' }),
    Groups: field(list(int()), { location: 'body' }),
    EventGuid: field(string(), { location: 'body' }),
    IsVirtual: field(bool(), { location: 'body' }),
    Featured: field(bool(), { location: 'body' }),
    MemberID: field(int(), { location: 'body' }),
    LastModifiedDate: extension(nullable(dateTime()), 'When it last changed; of a list, only those changed since.'),
    ...force,
    ...paging,
  },
)

export const EventsResponse = dto('EventsResponse', { extends: BaseDto }, { EventsList: list(Events), ...paged })

const path = '/Ams/{ClientID}/Events'

/** The events of a client. */
export const events = operation({
  request: Events,
  response: EventsResponse,
  roles: organisers,
  routes: [
    get(path, 'The events of the client.'),
    post(path, 'Create an event.'),
    put(path, 'Update an event.'),
    get(`${path}/{EventId}`, 'One event.'),
    del(`${path}/{EventId}`, 'Delete an event.'),
  ],
})

export const EventIDs = dto(
  'EventIDs',
  { extends: BaseDto },
  {
    EventName: field(string(), { location: 'query', description: 'A part of the name, in any letter case.' }),
    StartDate: field(nullable(dateTime()), { location: 'query', description: 'Those that end on that day or later.' }),
    EndDate: field(nullable(dateTime()), {
      location: 'query',
      description: 'Those that start on that day or earlier.',
    }),
    LastModifiedDate: field(nullable(dateTime()), { location: 'query', description: 'Those changed since.' }),
    ...paging,
  },
)
export const EventIDListEntry = dto('EventIDListEntry', {}, { ID: int() })
export const EventIDsResponse = dto(
  'EventIDsResponse',
  { extends: BaseDto },
  { EventIDList: list(EventIDListEntry), ...paged },
)

/** The ids of a client's events, for synchronisation. */
export const eventIDs = operation({
  request: EventIDs,
  response: EventIDsResponse,
  roles: organisers,
  routes: [get('/Ams/{ClientID}/EventIDs', 'The ids of the events of the client.')],
})

export const EventCategories = dto('EventCategories', { extends: BaseDto }, { ...paging })
export const EventCategory = dto('EventCategory', {}, { Id: int(), Name: string() })
export const EventCategoriesResponse = dto(
  'EventCategoriesResponse',
  { extends: BaseDto },
  { EventCategoryList: list(EventCategory), ...paged },
)

/** The categories that a client's events may be of. */
export const eventCategories = operation({
  request: EventCategories,
  response: EventCategoriesResponse,
  roles: organisers,
  routes: [get('/Ams/{ClientID}/EventCategories', 'The categories of events.')],
})
