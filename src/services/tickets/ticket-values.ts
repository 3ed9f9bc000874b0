import { EventTickets } from '../../contract/event-tickets.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import { Failure, failField } from '../../protocol/schema/failure.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import type { Ticket } from '../../registration/inventory.ts'
import type { ticketById, ticketsAmong } from '../../store/queries/tickets.ts'
import type { RowOf } from '../../store/statement.ts'
import { type AuditFields, factsOf } from '../shared/audit-diff.ts'
import { serviceErrors } from '../shared/errors.ts'
import { parseName } from '../shared/field-parsers.ts'
import { jsonColumn } from '../shared/json-column.ts'

export type TicketValue = Value<typeof EventTickets>
type Row = RowOf<typeof ticketById>

/** What the store only keeps. */
const kept = [
  'ChargeForEvent',
  'Required',
  'Type',
  'Description',
  'Category',
  'Available',
  'SKU',
  'GLCode',
  'QBClass',
  'UnitPrice',
  'Prices',
  'ExcludeFromEvent',
  'PromoCodeIds',
  'IsForCopy',
  'IsForReuse',
  'IsLinked',
  'EventTicketLinkId',
  'TaxLocationID',
] as const

/** What a caller may change of a ticket. */
export const ticketFields = ['Name', 'Quantity', 'UseInventory', 'Active', ...kept] as const

export const ticketDetails = jsonColumn(EventTickets, kept)
const allFacts = jsonColumn(EventTickets, ticketFields)

/** What the audit tells of a ticket. */
export function ticketAuditFields(ticket: TicketValue): AuditFields {
  return factsOf(allFacts.write(ticket))
}

/** A ticket of the store as the contract has it. */
export function ticketValue(row: Row): TicketValue {
  return EventTickets.create({
    ...ticketDetails.read(row.details),
    TicketId: row.id,
    EventId: row.event_id,
    DateCreated: DateTime.fromEpoch(row.created_at),
    Name: row.name,
    Quantity: row.quantity,
    UseInventory: row.use_inventory === 1,
    Active: row.active === 1,
  })
}

/** All of a ticket that a caller may change, as the store has it. */
export interface TicketColumns {
  readonly name: string
  readonly quantity: number | null
  readonly useInventory: number
  readonly active: number
  readonly details: string
}

/** Reads a ticket as it is wanted; one that does not say whether it is active is. */
export function parseTicket(wanted: TicketValue): TicketColumns | Failure {
  const name = parseName(wanted.Name)
  if (name instanceof Failure) return name
  if (wanted.Quantity !== null && wanted.Quantity < 0) {
    return failField('Quantity', serviceErrors.ArgumentException, 'a number from 0')
  }
  return {
    name,
    quantity: wanted.Quantity,
    useInventory: wanted.UseInventory ? 1 : 0,
    active: wanted.Active === false ? 0 : 1,
    details: ticketDetails.write(wanted),
  }
}

/** How many there are to sell; null: no limit, which is so where no inventory is kept. */
export function quantityOf(row: { readonly use_inventory: number; readonly quantity: number | null }): number | null {
  return row.use_inventory === 1 ? row.quantity : null
}

/** A ticket as the rules see it. */
export function ruleTicket(row: RowOf<typeof ticketsAmong>): Ticket {
  return { id: row.id, active: row.active === 1, quantity: quantityOf(row), sold: row.sold }
}
