import { EventSessionGroupsResponse, eventSessionGroups } from '../../contract/event-sessions.ts'
import { Failure, failField } from '../../protocol/schema/failure.ts'
import { type Call, type Service, service } from '../../protocol/schema/handler.ts'
import type { LongWork } from '../../protocol/schema/long-work.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import { eventById } from '../../store/queries/events.ts'
import { lockEventExclusive } from '../../store/queries/locks.ts'
import { sessionsByStart, sessionsOfGroup } from '../../store/queries/reports/session-list.ts'
import { countGroups, groupById, groupsByOrdinal } from '../../store/queries/session-groups.ts'
import { auditContextOf, responseMetadata, type ServiceContext } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import { pageSliceOf, pagingFields } from '../shared/paging.ts'
import { programmeErrors } from '../shared/programme-errors.ts'
import { createGroup, deleteGroup, updateGroup } from './change-group.ts'
import { type GroupValue, groupValue } from './group-values.ts'
import { sessionValue } from './session-values.ts'

type Request = Value<typeof eventSessionGroups.request>
type Response = Value<typeof eventSessionGroups.response>

/** More than an event can have. */
const everySession = 2_147_483_647

/** Lists, creates, changes and deletes the groups that the sessions of an event are in. */
export function eventSessionGroupsService(context: ServiceContext): Service {
  const { engine, now } = context
  return service(eventSessionGroups, async (request, call) => {
    const at = now()
    if (call.verb === 'GET') return read(request, call.work, at)
    const outcome = await write(request, call, at)
    return outcome instanceof Failure ? outcome : answer(request, outcome ? [outcome] : [], at)
  })

  /** The group as it is after the change; undefined once it is deleted. */
  function write(request: Request, call: Call, at: number): Promise<GroupValue | Failure | undefined> {
    const actor = auditContextOf(call, at)
    return engine.write<GroupValue | Failure | undefined>(async (transaction) => {
      await transaction.lock(lockEventExclusive, { client: request.ClientID, event: request.EventId })
      if (call.verb === 'POST') return createGroup(transaction, request, actor)
      if (call.verb === 'PUT') return updateGroup(transaction, request, call.sent, actor)
      return deleteGroup(transaction, request, actor)
    })
  }

  async function read(request: Request, work: LongWork, at: number): Promise<Response | Failure> {
    const scope = { client: request.ClientID, event: request.EventId }
    if (!(await engine.first(eventById, scope))) {
      return failField('EventId', serviceErrors.NotFound, { kind: 'event', event: scope.event })
    }
    if (request.SessionGroupId) {
      const group = { ...scope, id: request.SessionGroupId }
      const row = await engine.first(groupById, group)
      if (!row) return failField('SessionGroupId', programmeErrors.NotFound, scope.event, group.id)
      const sessions = await engine.all(sessionsOfGroup, group)
      return answer(request, [groupValue(row, sessions.map(sessionValue))], at)
    }
    const slice = pageSliceOf(request)
    if (slice instanceof Failure) return slice
    const rows = await engine.all(groupsByOrdinal, { ...scope, ...slice })
    const sessions = (await engine.all(sessionsByStart, { ...scope, limit: everySession, offset: 0 })).map(sessionValue)
    const total = (await engine.first(countGroups, scope))?.count ?? 0
    const groups = await work.map(rows, (row) => groupValue(row, sessions))
    return { ...answer(request, groups, at), ...pagingFields(slice, total) }
  }

  function answer(request: Request, groups: readonly GroupValue[], at: number): Response {
    const stamp = responseMetadata(request, context, at)
    const stampedGroups = groups.map((group) => ({
      ...group,
      ...stamp,
      Sessions: group.Sessions?.map((session) => session && { ...session, ...stamp }) ?? null,
    }))
    return EventSessionGroupsResponse.create({ ...stamp, SessionGroups: stampedGroups })
  }
}
