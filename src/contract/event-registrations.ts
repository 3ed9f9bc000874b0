import { dto, extension, field } from '../protocol/schema/dto.ts'
import { del, get, operation, post, put } from '../protocol/schema/operation.ts'
import { bool, dateTime, dictionary, enumeration, int, list, nullable, string } from '../protocol/schema/types.ts'
import { BaseDto, force, organisers, paged, paging } from './base.ts'
import { waitlisted } from './registration-sessions.ts'

export const RegistrationStatus = enumeration('RegistrationStatus', ['InComplete', 'Open', 'Approved', 'Cancelled'])

/** More members are not public. */
export const CustomFormDataSetItem = dto('CustomFormDataSetItem', {}, { Name: string(), Value: string() })

export const EventRegistrationRegistrant = dto(
  'EventRegistrationRegistrant',
  {},
  {
    Status: string(),
    EventName: string(),
    FirstName: string(),
    LastName: string(),
    BadgeNumber: nullable(int()),
    RegistrationID: string(),
    DateRegistered: nullable(dateTime()),
    Attended: string(),
    OrderID: nullable(int()),
    ProfileID: nullable(int()),
    InvoiceID: string(),
    IsPrimaryRegistrant: bool(),
    PrimaryRegistrantRegistrationID: string(),
    PrimaryRegistrantProfileID: nullable(int()),
    AttendeeType: string(),
    CustomFormDataSet: list(CustomFormDataSetItem),
    CustomFormDataSetAttachments: list(dictionary(string())),
    Sessions: list(dictionary(string())),
    IsAttended: nullable(bool()),
    Tickets: extension(list(int()), 'The ids of the tickets that the registration holds.'),
    LastModifiedDate: extension(nullable(dateTime()), 'When the registration last changed.'),
    ...waitlisted,
  },
)

export const EventRegistrations = dto(
  'EventRegistrations',
  { extends: BaseDto },
  {
    EventID: field(int(), { location: 'path' }),
    RegistrationID: string(),
    BadgeNumber: nullable(int()),
    Registrant: EventRegistrationRegistrant,
    ...force,
  },
)

export const EventRegistrationsResponse = dto(
  'EventRegistrationsResponse',
  { extends: BaseDto },
  {
    EventID: int(),
    RegistrationID: string(),
    BadgeNumber: nullable(int()),
    EventRegistrationRegistrant,
    Registrant: EventRegistrationRegistrant,
  },
)

const path = '/Ams/{ClientID}/Event/{EventID}/EventRegistrations'

/** One registration for an event, named by RegistrationID or BadgeNumber. */
export const eventRegistrations = operation({
  request: EventRegistrations,
  response: EventRegistrationsResponse,
  roles: organisers,
  routes: [
    get(path, 'One registration.'),
    post(path, 'Register somebody.'),
    put(path, 'Update, cancel or restore a registration.'),
    del(path, 'Delete a registration.'),
  ],
})

export const EventRegistrants = dto(
  'EventRegistrants',
  { extends: BaseDto },
  {
    EventID: field(int(), { location: 'path' }),
    Status: field(nullable(RegistrationStatus), { location: 'query' }),
    FirstName: field(string(), { location: 'query', description: 'The beginning of it, in any letter case.' }),
    LastName: field(string(), { location: 'query', description: 'The beginning of it, in any letter case.' }),
    Search: extension(string(), 'Words, each a part of the name or the beginning of the badge’s number.'),
    LastModifiedDate: extension(nullable(dateTime()), 'Only those changed since.'),
    ...paging,
  },
)

export const EventRegistrant = dto(
  'EventRegistrant',
  {},
  {
    Id: int(),
    FirstName: string(),
    LastName: string(),
    HeadShotImage: string(),
    DisplayName: string(),
    DateRegistered: dateTime(),
    RegistrationID: string(),
    IsPrimary: bool(),
    BadgeNumber: nullable(int()),
    Status: extension(string(), 'The status of the registration.'),
    AttendedAt: extension(nullable(dateTime()), 'When it was checked in to the event.'),
  },
)

export const EventRegistrantsResponse = dto(
  'EventRegistrantsResponse',
  { extends: BaseDto },
  { EventRegistrantsList: list(EventRegistrant), ...paged },
)

/** Who is registered for an event. */
export const eventRegistrants = operation({
  request: EventRegistrants,
  response: EventRegistrantsResponse,
  roles: [...organisers, 'member', 'oauthmember'],
  routes: [get('/Ams/{ClientID}/Event/{EventID}/EventRegistrants', 'The registrants of the event.')],
})

export const EventRegistrationIDs = dto(
  'EventRegistrationIDs',
  { extends: BaseDto },
  {
    EventID: field(int(), { location: 'path' }),
    LastModifiedDate: extension(nullable(dateTime()), 'Only those changed since.'),
    ...paging,
  },
)

export const EventRegistrationID = dto('EventRegistrationID', {}, { RegistrantID: string(), IsPrimary: bool() })

export const EventRegistrationIDsResponse = dto(
  'EventRegistrationIDsResponse',
  { extends: BaseDto },
  { EventRegistrationsID: list(EventRegistrationID), ...paged },
)

/** The ids of an event's registrations, for synchronisation. */
export const eventRegistrationIDs = operation({
  request: EventRegistrationIDs,
  response: EventRegistrationIDsResponse,
  roles: organisers,
  routes: [get('/Ams/{ClientID}/Event/{EventID}/EventRegistrationIDs', 'The ids of the registrations of the event.')],
})
