/** A ticket as the rules see it. */
export interface Ticket {
  readonly id: number
  readonly active: boolean
  /** How many there are to sell; null is no limit. Unlike the capacity of a session, 0 is none. */
  readonly quantity: number | null
  /** How many are held by registrations that are not cancelled. */
  readonly sold: number
}

/** Why a registration may not be given a ticket. */
export type TicketViolation = TicketNotFound | TicketInactive | TicketSoldOut

export interface TicketNotFound {
  readonly code: 'TicketNotFound'
  readonly ticketId: number
}

/** It is held by those who have it, and given to nobody more. */
export interface TicketInactive {
  readonly code: 'TicketInactive'
  readonly ticketId: number
}

export interface TicketSoldOut {
  readonly code: 'TicketSoldOut'
  readonly ticketId: number
  readonly quantity: number
  readonly sold: number
}

/** Whether none is left; null when there is one. */
export function soldOut({ id, quantity, sold }: Ticket): TicketSoldOut | null {
  return quantity !== null && sold >= quantity ? { code: 'TicketSoldOut', ticketId: id, quantity, sold } : null
}

/**
 * What stands against giving a registration the `wanted` tickets, each of which it does not hold yet.
 * @param known tickets of the event by id: at least those of `wanted` that exist
 * @param needsPlace false for a cancelled registration, whose tickets do not count as sold
 */
export function checkTickets(
  wanted: readonly number[],
  known: ReadonlyMap<number, Ticket>,
  needsPlace: boolean,
): TicketViolation[] {
  return wanted.flatMap((id): TicketViolation[] => {
    const ticket = known.get(id)
    if (!ticket) return [{ code: 'TicketNotFound', ticketId: id }]
    if (!ticket.active) return [{ code: 'TicketInactive', ticketId: id }]
    const none = needsPlace ? soldOut(ticket) : null
    return none ? [none] : []
  })
}
