import { catalogue } from '../../protocol/schema/failure.ts'
import type { EventViolation } from '../../registration/event-capacity.ts'
import type { TicketViolation } from '../../registration/inventory.ts'
import type { ReasonWithStatus } from './combine-reasons.ts'

/** What the operations on tickets, registrations and attendance refuse besides. */
export const registrationErrors = catalogue({
  InUse: [409, (holds: string) => `The registration has ${holds}. Force deletes it all the same.`],
  QuantityBelowSold: [
    409,
    (id: number, quantity: number, sold: number) =>
      `Of ticket ${id} there cannot be ${quantity}: ${sold} ${sold === 1 ? 'is' : 'are'} sold.`,
  ],
  SessionNotHeld: [409, (id: number) => `The registration does not hold session ${id}.`],
})

/** Why an event takes nobody. */
const eventErrors = catalogue({
  EventInactive: [409, () => 'The event is not active.'],
  RegistrationClosed: [
    409,
    (opensAt: number | null, closesAt: number | null, at: number) =>
      opensAt !== null && at < opensAt
        ? `Registration opens at ${new Date(opensAt).toISOString()}.`
        : `Registration closed at ${new Date(closesAt ?? at).toISOString()}.`,
  ],
  EventFull: [409, (capacity: number, taken: number) => `The event is full: ${taken} of ${capacity} places are taken.`],
})

/** Why a ticket is not given. */
export const ticketErrors = catalogue({
  TicketNotFound: [404, (id: number) => `The event has no ticket ${id}.`],
  TicketInactive: [409, (id: number) => `Ticket ${id} is not active.`],
  TicketSoldOut: [
    409,
    (id: number, quantity: number, sold: number) => `Ticket ${id} is sold out: ${sold} of ${quantity} are sold.`,
  ],
})

/** @param at when somebody wanted to register, in milliseconds since 1970-01-01 UTC */
export function eventReason(violation: EventViolation, at: number): ReasonWithStatus {
  const { code } = violation
  const { status } = eventErrors[code]
  return { code, status, message: textOfEvent(violation, at), field: 'EventID' }
}

function textOfEvent(violation: EventViolation, at: number): string {
  switch (violation.code) {
    case 'EventInactive':
      return eventErrors.EventInactive.text()
    case 'RegistrationClosed':
      return eventErrors.RegistrationClosed.text(violation.opensAt, violation.closesAt, at)
    case 'EventFull':
      return eventErrors.EventFull.text(violation.capacity, violation.taken)
  }
}

export function ticketReason(violation: TicketViolation, field: string): ReasonWithStatus {
  const { code, ticketId } = violation
  const { status } = ticketErrors[code]
  return { code, status, message: textOfTicket(violation), field, meta: { TicketId: String(ticketId) } }
}

function textOfTicket(violation: TicketViolation): string {
  switch (violation.code) {
    case 'TicketNotFound':
      return ticketErrors.TicketNotFound.text(violation.ticketId)
    case 'TicketInactive':
      return ticketErrors.TicketInactive.text(violation.ticketId)
    case 'TicketSoldOut':
      return ticketErrors.TicketSoldOut.text(violation.ticketId, violation.quantity, violation.sold)
  }
}
