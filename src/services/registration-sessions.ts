import { RegistrationSessionResponse, registrationSessions } from '../contract/registration-sessions.ts'
import { DateTime } from '../protocol/schema/datetime.ts'
import { Failure } from '../protocol/schema/failure.ts'
import { type Service, service } from '../protocol/schema/handler.ts'
import type { Value } from '../protocol/schema/nodes.ts'
import type { Assigned, Refused, Removed, Violation } from '../registration/outcome.ts'
import { assign, remove } from '../registration/rules.ts'
import type { Transaction } from '../store/engine.ts'
import { deleteAssignments, insertAssignments } from '../store/queries/assignments.ts'
import { insertAudit } from '../store/queries/audit.ts'
import { lockSessions } from '../store/queries/locks.ts'
import { ticketsOf } from '../store/queries/registrations.ts'
import { freePlaces, sessionsHeldOrNamed, takePlaces } from '../store/queries/sessions.ts'
import { RetryWork } from '../store/retry.ts'
import { type Actor, actorOf, type ServiceContext } from './context.ts'
import { told } from './errors.ts'
import { type FoundRegistration, findRegistration, namingField } from './find-registration.ts'
import { type NamedSessions, namedSessions } from './named-sessions.ts'
import { ruleSession, type SessionRow, sessionEntry } from './session-rows.ts'

type Request = Value<typeof registrationSessions.request>
type Response = Value<typeof registrationSessions.response>

/** Assigns sessions to a registration (POST) or removes them (DELETE): all that are named, or none. */
export function registrationSessionsService({ engine, now }: ServiceContext): Service {
  return service(registrationSessions, async (request, call) => {
    const named = namedSessions(request)
    if (named instanceof Failure) return named
    const step = new Step(request, named, actorOf(call, now()))
    return engine.write((transaction) => (call.verb === 'DELETE' ? step.remove(transaction) : step.assign(transaction)))
  })
}

/** One call in its transaction. */
class Step {
  readonly #request: Request
  readonly #named: NamedSessions
  readonly #actor: Actor

  constructor(request: Request, named: NamedSessions, actor: Actor) {
    this.#request = request
    this.#named = named
    this.#actor = actor
  }

  async assign(transaction: Transaction): Promise<Response | Failure> {
    const registration = await this.#registration(transaction)
    if (registration instanceof Failure) return registration
    const { held, known, wanted } = await this.#sessions(transaction, registration)
    const needsTicket = [...known.values()].some((row) => row.tickets !== '[]')
    const tickets = needsTicket
      ? await transaction.all(ticketsOf, { ...this.#event, registration: registration.id })
      : []
    const outcome = assign(
      { cancelled: registration.cancelled, tickets: tickets.map((row) => row.ticket_id) },
      held.map(ruleSession),
      wanted,
      new Map([...known].map(([id, row]) => [id, ruleSession(row)])),
    )
    if (outcome.kind === 'refused') return this.#refused(outcome)
    if (outcome.added.length > 0) await this.#add(transaction, registration, held, outcome)
    const after = [...known.values()].filter((row) => row.held !== null || outcome.added.includes(row.id))
    return this.#answer(registration, after)
  }

  async remove(transaction: Transaction): Promise<Response | Failure> {
    const registration = await this.#registration(transaction)
    if (registration instanceof Failure) return registration
    const { held, known, wanted } = await this.#sessions(transaction, registration)
    const outcome = remove(held, wanted, known)
    if (outcome.kind === 'refused') return this.#refused(outcome)
    if (outcome.removed.length > 0) await this.#take(transaction, registration, held, outcome)
    return this.#answer(
      registration,
      held.filter((row) => !outcome.removed.includes(row.id)),
    )
  }

  get #event(): { client: number; event: number } {
    return { client: this.#request.ClientID, event: this.#request.EventID }
  }

  #registration(transaction: Transaction): Promise<FoundRegistration | Failure> {
    const { client, event } = this.#event
    return findRegistration(transaction, client, event, this.#request)
  }

  async #sessions(transaction: Transaction, { id: registration }: FoundRegistration) {
    const wanted = [...this.#named.keys()]
    const [, rows] = await Promise.all([
      transaction.lock(lockSessions, { ...this.#event, ids: wanted }),
      transaction.all(sessionsHeldOrNamed, { ...this.#event, registration, ids: wanted }),
    ])
    return { wanted, held: rows.filter((row) => row.held !== null), known: new Map(rows.map((row) => [row.id, row])) }
  }

  async #add(
    transaction: Transaction,
    registration: FoundRegistration,
    held: readonly SessionRow[],
    { added }: Assigned,
  ): Promise<void> {
    const ids = { ...this.#event, ids: added }
    const before = held.map((row) => row.id)
    const [taken] = await Promise.all([
      transaction.run(takePlaces, ids),
      transaction.run(insertAssignments, { ...ids, registration: registration.id, at: this.#actor.at }),
      this.#audit(transaction, 'assign', registration, before, [...before, ...added].sort(ascending)),
    ])
    // The rules saw these places free. Whatever took them since, the rules are to see it, and tell it.
    if (taken !== added.length) throw new RetryWork()
  }

  async #take(
    transaction: Transaction,
    registration: FoundRegistration,
    held: readonly SessionRow[],
    { removed }: Removed,
  ): Promise<void> {
    const ids = { ...this.#event, ids: removed }
    const before = held.map((row) => row.id)
    const after = before.filter((id) => !removed.includes(id))
    await Promise.all([
      transaction.run(deleteAssignments, { ...ids, registration: registration.id }),
      registration.cancelled ? 0 : transaction.run(freePlaces, ids),
      this.#audit(transaction, 'remove', registration, before, after),
    ])
  }

  async #audit(
    transaction: Transaction,
    action: string,
    { registrationId: subject }: FoundRegistration,
    before: readonly number[],
    after: readonly number[],
  ): Promise<void> {
    await transaction.run(insertAudit, {
      ...this.#event,
      ...this.#actor,
      action,
      subject,
      before: JSON.stringify({ SessionIds: before }),
      after: JSON.stringify({ SessionIds: after }),
    })
  }

  #answer({ registrationId, badgeNumber }: FoundRegistration, held: readonly SessionRow[]): Response {
    const { ClientID, EventID, BypassCache, Device } = this.#request
    return RegistrationSessionResponse.create({
      ClientID,
      EventID,
      RegistrationID: registrationId,
      BadgeNumber: badgeNumber,
      Sessions: held.map(sessionEntry),
      SessionIds: held.map((row) => row.id),
      BypassCache,
      DateCached: DateTime.fromEpoch(this.#actor.at),
      Device,
    })
  }

  /** Every reason at once; the whole has the code and text of its first reason of the highest status. */
  #refused({ violations }: Refused): Failure {
    const reasons = violations.map((violation) => ({ ...told(violation), ...this.#place(violation) }))
    const status = Math.max(...reasons.map((reason) => reason.status))
    const first = reasons.find((reason) => reason.status === status)
    return new Failure({ code: first?.code ?? '', status, message: first?.message ?? '', reasons })
  }

  #place(violation: Violation): { field: string; meta?: Record<string, string> } {
    if (violation.code === 'RegistrationCancelled') return { field: namingField(this.#request) ?? 'RegistrationID' }
    const id = violation.sessionId
    return { field: this.#named.get(id) ?? 'SessionIds', meta: { SessionId: String(id) } }
  }
}

function ascending(a: number, b: number): number {
  return a - b
}
