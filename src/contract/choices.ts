import { dto, field } from '../protocol/schema/dto.ts'
import { get, operation } from '../protocol/schema/operation.ts'
import { enumeration, int, list, nullable, string } from '../protocol/schema/types.ts'
import { BaseDto, organisers, paged, paging } from './base.ts'

/** The original has no such operation. */
export const EventRegistrationChoices = dto(
  'EventRegistrationChoices',
  { extends: BaseDto },
  {
    EventID: field(int(), { location: 'path' }),
    RegistrationID: field(string(), { location: 'query' }),
    BadgeNumber: field(nullable(int()), { location: 'query' }),
    ...paging,
  },
)

/** What a session is to a registration. */
export const ChoiceState = enumeration('ChoiceState', ['Open', 'Held', 'Waiting'])

/** A rule that stands against a session, by its code. */
export const ChoiceReason = dto('ChoiceReason', {}, { ErrorCode: string(), Message: string() })

/** Of one that is not held: every rule that stands against assigning it by itself; none, where it can be had. */
export const SessionChoice = dto(
  'SessionChoice',
  {},
  { SessionId: int(), State: ChoiceState, Reasons: list(ChoiceReason) },
)

export const EventRegistrationChoicesResponse = dto(
  'EventRegistrationChoicesResponse',
  { extends: BaseDto },
  {
    EventID: int(),
    RegistrationID: string(),
    BadgeNumber: nullable(int()),
    Choices: list(SessionChoice),
    ...paged,
  },
)

/** What the rules would say to each session, without anything being assigned. */
export const eventRegistrationChoices = operation({
  request: EventRegistrationChoices,
  response: EventRegistrationChoicesResponse,
  roles: organisers,
  routes: [
    get(
      '/Ams/{ClientID}/Event/{EventID}/EventRegistrationChoices',
      'Which sessions a registration may have, and which rules stand against the others (ours).',
    ),
  ],
})
