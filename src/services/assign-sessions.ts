import type { Assigned, Refused } from '../registration/outcome.ts'
import { assign } from '../registration/rules.ts'
import type { Reader, Transaction } from '../store/engine.ts'
import { insertAssignments } from '../store/queries/assignments.ts'
import { insertAudit } from '../store/queries/audit.ts'
import { lockSessions } from '../store/queries/locks.ts'
import { ticketsOf } from '../store/queries/registrations.ts'
import { sessionsHeldOrNamed, takePlaces } from '../store/queries/sessions.ts'
import { RetryWork } from '../store/retry.ts'
import type { Actor } from './context.ts'
import type { FoundRegistration } from './find-registration.ts'
import type { OfEvent } from './read-session.ts'
import { ruleSession, type SessionRow } from './session-rows.ts'

/** A registration to which sessions are assigned. */
export type Holder = Pick<FoundRegistration, 'id' | 'registrationId' | 'cancelled'>

/** The sessions that a registration holds, and those that are named besides. */
export interface HeldOrNamed {
  readonly held: readonly SessionRow[]
  /** Both, by id. */
  readonly known: ReadonlyMap<number, SessionRow>
}

export async function heldOrNamed(
  reader: Reader,
  scope: OfEvent,
  registration: number,
  ids: readonly number[],
): Promise<HeldOrNamed> {
  const rows = await reader.all(sessionsHeldOrNamed, { ...scope, registration, ids })
  return { held: rows.filter((row) => row.held !== null), known: new Map(rows.map((row) => [row.id, row])) }
}

/** As {@link heldOrNamed}; the places of the named ones stay as they are until the transaction ends. */
export async function lockHeldOrNamed(
  transaction: Transaction,
  scope: OfEvent,
  registration: number,
  ids: readonly number[],
): Promise<HeldOrNamed> {
  const [, found] = await Promise.all([
    transaction.lock(lockSessions, { ...scope, ids }),
    heldOrNamed(transaction, scope, registration, ids),
  ])
  return found
}

/**
 * Asks the rules whether a registration may be assigned the `wanted` sessions; writes nothing.
 * @param given the tickets that it will hold, where those are not the ones of the store
 */
export async function judgeAssignment(
  transaction: Transaction,
  scope: OfEvent,
  registration: Holder,
  { held, known }: HeldOrNamed,
  wanted: readonly number[],
  given?: readonly number[],
): Promise<Assigned | Refused> {
  const tickets = given ?? (await ticketsNeeded(transaction, scope, registration, known))
  return assign(
    { cancelled: registration.cancelled, tickets },
    held.map(ruleSession),
    wanted,
    new Map([...known].map(([id, row]) => [id, ruleSession(row)])),
  )
}

/** The tickets that it holds, where any session asks for one. */
async function ticketsNeeded(
  transaction: Transaction,
  scope: OfEvent,
  { id: registration }: Holder,
  known: ReadonlyMap<number, SessionRow>,
): Promise<number[]> {
  if (![...known.values()].some((row) => row.tickets !== '[]')) return []
  return (await transaction.all(ticketsOf, { ...scope, registration })).map((row) => row.ticket_id)
}

/** Assigns what the rules allowed in this transaction, and takes the places. */
export async function assignSessions(
  transaction: Transaction,
  scope: OfEvent,
  registration: Holder,
  held: readonly SessionRow[],
  { added }: Assigned,
  actor: Actor,
): Promise<void> {
  if (added.length === 0) return
  const ids = { ...scope, ids: added }
  const before = held.map((row) => row.id)
  const after = [...before, ...added].sort((a, b) => a - b)
  await Promise.all([
    takeAll(transaction, scope, added),
    transaction.run(insertAssignments, { ...ids, registration: registration.id, at: actor.at }),
    auditSessions(transaction, scope, actor, 'assign', registration.registrationId, before, after),
  ])
}

/** Takes a place of each session. */
export async function takeAll(transaction: Transaction, scope: OfEvent, ids: readonly number[]): Promise<void> {
  const taken = await transaction.run(takePlaces, { ...scope, ids })
  // The rules saw these places free. Whatever took them since, the rules are to see it, and tell it.
  if (taken !== ids.length) throw new RetryWork()
}

/** Records a change of the sessions of a registration. */
export async function auditSessions(
  transaction: Transaction,
  scope: OfEvent,
  actor: Actor,
  action: 'assign' | 'remove',
  subject: string,
  before: readonly number[],
  after: readonly number[],
): Promise<void> {
  await transaction.run(insertAudit, {
    ...scope,
    ...actor,
    action,
    subject,
    before: JSON.stringify({ SessionIds: before }),
    after: JSON.stringify({ SessionIds: after }),
  })
}
