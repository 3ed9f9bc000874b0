import { EventRegistrationRegistrant } from '../../contract/event-registrations.ts'
import { Failure, failField } from '../../protocol/schema/failure.ts'
import { checkRegistrationWindow } from '../../registration/event-capacity.ts'
import { capacityOf } from '../../registration/model.ts'
import type { AssignedOrWaitlisted } from '../../registration/waitlist.ts'
import type { Transaction } from '../../store/engine.ts'
import { eventById } from '../../store/queries/events.ts'
import {
  highestBadgeNumber,
  highestRegistrationRow,
  insertRegistration,
  registrationByBadge,
  registrationKey,
  registrationOfTenant,
  updateRegistration,
} from '../../store/queries/registrations.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { reserveEventSeat } from '../../store/queries/seats.ts'
import { RetryTransaction } from '../../store/retry.ts'
import type { RowOf } from '../../store/statement.ts'
import {
  assignSessions,
  decideAssignment,
  loadAfterPromotion,
  type RegistrationRef,
} from '../assignments/assign-sessions.ts'
import { type RequestedSessions, requestedSessions } from '../assignments/requested-sessions.ts'
import { traceRuleResults } from '../middleware/rule-trace.ts'
import { recordChange } from '../shared/audit-diff.ts'
import { combineReasons, type ReasonWithStatus } from '../shared/combine-reasons.ts'
import type { Actor, ServiceContext } from '../shared/context.ts'
import { serviceErrors, toReason } from '../shared/errors.ts'
import { newNumber } from '../shared/field-parsers.ts'
import { conflict, programmeErrors } from '../shared/programme-errors.ts'
import { eventReason } from '../shared/registration-errors.ts'
import { loadRegistration } from './load-registration.ts'
import { parseRegistrant, parseRegistrationId, type RegistrationColumns } from './parse-registrant.ts'
import { type RegistrationRequest, registrantAuditFields, registrantValue } from './registrant-values.ts'
import { assignTickets, eachOnce, ticketReasons, ticketsById } from './registration-tickets.ts'

/** A registration that is wanted, before the store was asked for anything but its event. */
interface Wanted {
  readonly scope: OfEvent
  readonly event: RowOf<typeof eventById>
  /** Null: it is given a fresh one. */
  readonly registrationId: string | null
  readonly columns: RegistrationColumns
  readonly tickets: readonly number[]
  readonly sessions: RequestedSessions
}

/** Registers somebody, with tickets and sessions: all of it, or nothing. @returns its number within the event */
export async function register(
  transaction: Transaction,
  request: RegistrationRequest,
  actor: Actor,
  newGuid: ServiceContext['newGuid'],
): Promise<number | Failure> {
  const wanted = await readWanted(transaction, request, actor)
  if (wanted instanceof Failure) return wanted
  const { scope, columns, tickets, sessions } = wanted
  const id = ((await transaction.first(highestRegistrationRow, scope))?.last ?? 0) + 1
  const registrationId = wanted.registrationId ?? newGuid(`registration ${scope.client} ${scope.event} ${id}`)
  const holder = { id, registrationId, cancelled: columns.cancelled === 1 }

  const judged = await judgeSessions(transaction, scope, holder, sessions, tickets, actor)
  const reasons = [
    ...(await reasonsAgainst(transaction, wanted, request, actor)),
    ...(judged.kind === 'refused' ? judged.reasons : []),
  ]
  if (judged.kind === 'refused' || reasons.length > 0) return combineReasons(reasons)
  const badge =
    columns.badge ?? newNumber('BadgeNumber', null, (await transaction.first(highestBadgeNumber, scope))?.last)
  if (badge instanceof Failure) return badge
  await write(transaction, wanted, holder, badge, actor)
  await assignSessions(transaction, scope, holder, { held: [], waits: false }, judged, actor)
  return id
}

async function readWanted(
  transaction: Transaction,
  request: RegistrationRequest,
  actor: Actor,
): Promise<Wanted | Failure> {
  const scope = { client: request.ClientID, event: request.EventID }
  const event = await transaction.first(eventById, scope)
  if (!event) return failField('EventID', serviceErrors.NotFound, { kind: 'event', event: scope.event })
  const given = request.Registrant ?? EventRegistrationRegistrant.create()
  const registrationId = parseRegistrationId(request.RegistrationID, given.RegistrationID)
  if (registrationId instanceof Failure) return registrationId
  const BadgeNumber = request.BadgeNumber || given.BadgeNumber
  const columns = parseRegistrant({ ...given, BadgeNumber }, registrationId ?? '', event.time_zone, actor.at)
  if (columns instanceof Failure) return columns
  const sessions = readSessions(given.Sessions)
  if (sessions instanceof Failure) return sessions
  return { scope, event, registrationId, columns, tickets: eachOnce(given.Tickets ?? []), sessions }
}

/** The sessions that a registration is to have at once: none, where none are named. */
function readSessions(Sessions: readonly (ReadonlyMap<string, string> | null)[] | null): RequestedSessions | Failure {
  if (Sessions === null || Sessions.length === 0) return new Map()
  const named = requestedSessions({ SessionIds: null, Sessions })
  if (!(named instanceof Failure)) return new Map([...named].map(([id, field]) => [id, `Registrant.${field}`]))
  const { code, status, message } = named
  const reasons = named.reasons.map((reason) => ({ ...reason, field: `Registrant.${reason.field ?? 'Sessions'}` }))
  return new Failure({ code, status, message, reasons })
}

/** What stands against the registration itself. */
async function reasonsAgainst(
  transaction: Transaction,
  { scope, event, registrationId, columns, tickets }: Wanted,
  request: RegistrationRequest,
  { at }: Actor,
): Promise<ReasonWithStatus[]> {
  const needsPlace = columns.cancelled === 0
  const places = {
    active: event.active === 1,
    capacity: capacityOf(event.max_registrants),
    taken: event.taken,
    opensAt: event.opens_at,
    closesAt: event.closes_at,
  }
  const asked = request.Registrant?.Tickets ?? []
  const key = registrationId === null ? null : registrationKey(registrationId)
  const { client } = scope
  const { badge } = columns
  const taken = (field: string, what: string) => ({
    ...conflict(field, programmeErrors.AlreadyExists, what),
    status: 409,
  })
  const closed = checkRegistrationWindow(places, at, needsPlace)
  const about = registrationId === null ? {} : { registration: registrationId }
  traceRuleResults(['EventInactive', 'RegistrationClosed', ...(needsPlace ? ['EventFull'] : [])], about, closed)
  return [
    ...closed.map((violation) => eventReason(violation, at)),
    ...(key !== null && (await transaction.first(registrationOfTenant, { client, key }))
      ? [taken('RegistrationID', `a registration ${JSON.stringify(registrationId)}`)]
      : []),
    ...(badge !== null && (await transaction.first(registrationByBadge, { ...scope, badge }))
      ? [taken('BadgeNumber', `a registration with badge ${badge}`)]
      : []),
    ...ticketReasons(tickets, await ticketsById(transaction, scope, tickets), needsPlace, asked),
  ]
}

async function judgeSessions(
  transaction: Transaction,
  scope: OfEvent,
  holder: RegistrationRef,
  sessions: RequestedSessions,
  tickets: readonly number[],
  actor: Actor,
): Promise<AssignedOrWaitlisted | { readonly kind: 'refused'; readonly reasons: readonly ReasonWithStatus[] }> {
  if (sessions.size === 0) return { kind: 'assigned', added: [], waited: [] }
  const ids = [...sessions.keys()]
  const known = await loadAfterPromotion(transaction, scope, holder.id, ids, actor, true)
  const outcome = await decideAssignment(transaction, scope, holder, known, ids, { tickets })
  if (outcome.kind === 'assigned') return outcome
  const reasons = outcome.violations.map((violation): ReasonWithStatus => {
    if (violation.code === 'RegistrationCancelled') return { ...toReason(violation), field: 'Registrant.Status' }
    const { sessionId: id } = violation
    const field = sessions.get(id) ?? 'Registrant.Sessions'
    return { ...toReason(violation), field, meta: { SessionId: String(id) } }
  })
  return { kind: 'refused', reasons }
}

async function write(
  transaction: Transaction,
  { scope, columns, tickets }: Wanted,
  { id, registrationId, cancelled }: RegistrationRef,
  badge: number,
  actor: Actor,
): Promise<void> {
  if (!cancelled && (await transaction.run(reserveEventSeat, scope)) !== 1) {
    // The rules saw a place free. Whatever took it since, the rules are to see it, and tell it.
    throw new RetryTransaction()
  }
  await transaction.run(insertRegistration, {
    ...scope,
    id,
    registrationId,
    key: registrationKey(registrationId),
    badge,
    firstName: columns.firstName,
    lastName: columns.lastName,
    cancelled: columns.cancelled,
    at: columns.registeredAt,
  })
  await transaction.run(updateRegistration, { ...scope, ...columns, badge, registration: id, at: actor.at })
  await assignTickets(transaction, scope, id, tickets, !cancelled)
  const facts = registrantAuditFields(registrantValue(await loadRegistration(transaction, scope, id), tickets))
  await recordChange(transaction, actor, { ...scope, subject: registrationId }, 'registration.create', null, facts)
}
