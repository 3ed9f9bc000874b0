import { AuditEntry, EventAuditResponse, eventAudit } from '../../contract/audit.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import { Failure, failField } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import { auditPage, countAudit } from '../../store/queries/audit.ts'
import { eventById } from '../../store/queries/events.ts'
import { responseMetadata, type ServiceContext } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import { pageSliceOf, pagingFields, readPage } from '../shared/paging.ts'

/** Later than any time there is, in milliseconds since 1970. */
const never = Number.MAX_SAFE_INTEGER

/** The changes that were made in an event, the newest first. */
export function eventAuditService(context: ServiceContext): Service {
  return service(eventAudit, async (request, { work }) => {
    const { engine, now } = context
    const slice = pageSliceOf(request)
    if (slice instanceof Failure) return slice
    const scope = { client: request.ClientID, event: request.EventID }
    if (!(await engine.first(eventById, scope))) {
      return failField('EventID', serviceErrors.NotFound, { kind: 'event', event: scope.event })
    }
    const asked = {
      ...scope,
      session: request.SessionId === null ? null : String(request.SessionId),
      subject: request.RegistrationID,
      action: request.Action,
      from: request.From?.epochMs ?? 0,
      to: request.To?.epochMs ?? never,
    }
    const { rows, total } = await readPage(engine, work, { page: auditPage, count: countAudit }, asked, slice)
    return EventAuditResponse.create({
      ...responseMetadata(request, context, now()),
      EventID: scope.event,
      AuditList: await work.map(rows, (row) =>
        AuditEntry.create({
          Id: row.id,
          At: DateTime.fromEpoch(row.at),
          Principal: row.principal,
          RequestId: row.request_id,
          Action: row.action,
          Subject: row.subject,
          Before: row.before,
          After: row.after,
        }),
      ),
      ...pagingFields(slice, total),
    })
  })
}
