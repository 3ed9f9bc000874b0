import { dto, field } from '../protocol/schema/dto.ts'
import { get, operation } from '../protocol/schema/operation.ts'
import { dateTime, int, list, nullable, string } from '../protocol/schema/types.ts'
import { BaseDto, organisers, paged, paging } from './base.ts'

/** The original has no such operation. */
export const EventAudit = dto(
  'EventAudit',
  { extends: BaseDto },
  {
    EventID: field(int(), { location: 'path' }),
    SessionId: field(nullable(int()), {
      location: 'query',
      description: 'Changes of this session, or of who holds it.',
    }),
    RegistrationID: field(string(), { location: 'query', description: 'Changes of this registration.' }),
    Action: field(string(), { location: 'query', description: 'Changes of one kind, such as assign.' }),
    From: field(nullable(dateTime()), { location: 'query', description: 'Changes made then or later.' }),
    To: field(nullable(dateTime()), { location: 'query', description: 'Changes made before then.' }),
    ...paging,
  },
)

/** A change: what it was done to, by whom, and how that was before and after, as JSON of what differs. */
export const AuditEntry = dto(
  'AuditEntry',
  {},
  {
    Id: int(),
    At: dateTime(),
    Principal: string(),
    RequestId: string(),
    Action: string(),
    Subject: string(),
    Before: string(),
    After: string(),
  },
)

export const EventAuditResponse = dto(
  'EventAuditResponse',
  { extends: BaseDto },
  { EventID: int(), AuditList: list(AuditEntry), ...paged },
)

/** What was changed in an event, the newest first. */
export const eventAudit = operation({
  request: EventAudit,
  response: EventAuditResponse,
  roles: organisers,
  routes: [get('/Ams/{ClientID}/Event/{EventID}/Audit', 'The changes that were made in the event (ours).')],
})
