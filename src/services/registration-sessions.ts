import { RegistrationSessionResponse, registrationSessions } from '../contract/registration-sessions.ts'
import { DateTime } from '../protocol/schema/datetime.ts'
import { Failure } from '../protocol/schema/failure.ts'
import { type Service, service } from '../protocol/schema/handler.ts'
import type { Value } from '../protocol/schema/nodes.ts'
import type { Refused, Removed, Violation } from '../registration/outcome.ts'
import { remove } from '../registration/rules.ts'
import type { Transaction } from '../store/engine.ts'
import { deleteAssignments } from '../store/queries/assignments.ts'
import { shareEvent } from '../store/queries/locks.ts'
import { assignSessions, auditSessions, judgeAssignment, lockHeldOrNamed } from './assign-sessions.ts'
import { type Actor, actorOf, type ServiceContext } from './context.ts'
import { told } from './errors.ts'
import { type FoundRegistration, lockRegistration, namingField } from './find-registration.ts'
import { freeSessions } from './free-sessions.ts'
import { type NamedSessions, namedSessions } from './named-sessions.ts'
import type { OfEvent } from './read-session.ts'
import { refusal } from './refusal.ts'
import { type SessionRow, sessionEntry } from './session-rows.ts'

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
  readonly #event: OfEvent

  constructor(request: Request, named: NamedSessions, actor: Actor) {
    this.#request = request
    this.#named = named
    this.#actor = actor
    this.#event = { client: request.ClientID, event: request.EventID }
  }

  async assign(transaction: Transaction): Promise<Response | Failure> {
    const registration = await this.#registration(transaction)
    if (registration instanceof Failure) return registration
    const wanted = [...this.#named.keys()]
    const sessions = await lockHeldOrNamed(transaction, this.#event, registration.id, wanted)
    const outcome = await judgeAssignment(transaction, this.#event, registration, sessions, wanted)
    if (outcome.kind === 'refused') return this.#refused(outcome)
    await assignSessions(transaction, this.#event, registration, sessions.held, outcome, this.#actor)
    const after = [...sessions.known.values()].filter((row) => row.held !== null || outcome.added.includes(row.id))
    return this.#answer(registration, after)
  }

  async remove(transaction: Transaction): Promise<Response | Failure> {
    const registration = await this.#registration(transaction)
    if (registration instanceof Failure) return registration
    const wanted = [...this.#named.keys()]
    const { held, known } = await lockHeldOrNamed(transaction, this.#event, registration.id, wanted)
    const outcome = remove(held, wanted, known)
    if (outcome.kind === 'refused') return this.#refused(outcome)
    if (outcome.removed.length > 0) await this.#take(transaction, registration, held, outcome)
    return this.#answer(
      registration,
      held.filter((row) => !outcome.removed.includes(row.id)),
    )
  }

  async #registration(transaction: Transaction): Promise<FoundRegistration | Failure> {
    const { client, event } = this.#event
    const [, found] = await Promise.all([
      transaction.lock(shareEvent, { client, event }),
      lockRegistration(transaction, client, event, this.#request),
    ])
    return found
  }

  async #take(
    transaction: Transaction,
    registration: FoundRegistration,
    held: readonly SessionRow[],
    { removed }: Removed,
  ): Promise<void> {
    await transaction.run(deleteAssignments, { ...this.#event, ids: removed, registration: registration.id })
    const before = held.map((row) => row.id)
    const after = before.filter((id) => !removed.includes(id))
    await auditSessions(transaction, this.#event, this.#actor, 'remove', registration.registrationId, before, after)
    if (!registration.cancelled) await freeSessions(transaction, this.#event, registration.id, removed, this.#actor)
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

  #refused({ violations }: Refused): Failure {
    return refusal(violations.map((violation) => ({ ...told(violation), ...this.#place(violation) })))
  }

  #place(violation: Violation): { field: string; meta?: Record<string, string> } {
    if (violation.code === 'RegistrationCancelled') return { field: namingField(this.#request) ?? 'RegistrationID' }
    const id = violation.sessionId
    return { field: this.#named.get(id) ?? 'SessionIds', meta: { SessionId: String(id) } }
  }
}
