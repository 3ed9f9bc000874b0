import { Failure, failField, type Reason } from '../../protocol/schema/failure.ts'
import { lowersBelowTaken } from '../../registration/capacity.ts'
import { capacityOf } from '../../registration/model.ts'
import type { Transaction } from '../../store/engine.ts'
import { eventById, insertEvent, lastEvent, updateEvent as updateRow } from '../../store/queries/events.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { noteRules } from '../middleware/rule-trace.ts'
import { changed } from '../shared/apply-patch.ts'
import { isSame, record } from '../shared/audit-diff.ts'
import type { Actor, ServiceContext } from '../shared/context.ts'
import { withoutLooseTimes } from '../shared/date-fields.ts'
import { serviceErrors } from '../shared/errors.ts'
import { newNumber } from '../shared/field-parsers.ts'
import { conflict, conflictErrors, programmeErrors, refusedFor } from '../shared/programme-errors.ts'
import { applyRezoning, rezone, rezoneConflicts } from './change-time-zone.ts'
import { type EventRow, type EventValue, eventDetails, eventFacts, eventFields, eventValue } from './event-values.ts'
import { columnsOf, type EventColumns, readEvent } from './parse-event.ts'

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
  const event = newNumber('EventId', request.EventId, (await transaction.first(lastEvent, { client }))?.last)
  if (event instanceof Failure) return event
  const scope = { client, event }
  if (await transaction.first(eventById, scope)) {
    return failField('EventId', programmeErrors.AlreadyExists, `an event ${event}`)
  }
  // An event is open unless its caller says otherwise; its guid is made where none is brought along.
  const Active = sent.has('Active') ? request.Active : true
  const columns = await readEvent(
    transaction,
    { ...request, Active, EventGuid: request.EventGuid ?? newGuid(`event ${client} ${event}`) },
    null,
  )
  if (columns instanceof Failure) return columns
  await transaction.run(insertEvent, { ...scope, name: columns.name, timeZone: columns.timeZone, at: actor.at })
  await transaction.run(updateRow, { ...scope, ...columns, at: actor.at })
  const created = await stored(transaction, scope)
  await record(transaction, actor, named(scope), 'event.create', null, eventFacts(created))
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
  const columns = await readEvent(transaction, withoutLooseTimes(changed(before, request, names), sent), row)
  if (columns instanceof Failure) return columns
  if (isSame({ ...columnsOf(row), details: eventDetails.write(before) }, { ...columns })) return before
  const sessions = columns.timeZone === row.time_zone ? null : await rezone(transaction, scope, columns.timeZone)
  if (sessions instanceof Failure) return sessions
  if (request.Force !== true) {
    const conflicts = sessions ? await rezoneConflicts(transaction, scope, sessions) : []
    const refused = refusedFor([...capacityConflicts(row, columns), ...conflicts])
    if (refused) return refused
  }
  await transaction.run(updateRow, { ...scope, ...columns, at: actor.at })
  if (sessions) await applyRezoning(transaction, scope, sessions, actor)
  const after = await stored(transaction, scope)
  await record(transaction, actor, named(scope), 'event.update', eventFacts(before), eventFacts(after))
  return after
}

function capacityConflicts(row: EventRow, { maxRegistrants }: EventColumns): Reason[] {
  const capacity = capacityOf(maxRegistrants)
  const { CapacityBelowTaken } = conflictErrors
  const what = `Event ${row.id}`
  const reasons = lowersBelowTaken(capacityOf(row.max_registrants), capacity, row.taken)
    ? [conflict('Registration.MaxRegistrants', CapacityBelowTaken, what, capacity ?? 0, row.taken)]
    : []
  noteRules(['CapacityBelowTaken'], {}, reasons)
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
