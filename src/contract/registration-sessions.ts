import { dto, extension } from '../protocol/schema/dto.ts'
import { del, operation, post } from '../protocol/schema/operation.ts'
import { bool, dictionary, enumerable, int, list, nullable, string } from '../protocol/schema/types.ts'
import { BaseSharedDto } from './base.ts'

/** A registration and sessions of it; both what is asked and what is answered. Source: the seed page. */
export const EventRegistrationSessionModel = dto(
  'EventRegistrationSessionModel',
  { extends: BaseSharedDto },
  {
    EventID: int(),
    RegistrationID: string(),
    BadgeNumber: nullable(int()),
    Sessions: list(dictionary(string())),
    SessionIds: enumerable(int()),
  },
)

/** Where an answer tells the places that a registration has on waiting lists: SessionId and Position, 1 for the next. */
export const waitlisted = {
  Waitlisted: extension(
    list(dictionary(string())),
    'Where the registration is on waiting lists; Position 1 is the next.',
  ),
}

export const RegistrationSessionRequest = dto(
  'RegistrationSessionRequest',
  { extends: EventRegistrationSessionModel },
  {
    Waitlist: extension(nullable(bool()), 'Puts the registration on the waiting lists of the sessions that are full.'),
  },
)

export const RegistrationSessionResponse = dto(
  'RegistrationSessionResponse',
  { extends: EventRegistrationSessionModel, redeclares: ['ClientID', 'EventID', 'RegistrationID'] },
  waitlisted,
)

const path = '/Ams/{ClientID}/Event/{EventID}/EventRegistrationSessions'

/** Assigns sessions to a registration (POST), or removes them (DELETE). */
export const registrationSessions = operation({
  request: RegistrationSessionRequest,
  response: RegistrationSessionResponse,
  roles: ['admin', 'oauthadmin'],
  routes: [post(path, 'Assign session to event registration.'), del(path, 'Delete session from event registration.')],
})
