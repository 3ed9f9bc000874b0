import { catalogue, type Reason } from '../../protocol/schema/failure.ts'
import type { Conflict, Conflicts, Violation } from '../../registration/outcome.ts'

/** What the services refuse besides the rules. */
export const serviceErrors = catalogue({
  ArgumentException: [400, (expected: string) => `Expected ${expected}.`],
  NotFound: [404, (what: MissingResource) => textOfMissing(what)],
  RegistrationMismatch: [
    409,
    (badge: number) => `RegistrationID and BadgeNumber name different registrations: the badge is not ${badge}.`,
  ],
  IdempotencyKeyReused: [
    422,
    () =>
      'The Idempotency-Key was used for another request. A repeat is the same request; another one needs a new key.',
  ],
  TooManyWatchers: [503, (most: number) => `${most} watch already. Try again later, or read from time to time.`],
  InvalidToken: [401, () => 'The token is not known, was used, or has ended.'],
  ServiceUnavailable: [503, () => 'The server cannot do this at the moment; nothing was changed. Try again shortly.'],
  OutcomeUnknown: [
    503,
    () =>
      'The database was lost while it kept the change, which may or may not have been made. Look before trying again.',
  ],
})

/** What was looked for in vain. */
export type MissingResource =
  | { readonly kind: 'event'; readonly event: number }
  | { readonly kind: 'registration'; readonly event: number; readonly key: string }
  | { readonly kind: 'registrationOfClient'; readonly client: number; readonly key: string }
  | { readonly kind: 'badge'; readonly event: number; readonly badge: number }

function textOfMissing(what: MissingResource): string {
  switch (what.kind) {
    case 'event':
      return `There is no event ${what.event}.`
    case 'registration':
      return `Event ${what.event} has no registration ${shortened(what.key)}.`
    case 'registrationOfClient':
      return `Client ${what.client} has no registration ${shortened(what.key)}.`
    case 'badge':
      return `Event ${what.event} has no registration with badge ${what.badge}.`
  }
}

function shortened(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}

/** The status and text of each rule of the contract. */
export const ruleErrors = catalogue({
  RegistrationCancelled: [409, () => 'The registration is cancelled.'],
  SessionNotFound: [404, (id: number) => `The event has no session ${id}.`],
  SessionFull: [
    409,
    (id: number, capacity: number, taken: number) => `Session ${id} is full: ${taken} of ${capacity} places are taken.`,
  ],
  SessionOverlap: [409, (id: number, rivals: Conflicts) => `Session ${id} crosses the time of ${named(rivals)}.`],
  SingleSelect: [
    409,
    (id: number, group: number, rivals: Conflicts) =>
      `Of group ${group} one session may be held: session ${id} cannot be held with ${named(rivals)}.`,
  ],
  TicketRequired: [
    409,
    (id: number, tickets: readonly number[]) =>
      `Session ${id} needs ${tickets.length === 1 ? 'ticket' : 'one of the tickets'} ${tickets.join(', ')}.`,
  ],
})

/** A broken rule as the wire tells it, with its status; the field is not known here. */
export function toReason(violation: Violation): Reason & { readonly status: number } {
  const { code } = violation
  const { status } = ruleErrors[code]
  return { code, status, message: textOf(violation) }
}

function textOf(violation: Violation): string {
  switch (violation.code) {
    case 'RegistrationCancelled':
      return ruleErrors.RegistrationCancelled.text()
    case 'SessionNotFound':
      return ruleErrors.SessionNotFound.text(violation.sessionId)
    case 'SessionFull':
      return ruleErrors.SessionFull.text(violation.sessionId, violation.capacity, violation.taken)
    case 'SessionOverlap':
      return ruleErrors.SessionOverlap.text(violation.sessionId, violation)
    case 'SingleSelect':
      return ruleErrors.SingleSelect.text(violation.sessionId, violation.groupId, violation)
    case 'TicketRequired':
      return ruleErrors.TicketRequired.text(violation.sessionId, violation.tickets)
  }
}

function named({ with: rivals, more }: Conflicts): string {
  const list = rivals.map(({ id, name }: Conflict) => `${id} (${name})`).join(', ')
  return more ? `${list} and others` : list
}
