import { Failure, failField } from '../../protocol/schema/failure.ts'
import type { Transaction } from '../../store/engine.ts'
import { eventById } from '../../store/queries/events.ts'
import { sessionsOfGroup } from '../../store/queries/reports/session-list.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { deleteGroup as deleteRow, groupById, highestGroupId, insertGroup } from '../../store/queries/session-groups.ts'
import { setSessionGroup } from '../../store/queries/sessions.ts'
import { promote } from '../assignments/waitlist.ts'
import { applyPatch } from '../shared/apply-patch.ts'
import { recordChange } from '../shared/audit-diff.ts'
import type { Actor } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import { newNumber } from '../shared/field-parsers.ts'
import { conflictFailure, counted, programmeErrors } from '../shared/programme-errors.ts'
import { type GroupValue, groupAuditFields, groupFields, groupValue } from './group-values.ts'
import { applyGroup, groupConflicts, parseGroup } from './parse-group.ts'
import { sessionValue } from './session-values.ts'

/** Creates a group, of the number asked for or the next, with the sessions that are named. @returns it as it is stored */
export async function createGroup(
  transaction: Transaction,
  request: GroupValue,
  actor: Actor,
): Promise<GroupValue | Failure> {
  const scope = await scopeOf(transaction, request)
  if (scope instanceof Failure) return scope
  const id = newNumber('SessionGroupId', request.SessionGroupId, (await transaction.first(highestGroupId, scope))?.last)
  if (id instanceof Failure) return id
  if (await transaction.first(groupById, { ...scope, id })) {
    return failField('SessionGroupId', programmeErrors.AlreadyExists, `a session group ${id}`)
  }
  const change = await parseGroup(transaction, scope, request, request.Sessions)
  if (change instanceof Failure) return change
  const refused =
    request.Force === true ? undefined : conflictFailure(await groupConflicts(transaction, scope, id, change))
  if (refused) return refused
  await transaction.run(insertGroup, { ...scope, id, name: change.name, singleSelect: change.singleSelect })
  await applyGroup(transaction, scope, id, change, actor)
  const created = await stored(transaction, scope, id)
  await recordChange(transaction, actor, named(scope, id), 'group.create', null, groupAuditFields(created))
  return created
}

/**
 * Changes what was sent of a group. Where Sessions is, its sessions are those it names from then on.
 * @param sent the names of the fields that were
 * @returns it as it is stored
 */
export async function updateGroup(
  transaction: Transaction,
  request: GroupValue,
  sent: ReadonlySet<string>,
  actor: Actor,
): Promise<GroupValue | Failure> {
  const scope = await scopeOf(transaction, request)
  if (scope instanceof Failure) return scope
  const id = request.SessionGroupId
  if (!id) return failField('SessionGroupId', serviceErrors.ArgumentException, 'a SessionGroupId')
  if (!(await transaction.first(groupById, { ...scope, id }))) {
    return failField('SessionGroupId', programmeErrors.NotFound, scope.event, id)
  }
  const before = await stored(transaction, scope, id)
  const wanted = applyPatch(before, request, new Set(groupFields.filter((name) => sent.has(name))))
  const change = await parseGroup(transaction, scope, wanted, sent.has('Sessions') ? request.Sessions : null)
  if (change instanceof Failure) return change
  const refused =
    request.Force === true ? undefined : conflictFailure(await groupConflicts(transaction, scope, id, change))
  if (refused) return refused
  await applyGroup(transaction, scope, id, change, actor)
  const after = await stored(transaction, scope, id)
  await recordChange(
    transaction,
    actor,
    named(scope, id),
    'group.update',
    groupAuditFields(before),
    groupAuditFields(after),
  )
  await promote(transaction, scope, [...new Set([...memberIds(before), ...memberIds(after)])], actor)
  return after
}

/** Deletes a group; one that has sessions only by Force, and then they are in none. */
export async function deleteGroup(
  transaction: Transaction,
  request: GroupValue,
  actor: Actor,
): Promise<Failure | undefined> {
  const scope = await scopeOf(transaction, request)
  if (scope instanceof Failure) return scope
  const id = request.SessionGroupId ?? 0
  if (!(await transaction.first(groupById, { ...scope, id }))) {
    return failField('SessionGroupId', programmeErrors.NotFound, scope.event, id)
  }
  const before = await stored(transaction, scope, id)
  const ids = memberIds(before)
  if (ids.length > 0 && request.Force !== true) {
    const holds = counted(ids.length, 'session')
    return failField('SessionGroupId', programmeErrors.InUse, `Session group ${id}`, holds)
  }
  await transaction.run(setSessionGroup, { ...scope, group: null, ids, at: actor.at })
  await transaction.run(deleteRow, { ...scope, id })
  await recordChange(transaction, actor, named(scope, id), 'group.delete', groupAuditFields(before), null)
  await promote(transaction, scope, ids, actor)
  return undefined
}

async function scopeOf(transaction: Transaction, { ClientID, EventId }: GroupValue): Promise<OfEvent | Failure> {
  const scope = { client: ClientID, event: EventId }
  if (await transaction.first(eventById, scope)) return scope
  return failField('EventId', serviceErrors.NotFound, { kind: 'event', event: EventId })
}

function memberIds({ Sessions }: GroupValue): number[] {
  return Sessions?.map((session) => session?.SessionId ?? 0) ?? []
}

function named(scope: OfEvent, id: number) {
  return { ...scope, subject: String(id) }
}

async function stored(transaction: Transaction, scope: OfEvent, id: number): Promise<GroupValue> {
  const row = await transaction.first(groupById, { ...scope, id })
  if (!row) throw new Error(`Session group ${id} was written and is not there`)
  const sessions = await transaction.all(sessionsOfGroup, { ...scope, id })
  return groupValue(row, sessions.map(sessionValue))
}
