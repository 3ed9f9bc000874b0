import { dto, field } from '../protocol/schema/dto.ts'
import { get, operation } from '../protocol/schema/operation.ts'
import { int, list } from '../protocol/schema/types.ts'
import { BaseDto, organisers } from './base.ts'

/** The original has no such operation. */
export const EventChanges = dto('EventChanges', { extends: BaseDto }, { EventID: field(int(), { location: 'path' }) })

/** The counters of a session. Capacity 0: no limit. */
export const SessionCounters = dto(
  'SessionCounters',
  {},
  { SessionId: int(), Taken: int(), Capacity: int(), Waitlisted: int() },
)

/** What each message holds: `state`, the first, all sessions; `change` those whose counters changed. */
export const EventChangesResponse = dto(
  'EventChangesResponse',
  { extends: BaseDto },
  { EventID: int(), Counters: list(SessionCounters) },
)

/** What changes in an event, as it happens: server-sent events. */
export const eventChanges = operation({
  request: EventChanges,
  response: EventChangesResponse,
  roles: organisers,
  routes: [get('/Ams/{ClientID}/Event/{EventID}/Changes', 'What changes in the event, as server-sent events (ours).')],
})
