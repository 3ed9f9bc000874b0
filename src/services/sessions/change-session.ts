import { Failure, failField, type Reason } from '../../protocol/schema/failure.ts'
import { isBelowTaken } from '../../registration/capacity.ts'
import { capacityOf } from '../../registration/model.ts'
import type { Transaction } from '../../store/engine.ts'
import { eventById } from '../../store/queries/events.ts'
import { sessionById } from '../../store/queries/reports/session-list.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { groupById } from '../../store/queries/session-groups.ts'
import {
  highestSessionId,
  insertSession,
  sessionsForRules,
  updateSession as updateRow,
} from '../../store/queries/sessions.ts'
import { sessionsAwaitedByHolders } from '../../store/queries/waitlist.ts'
import type { RowOf } from '../../store/statement.ts'
import { promote } from '../assignments/waitlist.ts'
import { traceRuleResults } from '../middleware/rule-trace.ts'
import { applyPatch } from '../shared/apply-patch.ts'
import { isSame, recordChange } from '../shared/audit-diff.ts'
import type { Actor } from '../shared/context.ts'
import { withoutLooseTimes } from '../shared/date-fields.ts'
import { ruleErrors, serviceErrors } from '../shared/errors.ts'
import { newNumber } from '../shared/field-parsers.ts'
import { conflict, conflictErrors, conflictFailure, programmeErrors } from '../shared/programme-errors.ts'
import { ticketIds, toRuleSession } from '../shared/session-rows.ts'
import { columnsOf, parseSession, type SessionColumns } from './parse-session.ts'
import { scheduleConflicts, ticketConflicts } from './session-conflicts.ts'
import { type SessionValue, sessionAuditFields, sessionDetails, sessionFields, sessionValue } from './session-values.ts'

type Row = RowOf<typeof sessionById>

/** Creates a session, of the number asked for or the next. @returns it as it is stored */
export async function createSession(
  transaction: Transaction,
  request: SessionValue,
  actor: Actor,
): Promise<SessionValue | Failure> {
  const scope = { client: request.ClientID, event: request.EventId }
  const event = await transaction.first(eventById, scope)
  if (!event) return failField('EventId', serviceErrors.NotFound, { kind: 'event', event: scope.event })
  const id = newNumber('SessionId', request.SessionId, (await transaction.first(highestSessionId, scope))?.last)
  if (id instanceof Failure) return id
  if (await transaction.first(sessionById, { ...scope, id })) {
    return failField('SessionId', programmeErrors.AlreadyExists, `a session ${id}`)
  }
  const columns = await parseSession(transaction, scope, request, event.time_zone, null)
  if (columns instanceof Failure) return columns
  await transaction.run(insertSession, { ...scope, ...columns, id, kind: null, at: actor.at })
  await transaction.run(updateRow, { ...scope, ...columns, id, at: actor.at })
  const created = await stored(transaction, scope, id)
  await recordChange(transaction, actor, named(scope, id), 'session.create', null, sessionAuditFields(created))
  return created
}

/**
 * Changes what was sent of a session.
 * @param sent the names of the fields that were
 * @returns it as it is stored
 */
export async function updateSession(
  transaction: Transaction,
  request: SessionValue,
  sent: ReadonlySet<string>,
  actor: Actor,
): Promise<SessionValue | Failure> {
  const scope = { client: request.ClientID, event: request.EventId }
  const event = await transaction.first(eventById, scope)
  if (!event) return failField('EventId', serviceErrors.NotFound, { kind: 'event', event: scope.event })
  if (!request.SessionId) return failField('SessionId', serviceErrors.ArgumentException, 'a SessionId')
  const row = await transaction.first(sessionById, { ...scope, id: request.SessionId })
  if (!row) return failField('SessionId', ruleErrors.SessionNotFound, request.SessionId)

  const before = sessionValue(row)
  const names = new Set(sessionFields.filter((name) => sent.has(name)))
  const wanted = withoutLooseTimes(applyPatch(before, request, names), sent)
  const columns = await parseSession(transaction, scope, wanted, event.time_zone, row)
  if (columns instanceof Failure) return columns
  if (isSame({ ...columnsOf(row), details: sessionDetails.write(before) }, { ...columns })) return before
  if (request.Force !== true) {
    const refused = conflictFailure(await conflictsOf(transaction, scope, row, columns))
    if (refused) return refused
  }
  await transaction.run(updateRow, { ...scope, ...columns, id: row.id, at: actor.at })
  const after = await stored(transaction, scope, row.id)
  await recordChange(
    transaction,
    actor,
    named(scope, row.id),
    'session.update',
    sessionAuditFields(before),
    sessionAuditFields(after),
  )
  const awaited = await transaction.all(sessionsAwaitedByHolders, { ...scope, id: row.id })
  await promote(transaction, scope, [row.id, ...awaited.map((each) => each.session_id)], actor)
  return after
}

/** What the change does to those who hold the session. */
async function conflictsOf(
  transaction: Transaction,
  scope: OfEvent,
  row: Row,
  columns: SessionColumns,
): Promise<Reason[]> {
  const capacity = capacityOf(columns.maxRegistrants)
  const lowered = isBelowTaken(capacityOf(row.max_registrants), capacity, row.taken)
  const reasons = [
    ...(lowered
      ? [conflict('MaxRegistrants', conflictErrors.CapacityBelowTaken, `Session ${row.id}`, capacity ?? 0, row.taken)]
      : []),
    ...(await rivals(transaction, scope, row, columns)),
    ...(await ticketConflicts(transaction, scope, row.id, ticketIds(row.tickets), ticketIds(columns.tickets))),
  ]
  traceRuleResults(['CapacityBelowTaken', 'SessionOverlap', 'TicketRequired'], { session: row.id }, reasons)
  return reasons
}

async function rivals(
  transaction: Transaction,
  scope: OfEvent,
  { id }: Row,
  { startsAt, endsAt, allowOverlap, group }: SessionColumns,
): Promise<Reason[]> {
  const before = (await transaction.all(sessionsForRules, scope)).map(toRuleSession)
  const groupRow = group === null ? undefined : await transaction.first(groupById, { ...scope, id: group })
  const singleSelect = groupRow?.single_select === 1
  const moved = { startsAt, endsAt, allowOverlap: allowOverlap === 1, groupId: group, singleSelect }
  const after = before.map((session) => (session.id === id ? { ...session, ...moved } : session))
  const overlap = columnsDiffer(
    before.find((session) => session.id === id),
    moved,
  )
    ? 'StartTime'
    : 'AllowOverlap'
  return scheduleConflicts(transaction, scope, before, after, { overlap, singleSelect: 'SessionGroupId' })
}

/** Whether it is the times that changed. */
function columnsDiffer(
  before: Pick<SessionColumns, 'startsAt' | 'endsAt'> | undefined,
  after: Pick<SessionColumns, 'startsAt' | 'endsAt'>,
): boolean {
  return before?.startsAt !== after.startsAt || before.endsAt !== after.endsAt
}

function named(scope: OfEvent, id: number) {
  return { ...scope, subject: String(id) }
}

async function stored(transaction: Transaction, scope: OfEvent, id: number): Promise<SessionValue> {
  const row = await transaction.first(sessionById, { ...scope, id })
  if (!row) throw new Error(`Session ${id} was written and is not there`)
  return sessionValue(row)
}
