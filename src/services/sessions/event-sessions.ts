import { EventSessionsResponse, eventSessions } from '../../contract/event-sessions.ts'
import { Failure, failField } from '../../protocol/schema/failure.ts'
import { type Call, type Service, service } from '../../protocol/schema/handler.ts'
import type { LongWork } from '../../protocol/schema/long-work.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import { eventById } from '../../store/queries/events.ts'
import { lockEventExclusive } from '../../store/queries/locks.ts'
import { sessionById, sessionsByName, sessionsByStart } from '../../store/queries/reports/session-list.ts'
import { countSessions } from '../../store/queries/sessions.ts'
import { auditContextOf, responseMetadata, type ServiceContext } from '../shared/context.ts'
import { ruleErrors, serviceErrors } from '../shared/errors.ts'
import { pageSliceOf, pagingFields, readPage } from '../shared/paging.ts'
import { createSession, updateSession } from './change-session.ts'
import { deleteSession } from './delete-session.ts'
import { type SessionValue, sessionValue } from './session-values.ts'

type Request = Value<typeof eventSessions.request>
type Response = Value<typeof eventSessions.response>

/** Lists, creates, changes and deletes the sessions of an event. */
export function eventSessionsService(context: ServiceContext): Service {
  const { engine, now } = context
  return service(eventSessions, async (request, call) => {
    const at = now()
    if (call.verb === 'GET') return read(request, call.work, at)
    const outcome = await write(request, call, at)
    return outcome instanceof Failure ? outcome : answer(request, outcome ? [outcome] : [], at)
  })

  /** The session as it is after the change; undefined once it is deleted. */
  function write(request: Request, call: Call, at: number): Promise<SessionValue | Failure | undefined> {
    const actor = auditContextOf(call, at)
    return engine.write<SessionValue | Failure | undefined>(async (transaction) => {
      await transaction.lock(lockEventExclusive, { client: request.ClientID, event: request.EventId })
      if (call.verb === 'POST') return createSession(transaction, request, actor)
      if (call.verb === 'PUT') return updateSession(transaction, request, call.sent, actor)
      return deleteSession(transaction, request, actor)
    })
  }

  async function read(request: Request, work: LongWork, at: number): Promise<Response | Failure> {
    const scope = { client: request.ClientID, event: request.EventId }
    if (!(await engine.first(eventById, scope))) {
      return failField('EventId', serviceErrors.NotFound, { kind: 'event', event: scope.event })
    }
    if (request.SessionId) {
      const row = await engine.first(sessionById, { ...scope, id: request.SessionId })
      if (!row) return failField('SessionId', ruleErrors.SessionNotFound, request.SessionId)
      return answer(request, [sessionValue(row)], at)
    }
    const slice = pageSliceOf(request)
    if (slice instanceof Failure) return slice
    const page = request.SortByName ? sessionsByName : sessionsByStart
    const { rows, total } = await readPage(engine, work, { page, count: countSessions }, scope, slice)
    return { ...answer(request, await work.map(rows, sessionValue), at), ...pagingFields(slice, total) }
  }

  function answer(request: Request, sessions: readonly SessionValue[], at: number): Response {
    const stamp = responseMetadata(request, context, at)
    return EventSessionsResponse.create({ ...stamp, Sessions: sessions.map((session) => ({ ...session, ...stamp })) })
  }
}
