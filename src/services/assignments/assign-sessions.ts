import { capacityRule } from '../../registration/capacity.ts'
import type { Assigned, Rejected } from '../../registration/outcome.ts'
import { assign } from '../../registration/rules.ts'
import { type AssignedOrWaitlisted, assignOrWait } from '../../registration/waitlist.ts'
import type { Reader, Transaction } from '../../store/engine.ts'
import { insertAssignments } from '../../store/queries/assignments.ts'
import { insertAudit } from '../../store/queries/audit.ts'
import { lockSessions } from '../../store/queries/locks.ts'
import { ticketsOf } from '../../store/queries/registration-tickets.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { reserveSeats } from '../../store/queries/seats.ts'
import { sessionsHeldOrRequested } from '../../store/queries/sessions.ts'
import { deleteWaitlistEntries, insertWaitlistEntries } from '../../store/queries/waitlist.ts'
import { RetryTransaction } from '../../store/retry.ts'
import { traceAssignment } from '../middleware/rule-trace.ts'
import type { Actor } from '../shared/context.ts'
import type { FoundRegistration } from '../shared/find-registration.ts'
import { type SessionRow, toRuleSession } from '../shared/session-rows.ts'
import { promote, waitlistOf } from './waitlist.ts'

/** A registration to which sessions are assigned. */
export type RegistrationRef = Pick<FoundRegistration, 'id' | 'registrationId' | 'cancelled'>

/** The sessions that a registration holds, and those that are named besides. */
export interface LoadedSessions {
  readonly held: readonly SessionRow[]
  /** Both, by id. */
  readonly known: ReadonlyMap<number, SessionRow>
  /** Whether the registration is on any waiting list. */
  readonly waits: boolean
}

export async function loadSessions(
  reader: Reader,
  scope: OfEvent,
  registration: number,
  ids: readonly number[],
): Promise<LoadedSessions> {
  const rows = await reader.all(sessionsHeldOrRequested, { ...scope, registration, ids })
  return {
    held: rows.filter((row) => row.held !== null),
    known: new Map(rows.map((row) => [row.id, row])),
    waits: rows.some((row) => row.waits === 1),
  }
}

/** As {@link loadSessions}; the places of the named ones stay as they are until the transaction ends. */
export async function lockRequestedSessions(
  transaction: Transaction,
  scope: OfEvent,
  registration: number,
  ids: readonly number[],
): Promise<LoadedSessions> {
  const [, found] = await Promise.all([
    transaction.lock(lockSessions, { ...scope, ids }),
    loadSessions(transaction, scope, registration, ids),
  ])
  return found
}

/**
 * As {@link lockRequestedSessions}, after those who wait for a free place of a named session have had their turn.
 * @param isAlone the event is locked for this work alone, which letting others in needs
 * @throws RetryWork where it is not and must be
 */
export async function loadAfterPromotion(
  transaction: Transaction,
  scope: OfEvent,
  registration: number,
  ids: readonly number[],
  actor: Actor,
  isAlone: boolean,
): Promise<LoadedSessions> {
  const sessions = await lockRequestedSessions(transaction, scope, registration, ids)
  const contested = [...sessions.known.values()].filter(
    (row) => row.waiting === 1 && row.held === null && capacityRule(toRuleSession(row)) === null,
  )
  if (contested.length === 0) return sessions
  if (!isAlone) throw new RetryTransaction()
  const open = contested.map((row) => row.id)
  const promoted = await promote(transaction, scope, open, actor)
  return promoted.length > 0 ? loadSessions(transaction, scope, registration, ids) : sessions
}

interface DecideOptions {
  /** The tickets that it will hold, where those are not the ones of the store. */
  readonly tickets?: readonly number[]
  /** Full sessions are waited for, instead of refused. */
  readonly mayWait?: boolean
}

/** Asks the rules whether a registration may be assigned the `wanted` sessions; writes nothing. */
export async function decideAssignment(
  transaction: Transaction,
  scope: OfEvent,
  registration: RegistrationRef,
  { held, known, waits }: LoadedSessions,
  wanted: readonly number[],
  { tickets: given, mayWait = false }: DecideOptions = {},
): Promise<AssignedOrWaitlisted | Rejected> {
  const tickets = given ?? (await ticketsNeeded(transaction, scope, registration, known))
  const who = { cancelled: registration.cancelled, tickets }
  const mine = held.map(toRuleSession)
  const all = new Map([...known].map(([id, row]) => [id, toRuleSession(row)]))
  const places = mayWait && waits ? await waitlistOf(transaction, scope, registration.id) : []
  const outcome = mayWait
    ? assignOrWait(who, mine, new Set(places.map((place) => place.session)), wanted, all)
    : unlessRefused(assign(who, mine, wanted, all))
  traceAssignment(registration.registrationId, mine, wanted, outcome)
  return outcome
}

function unlessRefused(outcome: Assigned | Rejected): AssignedOrWaitlisted | Rejected {
  return outcome.kind === 'refused' ? outcome : { ...outcome, waited: [] }
}

/** The tickets that it holds, where any session asks for one. */
async function ticketsNeeded(
  transaction: Transaction,
  scope: OfEvent,
  { id: registration }: RegistrationRef,
  known: ReadonlyMap<number, SessionRow>,
): Promise<number[]> {
  if (![...known.values()].some((row) => row.tickets !== '[]')) return []
  return (await transaction.all(ticketsOf, { ...scope, registration })).map((row) => row.ticket_id)
}

/** Assigns what the rules allowed in this transaction, takes the places, and joins the waiting lists of what is full. */
export async function assignSessions(
  transaction: Transaction,
  scope: OfEvent,
  registration: RegistrationRef,
  { held, waits }: Pick<LoadedSessions, 'held' | 'waits'>,
  { added, waited }: AssignedOrWaitlisted,
  actor: Actor,
): Promise<void> {
  const mine = { ...scope, registration: registration.id }
  const writes: Promise<unknown>[] = []
  if (added.length > 0) {
    const before = held.map((row) => row.id)
    const after = [...before, ...added].sort((a, b) => a - b)
    writes.push(
      reserveAllSeats(transaction, scope, added),
      transaction.run(insertAssignments, { ...mine, ids: added, at: actor.at }),
      auditSessions(transaction, scope, actor, 'assign', registration.registrationId, before, after),
    )
    if (waits) writes.push(transaction.run(deleteWaitlistEntries, { ...mine, ids: added }))
  }
  if (waited.length > 0) {
    writes.push(
      transaction.run(insertWaitlistEntries, { ...mine, ids: waited, at: actor.at }),
      auditSessions(transaction, scope, actor, 'waitlist.add', registration.registrationId, null, waited),
    )
  }
  await Promise.all(writes)
}

/** Takes a place of each session. */
export async function reserveAllSeats(transaction: Transaction, scope: OfEvent, ids: readonly number[]): Promise<void> {
  const taken = await transaction.run(reserveSeats, { ...scope, ids })
  // The rules saw these places free. Whatever took them since, the rules are to see it, and tell it.
  if (taken !== ids.length) throw new RetryTransaction()
}

/** Records a change of the sessions of a registration, or of those that it waits for; null: of none. */
export async function auditSessions(
  transaction: Transaction,
  scope: OfEvent,
  actor: Actor,
  action: 'assign' | 'remove' | 'promote' | 'waitlist.add' | 'waitlist.remove',
  subject: string,
  before: readonly number[] | null,
  after: readonly number[] | null,
): Promise<void> {
  const text = (ids: readonly number[] | null) => ids && JSON.stringify({ SessionIds: ids })
  const facts = { ...scope, ...actor, action, subject }
  await transaction.run(insertAudit, { ...facts, before: text(before), after: text(after) })
}
