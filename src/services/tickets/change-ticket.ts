import { Failure, failField } from '../../protocol/schema/failure.ts'
import { isBelowTaken } from '../../registration/capacity.ts'
import type { Transaction } from '../../store/engine.ts'
import { eventById } from '../../store/queries/events.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { highestTicketId, insertTicket, ticketById, updateTicket as updateRow } from '../../store/queries/tickets.ts'
import { traceRuleResults } from '../middleware/rule-trace.ts'
import { applyPatch } from '../shared/apply-patch.ts'
import { isSame, recordChange } from '../shared/audit-diff.ts'
import type { Actor } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import { newNumber } from '../shared/field-parsers.ts'
import { programmeErrors } from '../shared/programme-errors.ts'
import { registrationErrors, ticketErrors } from '../shared/registration-errors.ts'
import {
  parseTicket,
  quantityOf,
  type TicketValue,
  ticketAuditFields,
  ticketFields,
  ticketValue,
} from './ticket-values.ts'

/** Creates a ticket, of the number asked for or the next. @returns it as it is stored */
export async function createTicket(
  transaction: Transaction,
  request: TicketValue,
  actor: Actor,
): Promise<TicketValue | Failure> {
  const scope = { client: request.ClientID, event: request.EventId }
  if (!(await transaction.first(eventById, scope))) {
    return failField('EventId', serviceErrors.NotFound, { kind: 'event', event: scope.event })
  }
  const id = newNumber('TicketId', request.TicketId, (await transaction.first(highestTicketId, scope))?.last)
  if (id instanceof Failure) return id
  if (await transaction.first(ticketById, { ...scope, id })) {
    return failField('TicketId', programmeErrors.AlreadyExists, `a ticket ${id}`)
  }
  const columns = parseTicket(request)
  if (columns instanceof Failure) return columns
  await transaction.run(insertTicket, { ...scope, id, name: columns.name, at: actor.at })
  await transaction.run(updateRow, { ...scope, ...columns, id, at: actor.at })
  const created = await stored(transaction, scope, id)
  await recordChange(
    transaction,
    actor,
    { ...scope, subject: String(id) },
    'ticket.create',
    null,
    ticketAuditFields(created),
  )
  return created
}

/**
 * Changes what was sent of a ticket.
 * @param sent the names of the fields that were
 * @returns it as it is stored
 */
export async function updateTicket(
  transaction: Transaction,
  request: TicketValue,
  sent: ReadonlySet<string>,
  actor: Actor,
): Promise<TicketValue | Failure> {
  const scope = { client: request.ClientID, event: request.EventId }
  if (!(await transaction.first(eventById, scope))) {
    return failField('EventId', serviceErrors.NotFound, { kind: 'event', event: scope.event })
  }
  const id = request.TicketId
  if (!id) return failField('TicketId', serviceErrors.ArgumentException, 'a TicketId')
  const row = await transaction.first(ticketById, { ...scope, id })
  if (!row) return failField('TicketId', ticketErrors.TicketNotFound, id)

  const before = ticketValue(row)
  const columns = parseTicket(applyPatch(before, request, new Set(ticketFields.filter((name) => sent.has(name)))))
  if (columns instanceof Failure) return columns
  const quantity = quantityOf({ use_inventory: columns.useInventory, quantity: columns.quantity })
  if (request.Force !== true) {
    const isBelow = isBelowTaken(quantityOf(row), quantity, row.sold)
    const below = failField('Quantity', registrationErrors.QuantityBelowSold, id, quantity ?? 0, row.sold)
    traceRuleResults(['QuantityBelowSold'], {}, isBelow ? [below] : [])
    if (isBelow) return below
  }
  const wanted = ticketValue({
    ...row,
    name: columns.name,
    quantity: columns.quantity,
    use_inventory: columns.useInventory,
    active: columns.active,
    details: columns.details,
  })
  if (isSame(ticketAuditFields(before), ticketAuditFields(wanted))) return before
  await transaction.run(updateRow, { ...scope, ...columns, id, at: actor.at })
  const subject = String(id)
  await recordChange(
    transaction,
    actor,
    { ...scope, subject },
    'ticket.update',
    ticketAuditFields(before),
    ticketAuditFields(wanted),
  )
  return wanted
}

async function stored(transaction: Transaction, scope: OfEvent, id: number): Promise<TicketValue> {
  const row = await transaction.first(ticketById, { ...scope, id })
  if (!row) throw new Error(`Ticket ${id} was written and is not there`)
  return ticketValue(row)
}
