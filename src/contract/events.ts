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
    EventId: field(int(), { travels: 'path' }),
    Active: field(bool(), { travels: 'body' }),
    ActivateOn: field(dateTime(), { travels: 'body' }),
    Name: field(string(), { travels: 'body' }),
    StartDate: field(dateTime(), { travels: 'body' }),
    StartTime: field(string(), { travels: 'body' }),
    EndDate: field(dateTime(), { travels: 'body' }),
    EndTime: field(string(), { travels: 'body' }),
    DisplayDate: field(string(), { travels: 'body' }),
    DisplayTime: field(string(), { travels: 'body' }),
    DateTimeOffset: field(double(), { travels: 'body', description: 'Hours from UTC.' }),
    DateTimeOffsetDST: field(bool(), { travels: 'body' }),
    Comments: field(string(), { travels: 'body' }),
    Description: field(string(), { travels: 'body' }),
    Logo: field(string(), { travels: 'body' }),
    LogoName: field(string(), { travels: 'body' }),
    Registration: field(EventRegistrationSettings, { travels: 'body' }),
    Recurrence: field(EventRecurrence, { travels: 'body' }),
    Location: field(EventLocation, { travels: 'body' }),
    Contact: field(EventContact, { travels: 'body' }),
    Visibility: field(EventVisibility, { travels: 'body' }),
    ParentEventId: field(int(), { travels: 'body' }),
    UpdateSeries: field(bool(), { travels: 'body' }),
    Categories: field(list(int()), { travels: 'body' }),
    Groups: field(list(int()), { travels: 'body' }),
    EventGuid: field(string(), { travels: 'body' }),
    IsVirtual: field(bool(), { travels: 'body' }),
    Featured: field(bool(), { travels: 'body' }),
    MemberID: field(int(), { travels: 'body' }),
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
    EventName: field(string(), { travels: 'query', description: 'A part of the name, in any letter case.' }),
    StartDate: field(nullable(dateTime()), { travels: 'query', description: 'Those that end on that day or later.' }),
    EndDate: field(nullable(dateTime()), { travels: 'query', description: 'Those that start on that day or earlier.' }),
    LastModifiedDate: field(nullable(dateTime()), { travels: 'query', description: 'Those changed since.' }),
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
