import { catalogue, type Entry, Failure, type Reason } from '../../protocol/schema/failure.ts'

/** What the operations on events, sessions and groups refuse besides. */
export const programmeErrors = catalogue({
  ArgumentException: [400, (reason: string) => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`],
  AlreadyExists: [409, (what: string) => `There is ${what} already.`],
  InUse: [409, (what: string, holds: string) => `${what} is in use: ${holds}. Force deletes it all the same.`],
  NotFound: [404, (event: number, group: number) => `Event ${event} has no session group ${group}.`],
})

/** Changes that hurt registrations; each carried out all the same where the request says Force. */
export const conflictErrors = catalogue({
  CapacityBelowTaken: [
    409,
    (what: string, capacity: number, taken: number) =>
      `${what} cannot be limited to ${capacity}: ${taken} ${taken === 1 ? 'place is' : 'places are'} taken.`,
  ],
  SessionOverlap: [409, (count: number) => `${registrations(count)} would hold sessions whose times cross.`],
  SingleSelect: [
    409,
    (count: number) => `${registrations(count)} would hold several sessions of a group that allows one.`,
  ],
  TicketRequired: [
    409,
    (session: number, count: number) => `${registrations(count)} of session ${session} would lack a ticket it needs.`,
  ],
})

function registrations(count: number): string {
  return counted(count, 'registration')
}

/** `1 session`, `2 sessions`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** One reason against a change. */
export function conflict<Facts extends unknown[]>(field: string, entry: Entry<Facts>, ...facts: Facts): Reason {
  return { code: entry.code, message: entry.text(...facts), field }
}

/** The refusal of a change for all of its conflicts; undefined where there are none. */
export function conflictFailure(conflicts: readonly Reason[]): Failure | undefined {
  const [first] = conflicts
  if (!first) return undefined
  return new Failure({ code: first.code, status: 409, message: first.message, reasons: conflicts })
}
