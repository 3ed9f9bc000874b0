import { Failure, failField, type Reason } from '../../protocol/schema/failure.ts'
import { isBelowTaken } from '../../registration/capacity.ts'
import { capacityOf } from '../../registration/model.ts'
import type { Transaction } from '../../store/engine.ts'
import { eventById, highestEventId, insertEvent, updateEvent as updateRow } from '../../store/queries/events.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { traceRuleResults } from '../middleware/rule-trace.ts'
import { applyPatch } from '../shared/apply-patch.ts'
import { isSame, recordChange } from '../shared/audit-diff.ts'
import type { Actor, ServiceContext } from '../shared/context.ts'
import { withoutLooseTimes } from '../shared/date-fields.ts'
import { serviceErrors } from '../shared/errors.ts'
import { newNumber } from '../shared/field-parsers.ts'
import { conflict, conflictErrors, conflictFailure, programmeErrors } from '../shared/programme-errors.ts'
import { applyTimeZoneChange, planTimeZoneChange, timeZoneConflicts } from './change-time-zone.ts'
import {
  type EventRow,
  type EventValue,
  eventAuditFields,
  eventDetails,
  eventFields,
  eventValue,
} from './event-values.ts'
import { columnsOf, type EventColumns, parseEvent } from './parse-event.ts'

/**
 * Creates an event, of the number asked for or the next.
 * @param sent the names of the fields that the caller sent
 * @returns it as it is stored
 */
export async function createEvent(
  transaction: Transaction,
  request: EventValue,
  sent: ReadonlySet<string>,
  actor: Actor,
  newGuid: ServiceContext['newGuid'],
): Promise<EventValue | Failure> {
  const client = request.ClientID
  const event = newNumber('EventId', request.EventId, (await transaction.first(highestEventId, { client }))?.last)
  if (event instanceof Failure) return event
  const scope = { client, event }
  if (await transaction.first(eventById, scope)) {
    return failField('EventId', programmeErrors.AlreadyExists, `an event ${event}`)
  }
  // An event is open unless its caller says otherwise; its guid is made where none is brought along.
  const Active = sent.has('Active') ? request.Active : true
  const columns = await parseEvent(
    transaction,
    { ...request, Active, EventGuid: request.EventGuid ?? newGuid(`event ${client} ${event}`) },
    null,
  )
  if (columns instanceof Failure) return columns
  await transaction.run(insertEvent, { ...scope, name: columns.name, timeZone: columns.timeZone, at: actor.at })
  await transaction.run(updateRow, { ...scope, ...columns, at: actor.at })
  const created = await stored(transaction, scope)
  await recordChange(transaction, actor, named(scope), 'event.create', null, eventAuditFields(created))
  return created
}

/**
 * Changes what was sent of an event. Where its zone changes, the wall clocks of its sessions stay.
 * @param sent the names of the fields that the caller sent
 * @returns it as it is stored
 */
export async function updateEvent(
  transaction: Transaction,
  request: EventValue,
  sent: ReadonlySet<string>,
  actor: Actor,
): Promise<EventValue | Failure> {
  if (!request.EventId) return failField('EventId', serviceErrors.ArgumentException, 'an EventId')
  const scope = { client: request.ClientID, event: request.EventId }
  const row = await transaction.first(eventById, scope)
  if (!row) return failField('EventId', serviceErrors.NotFound, { kind: 'event', event: scope.event })

  const before = { ...eventValue(row), ClientID: scope.client }
  const names = new Set(eventFields.filter((name) => sent.has(name)))
  const columns = await parseEvent(transaction, withoutLooseTimes(applyPatch(before, request, names), sent), row)
  if (columns instanceof Failure) return columns
  if (isSame({ ...columnsOf(row), details: eventDetails.write(before) }, { ...columns })) return before
  const sessions =
    columns.timeZone === row.time_zone ? null : await planTimeZoneChange(transaction, scope, columns.timeZone)
  if (sessions instanceof Failure) return sessions
  if (request.Force !== true) {
    const conflicts = sessions ? await timeZoneConflicts(transaction, scope, sessions) : []
    const refused = conflictFailure([...capacityConflicts(row, columns), ...conflicts])
    if (refused) return refused
  }
  await transaction.run(updateRow, { ...scope, ...columns, at: actor.at })
  if (sessions) await applyTimeZoneChange(transaction, scope, sessions, actor)
  const after = await stored(transaction, scope)
  await recordChange(
    transaction,
    actor,
    named(scope),
    'event.update',
    eventAuditFields(before),
    eventAuditFields(after),
  )
  return after
}

function capacityConflicts(row: EventRow, { maxRegistrants }: EventColumns): Reason[] {
  const capacity = capacityOf(maxRegistrants)
  const { CapacityBelowTaken } = conflictErrors
  const what = `Event ${row.id}`
  const reasons = isBelowTaken(capacityOf(row.max_registrants), capacity, row.taken)
    ? [conflict('Registration.MaxRegistrants', CapacityBelowTaken, what, capacity ?? 0, row.taken)]
    : []
  traceRuleResults(['CapacityBelowTaken'], {}, reasons)
  return reasons
}

function named(scope: OfEvent) {
  return { ...scope, subject: String(scope.event) }
}

async function stored(transaction: Transaction, scope: OfEvent): Promise<EventValue> {
  const row = await transaction.first(eventById, scope)
  if (!row) throw new Error(`Event ${scope.event} was written and is not there`)
  return eventValue(row)
}
