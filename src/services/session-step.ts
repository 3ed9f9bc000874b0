import { Failure } from '../protocol/schema/failure.ts'
import { hasPlace } from '../registration/capacity.ts'
import type { Refused, Violation } from '../registration/outcome.ts'
import { assign, remove } from '../registration/rules.ts'
import { assignOrWait, type Placed } from '../registration/waitlist.ts'
import type { Transaction } from '../store/engine.ts'
import { deleteAssignments, insertAssignments } from '../store/queries/assignments.ts'
import { insertAudit } from '../store/queries/audit.ts'
import { ticketsOf } from '../store/queries/registrations.ts'
import { freePlaces, sessionsHeldOrNamed, takePlaces } from '../store/queries/sessions.ts'
import { deleteWaiting, insertWaiting } from '../store/queries/waitlist.ts'
import type { Actor } from './context.ts'
import { told } from './errors.ts'
import { type FoundRegistration, findRegistration, namingField, type RegistrationName } from './find-registration.ts'
import type { NamedSessions } from './named-sessions.ts'
import { ruleSession, type SessionRow } from './session-rows.ts'
import { promote, type WaitlistPlace, waitlistOf } from './waitlist.ts'

/** What a step is to do, and to whom. */
export interface StepAsked {
  readonly scope: { readonly client: number; readonly event: number }
  readonly registration: RegistrationName
  readonly named: NamedSessions
  readonly actor: Actor
}

/** A registration after a step. */
export interface StepDone {
  readonly registration: FoundRegistration
  /** The sessions it holds, by id. */
  readonly held: readonly SessionRow[]
  /** Where it is on waiting lists. */
  readonly waits: readonly WaitlistPlace[]
}

interface Sessions {
  readonly wanted: readonly number[]
  readonly held: readonly SessionRow[]
  readonly known: ReadonlyMap<number, SessionRow>
}

/** Assigns sessions to one registration or removes them, in a transaction: all that are named, or none. */
export class SessionStep {
  readonly #asked: StepAsked

  constructor(asked: StepAsked) {
    this.#asked = asked
  }

  /** @param mayWait full sessions are waited for, instead of refused */
  async assign(transaction: Transaction, mayWait: boolean): Promise<StepDone | Failure> {
    const registration = await this.#registration(transaction)
    if (registration instanceof Failure) return registration
    const sessions = await this.#sessionsInTurn(transaction, registration)
    const { held, known } = sessions
    const outcome = await this.#placed(transaction, registration, sessions, mayWait)
    if (outcome.kind === 'refused') return this.#refused(outcome)
    if (outcome.added.length > 0) await this.#add(transaction, registration, held, outcome.added)
    if (outcome.waited.length > 0) await this.#wait(transaction, registration, outcome.waited)
    const after = [...known.values()].filter((row) => row.held !== null || outcome.added.includes(row.id))
    return this.#done(transaction, registration, after, registration.waits || outcome.waited.length > 0)
  }

  /** Takes the registration off the waiting lists of the named sessions as well. */
  async remove(transaction: Transaction): Promise<StepDone | Failure> {
    const registration = await this.#registration(transaction)
    if (registration instanceof Failure) return registration
    const { held, known, wanted } = await this.#sessions(transaction, registration)
    const outcome = remove(held, wanted, known)
    if (outcome.kind === 'refused') return this.#refused(outcome)
    const { removed } = outcome
    if (removed.length > 0) await this.#take(transaction, registration, held, removed)
    const awaited = await this.#leave(transaction, registration, wanted)
    const left = held.filter((row) => !removed.includes(row.id))
    // Others wait for the places given back; and what was given back may have stood in the way of a place waited for.
    const freed = held.filter((row) => row.waiting === 1 && removed.includes(row.id)).map((row) => row.id)
    const open = removed.length > 0 ? [...freed, ...awaited] : freed
    const { scope, actor } = this.#asked
    const promoted = open.length > 0 ? await promote(transaction, scope, open, actor) : []
    const isPromoted = promoted.some((promotion) => promotion.registration === registration.id)
    const after = isPromoted ? (await this.#sessions(transaction, registration)).held : left
    return this.#done(transaction, registration, after, awaited.length > 0)
  }

  #registration(transaction: Transaction): Promise<FoundRegistration | Failure> {
    const { scope, registration } = this.#asked
    return findRegistration(transaction, scope.client, scope.event, registration)
  }

  async #sessions(transaction: Transaction, { id: registration }: FoundRegistration): Promise<Sessions> {
    const wanted = [...this.#asked.named.keys()]
    const rows = await transaction.all(sessionsHeldOrNamed, { ...this.#asked.scope, registration, ids: wanted })
    return { wanted, held: rows.filter((row) => row.held !== null), known: new Map(rows.map((row) => [row.id, row])) }
  }

  /** The sessions, after those who wait for a free place of one that is wanted have had their turn. */
  async #sessionsInTurn(transaction: Transaction, registration: FoundRegistration): Promise<Sessions> {
    const sessions = await this.#sessions(transaction, registration)
    const contested = [...sessions.known.values()].filter(
      (row) => row.waiting === 1 && row.held === null && hasPlace(ruleSession(row)) === null,
    )
    if (contested.length === 0) return sessions
    const ids = contested.map((row) => row.id)
    const promoted = await promote(transaction, this.#asked.scope, ids, this.#asked.actor)
    return promoted.length > 0 ? this.#sessions(transaction, registration) : sessions
  }

  async #placed(
    transaction: Transaction,
    registration: FoundRegistration,
    { held, known, wanted }: Sessions,
    mayWait: boolean,
  ): Promise<Placed | Refused> {
    const { scope } = this.#asked
    const needsTicket = [...known.values()].some((row) => row.tickets !== '[]')
    const tickets = needsTicket ? await transaction.all(ticketsOf, { ...scope, registration: registration.id }) : []
    const who = { cancelled: registration.cancelled, tickets: tickets.map((row) => row.ticket_id) }
    const ruled = [held.map(ruleSession), new Map([...known].map(([id, row]) => [id, ruleSession(row)]))] as const
    if (!mayWait) {
      const outcome = assign(who, ruled[0], wanted, ruled[1])
      return outcome.kind === 'refused' ? outcome : { ...outcome, waited: [] }
    }
    const places = registration.waits ? await waitlistOf(transaction, scope, registration.id) : []
    return assignOrWait(who, ruled[0], new Set(places.map((place) => place.session)), wanted, ruled[1])
  }

  async #add(
    transaction: Transaction,
    registration: FoundRegistration,
    held: readonly SessionRow[],
    added: readonly number[],
  ): Promise<void> {
    const { scope, actor } = this.#asked
    const taken = await transaction.run(takePlaces, { ...scope, ids: added })
    // The rules saw these places free in this transaction: the guard of the update holds whatever happens.
    if (taken !== added.length) throw new Error(`Of ${added.length} places ${taken} could be taken`)
    const mine = { ...scope, registration: registration.id, ids: added }
    await transaction.run(insertAssignments, { ...mine, at: actor.at })
    if (registration.waits) await transaction.run(deleteWaiting, mine)
    const before = held.map((row) => row.id)
    await this.#audit(transaction, 'assign', registration, before, [...before, ...added].sort(ascending))
  }

  async #wait(transaction: Transaction, registration: FoundRegistration, ids: readonly number[]): Promise<void> {
    const { scope, actor } = this.#asked
    await transaction.run(insertWaiting, { ...scope, registration: registration.id, ids, at: actor.at })
    await this.#audit(transaction, 'waitlist.add', registration, null, ids)
  }

  async #take(
    transaction: Transaction,
    registration: FoundRegistration,
    held: readonly SessionRow[],
    removed: readonly number[],
  ): Promise<void> {
    const ids = { ...this.#asked.scope, ids: removed }
    await transaction.run(deleteAssignments, { ...ids, registration: registration.id })
    if (!registration.cancelled) await transaction.run(freePlaces, ids)
    const before = held.map((row) => row.id)
    const after = before.filter((id) => !removed.includes(id))
    await this.#audit(transaction, 'remove', registration, before, after)
  }

  /** @returns the sessions that the registration still waits for */
  async #leave(
    transaction: Transaction,
    registration: FoundRegistration,
    wanted: readonly number[],
  ): Promise<readonly number[]> {
    if (!registration.waits) return []
    const { scope } = this.#asked
    const places = await waitlistOf(transaction, scope, registration.id)
    const ids = places.map((place) => place.session)
    const left = ids.filter((id) => wanted.includes(id))
    if (left.length > 0) {
      await transaction.run(deleteWaiting, { ...scope, registration: registration.id, ids: left })
      await this.#audit(transaction, 'waitlist.remove', registration, left, null)
    }
    return ids.filter((id) => !left.includes(id))
  }

  async #audit(
    transaction: Transaction,
    action: string,
    { registrationId: subject }: FoundRegistration,
    before: readonly number[] | null,
    after: readonly number[] | null,
  ): Promise<void> {
    const { scope, actor } = this.#asked
    const text = (ids: readonly number[] | null) => ids && JSON.stringify({ SessionIds: ids })
    const facts = { ...scope, ...actor, action, subject }
    await transaction.run(insertAudit, { ...facts, before: text(before), after: text(after) })
  }

  async #done(
    transaction: Transaction,
    registration: FoundRegistration,
    held: readonly SessionRow[],
    mayWait: boolean,
  ): Promise<StepDone> {
    const waits = mayWait ? await waitlistOf(transaction, this.#asked.scope, registration.id) : []
    return { registration, held, waits }
  }

  /** Every reason at once; the whole has the code and text of its first reason of the highest status. */
  #refused({ violations }: Refused): Failure {
    const reasons = violations.map((violation) => ({ ...told(violation), ...this.#place(violation) }))
    const status = Math.max(...reasons.map((reason) => reason.status))
    const first = reasons.find((reason) => reason.status === status)
    return new Failure({ code: first?.code ?? '', status, message: first?.message ?? '', reasons })
  }

  #place(violation: Violation): { field: string; meta?: Record<string, string> } {
    const { registration, named } = this.#asked
    if (violation.code === 'RegistrationCancelled') return { field: namingField(registration) ?? 'RegistrationID' }
    const id = violation.sessionId
    return { field: named.get(id) ?? 'SessionIds', meta: { SessionId: String(id) } }
  }
}

function ascending(a: number, b: number): number {
  return a - b
}
