import { dto, field } from '../protocol/schema/dto.ts'
import { operation, post } from '../protocol/schema/operation.ts'
import { ResponseStatus } from '../protocol/schema/response-status.ts'
import { bool, dictionary, enumerable, int, list, nullable, string } from '../protocol/schema/types.ts'
import { BaseSharedDto, organisers } from './base.ts'
import { waitlisted } from './registration-sessions.ts'

/** What is asked of one registration. All of this operation is ours: the original has no such thing. */
export const EventRegistrationSessionsBulkItem = dto(
  'EventRegistrationSessionsBulkItem',
  {},
  {
    RegistrationID: string(),
    BadgeNumber: nullable(int()),
    SessionIds: enumerable(int()),
    Sessions: list(dictionary(string())),
    Waitlist: field(nullable(bool()), { description: 'Puts it on the waiting lists of the sessions that are full.' }),
    Remove: field(nullable(bool()), { description: 'Removes the sessions instead of assigning them.' }),
  },
)

export const EventRegistrationSessionsBulk = dto(
  'EventRegistrationSessionsBulk',
  { extends: BaseSharedDto },
  {
    EventID: field(int(), { location: 'path' }),
    Items: field(list(EventRegistrationSessionsBulkItem), { location: 'body', required: true }),
    Atomic: field(bool(), { location: 'body', description: 'All items or none; otherwise each item by itself.' }),
  },
)

export const EventRegistrationSessionsBulkResult = dto(
  'EventRegistrationSessionsBulkResult',
  {},
  {
    Index: field(int(), { description: 'The place of the item in the request, from 0.' }),
    RegistrationID: string(),
    BadgeNumber: nullable(int()),
    SessionIds: list(int()),
    ...waitlisted,
    ResponseStatus: field(ResponseStatus, { description: 'Why the item was refused; unset where it is done.' }),
  },
)

export const EventRegistrationSessionsBulkResponse = dto(
  'EventRegistrationSessionsBulkResponse',
  { extends: BaseSharedDto },
  {
    EventID: int(),
    Done: field(int(), { description: 'How many items are done.' }),
    Failed: field(int(), { description: 'How many items were refused.' }),
    Results: field(list(EventRegistrationSessionsBulkResult), { description: 'One for each item, in order.' }),
  },
)

/** Assigns sessions to many registrations of an event, or removes them. */
export const registrationSessionsBulk = operation({
  request: EventRegistrationSessionsBulk,
  response: EventRegistrationSessionsBulkResponse,
  roles: organisers,
  routes: [
    post(
      '/Ams/{ClientID}/Event/{EventID}/EventRegistrationSessions/Bulk',
      'Assign sessions to many registrations, or remove them.',
    ),
  ],
  lines: 'Results',
})
