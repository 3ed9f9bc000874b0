import type { Session } from './model.ts'

/** Every named session may be assigned: `added` are the ids that were not held before, ascending. */
export interface Assigned {
  readonly kind: 'assigned'
  readonly added: readonly number[]
}

/** Every named session may be removed: `removed` are the ids that were held, ascending. */
export interface Removed {
  readonly kind: 'removed'
  readonly removed: readonly number[]
}

/**
 * Nothing changes. All the reasons: the registration's first, then those of the sessions by session id, those of one
 * session in the order NotFound, Full, Overlap, SingleSelect, TicketRequired.
 */
export interface Rejected {
  readonly kind: 'refused'
  readonly violations: readonly Violation[]
}

/** A rule that the request breaks, with the facts of it. The codes are the contract's; texts and statuses are not here. */
export type Violation = RegistrationViolation | SessionViolation

/** About the registration as a whole. */
export interface RegistrationViolation {
  readonly code: 'RegistrationCancelled'
}

/** About one named session. */
export type SessionViolation = SessionNotFound | SessionFull | SessionOverlap | SingleSelect | TicketRequired

/** The event has no such session. */
export interface SessionNotFound {
  readonly code: 'SessionNotFound'
  readonly sessionId: number
}

/** All its places are taken. */
export interface SessionFull {
  readonly code: 'SessionFull'
  readonly sessionId: number
  readonly capacity: number
  readonly taken: number
}

/** Its times cross those of the sessions in `with`, earliest start first. */
export interface SessionOverlap extends Conflicts {
  readonly code: 'SessionOverlap'
  readonly sessionId: number
}

/** Its group allows one session, and those in `with`, by id, are of the same group. */
export interface SingleSelect extends Conflicts {
  readonly code: 'SingleSelect'
  readonly sessionId: number
  readonly groupId: number
}

/** It needs one of `tickets`, and the registration holds none of them. */
export interface TicketRequired {
  readonly code: 'TicketRequired'
  readonly sessionId: number
  readonly tickets: readonly number[]
}

/** Sessions, held or named in the same request, that one cannot be held together with. */
export interface Conflicts {
  /** The first {@link maxConflictsShown} of them. */
  readonly with: readonly Conflict[]
  /** Whether there are others. */
  readonly more: boolean
}

/** A session by what a reader knows it by. */
export interface Conflict {
  readonly id: number
  readonly name: string
}

/** A bound, because the full lists of many sessions that all cross each other would grow with the square of their number. */
export const maxConflictsShown = 10

/** The rivals among `found`, which need hold no more than one beyond {@link maxConflictsShown}. */
export function conflicts(found: readonly Session[]): Conflicts {
  return {
    with: found.slice(0, maxConflictsShown).map(({ id, name }) => ({ id, name })),
    more: found.length > maxConflictsShown,
  }
}
