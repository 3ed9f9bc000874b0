import { Failure } from '../../protocol/schema/failure.ts'
import type { Rejected, Violation } from '../../registration/outcome.ts'
import { remove } from '../../registration/rules.ts'
import type { Transaction } from '../../store/engine.ts'
import { deleteAssignments } from '../../store/queries/assignments.ts'
import { lockEventExclusive, lockEventShared } from '../../store/queries/locks.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { releaseSeats } from '../../store/queries/seats.ts'
import { deleteWaitlistEntries } from '../../store/queries/waitlist.ts'
import { RetryTransaction } from '../../store/retry.ts'
import { traceRemoval } from '../middleware/rule-trace.ts'
import { combineReasons } from '../shared/combine-reasons.ts'
import type { Actor } from '../shared/context.ts'
import { toReason } from '../shared/errors.ts'
import {
  type FoundRegistration,
  identifyingField,
  lockRegistration,
  type RegistrationName,
} from '../shared/find-registration.ts'
import type { SessionRow } from '../shared/session-rows.ts'
import {
  assignSessions,
  auditSessions,
  decideAssignment,
  loadAfterPromotion,
  loadSessions,
  lockRequestedSessions,
} from './assign-sessions.ts'
import type { RequestedSessions } from './requested-sessions.ts'
import { promote, type WaitlistPlace, waitlistOf } from './waitlist.ts'

/** What a step is to do, and to whom. */
export interface AssignCommandInput {
  readonly scope: OfEvent
  readonly registration: RegistrationName
  readonly requested: RequestedSessions
  readonly actor: Actor
  /**
   * Whether the event is to be this work's alone. Otherwise it is shared with other steps, which is as good until somebody
   * is to be let in from a waiting list: then the work is run again, alone.
   */
  readonly exclusive: boolean
}

/** A registration after a step. */
export interface AssignResult {
  readonly registration: FoundRegistration
  /** The sessions it holds, by id. */
  readonly held: readonly SessionRow[]
  /** Where it is on waiting lists. */
  readonly waits: readonly WaitlistPlace[]
}

/** Assigns sessions to one registration or removes them, in a transaction: all that are named, or none. */
export class AssignCommand {
  readonly #asked: AssignCommandInput
  readonly #wanted: readonly number[]

  constructor(asked: AssignCommandInput) {
    this.#asked = asked
    this.#wanted = [...asked.requested.keys()]
  }

  /** @param mayWait full sessions are waited for, instead of refused */
  async assign(transaction: Transaction, mayWait: boolean): Promise<AssignResult | Failure> {
    const registration = await this.#registration(transaction)
    if (registration instanceof Failure) return registration
    const { scope, actor, exclusive: isAlone } = this.#asked
    const wanted = this.#wanted
    const sessions = await loadAfterPromotion(transaction, scope, registration.id, wanted, actor, isAlone)
    const outcome = await decideAssignment(transaction, scope, registration, sessions, wanted, { mayWait })
    if (outcome.kind === 'refused') return this.#refused(outcome)
    await assignSessions(transaction, scope, registration, sessions, outcome, actor)
    const after = [...sessions.known.values()].filter((row) => row.held !== null || outcome.added.includes(row.id))
    return this.#done(transaction, registration, after, sessions.waits || outcome.waited.length > 0)
  }

  /** Takes the registration off the waiting lists of the named sessions as well. */
  async remove(transaction: Transaction): Promise<AssignResult | Failure> {
    const registration = await this.#registration(transaction)
    if (registration instanceof Failure) return registration
    const { scope } = this.#asked
    const { held, known, waits } = await lockRequestedSessions(transaction, scope, registration.id, this.#wanted)
    const outcome = remove(held, this.#wanted, known)
    traceRemoval(registration.registrationId, this.#wanted, outcome)
    if (outcome.kind === 'refused') return this.#refused(outcome)
    const { removed } = outcome
    if (removed.length > 0) await this.#take(transaction, registration, held, removed)
    const awaited = waits ? await this.#leave(transaction, registration) : []
    // Others wait for the places given back; and what was given back may have stood in the way of a place waited for.
    const contested = held.filter((row) => row.waiting === 1 && removed.includes(row.id)).map((row) => row.id)
    const open = removed.length > 0 ? [...contested, ...awaited] : []
    const isLetIn = open.length > 0 && (await this.#letIn(transaction, registration, open))
    const after = isLetIn
      ? (await loadSessions(transaction, scope, registration.id, [])).held
      : held.filter((row) => !removed.includes(row.id))
    return this.#done(transaction, registration, after, awaited.length > 0)
  }

  async #registration(transaction: Transaction): Promise<FoundRegistration | Failure> {
    const { scope, registration, exclusive: isAlone } = this.#asked
    const [, found] = await Promise.all([
      transaction.lock(isAlone ? lockEventExclusive : lockEventShared, scope),
      lockRegistration(transaction, scope.client, scope.event, registration),
    ])
    return found
  }

  async #take(
    transaction: Transaction,
    registration: FoundRegistration,
    held: readonly SessionRow[],
    removed: readonly number[],
  ): Promise<void> {
    const { scope, actor } = this.#asked
    const ids = { ...scope, ids: removed }
    const before = held.map((row) => row.id)
    const after = before.filter((id) => !removed.includes(id))
    await Promise.all([
      transaction.run(deleteAssignments, { ...ids, registration: registration.id }),
      registration.cancelled ? undefined : transaction.run(releaseSeats, ids),
      auditSessions(transaction, scope, actor, 'remove', registration.registrationId, before, after),
    ])
  }

  /** @returns the sessions that the registration still waits for */
  async #leave(transaction: Transaction, registration: FoundRegistration): Promise<readonly number[]> {
    const { scope, actor } = this.#asked
    const places = await waitlistOf(transaction, scope, registration.id)
    const ids = places.map((place) => place.session)
    const left = ids.filter((id) => this.#wanted.includes(id))
    if (left.length > 0) {
      await transaction.run(deleteWaitlistEntries, { ...scope, registration: registration.id, ids: left })
      await auditSessions(transaction, scope, actor, 'waitlist.remove', registration.registrationId, left, null)
    }
    return ids.filter((id) => !left.includes(id))
  }

  /** Gives free places to those who wait. @returns whether the registration itself was given one */
  async #letIn(transaction: Transaction, { id }: FoundRegistration, open: readonly number[]): Promise<boolean> {
    const { scope, actor, exclusive: isAlone } = this.#asked
    if (!isAlone) throw new RetryTransaction()
    const promoted = await promote(transaction, scope, open, actor)
    return promoted.some((promotion) => promotion.registration === id)
  }

  async #done(
    transaction: Transaction,
    registration: FoundRegistration,
    held: readonly SessionRow[],
    mayWait: boolean,
  ): Promise<AssignResult> {
    const waits = mayWait ? await waitlistOf(transaction, this.#asked.scope, registration.id) : []
    return { registration, held, waits }
  }

  #refused({ violations }: Rejected): Failure {
    return combineReasons(violations.map((violation) => ({ ...toReason(violation), ...this.#place(violation) })))
  }

  #place(violation: Violation): { field: string; meta?: Record<string, string> } {
    const { registration, requested: named } = this.#asked
    if (violation.code === 'RegistrationCancelled') return { field: identifyingField(registration) ?? 'RegistrationID' }
    const id = violation.sessionId
    return { field: named.get(id) ?? 'SessionIds', meta: { SessionId: String(id) } }
  }
}
