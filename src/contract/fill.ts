import { dto, field } from '../protocol/schema/dto.ts'
import { get, operation } from '../protocol/schema/operation.ts'
import { dateTime, int, list, nullable } from '../protocol/schema/types.ts'
import { BaseDto, organisers } from './base.ts'

/** The original has no such operation. */
export const EventFill = dto(
  'EventFill',
  { extends: BaseDto },
  {
    EventID: field(int(), { location: 'path' }),
    SessionId: field(nullable(int()), {
      location: 'query',
      description: 'Places of this session; without it, those of all sessions together.',
    }),
    Points: field(nullable(int()), {
      location: 'query',
      description: 'How many entries to answer at most, from 2 to 5,000; 500 without it.',
    }),
  },
)

/** How many places were taken from a moment on. */
export const FillEntry = dto('FillEntry', {}, { At: dateTime(), Taken: int() })

export const EventFillResponse = dto(
  'EventFillResponse',
  { extends: BaseDto },
  { EventID: int(), SessionId: nullable(int()), FillList: list(FillEntry) },
)

/** How an event, or a session of it, filled: the audit retold as counts, the oldest first. */
export const eventFill = operation({
  request: EventFill,
  response: EventFillResponse,
  roles: organisers,
  routes: [get('/Ams/{ClientID}/Event/{EventID}/Fill', 'How many places were taken over time (ours).')],
})
