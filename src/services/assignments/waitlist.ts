import { capacityRule } from '../../registration/capacity.ts'
import type { Session } from '../../registration/model.ts'
import { nextEligible, type WaitlistEntry } from '../../registration/waitlist.ts'
import type { Reader, Transaction } from '../../store/engine.ts'
import { assignSessionToMany, sessionsHeldBy } from '../../store/queries/assignments.ts'
import { insertAudit } from '../../store/queries/audit.ts'
import { ticketsHeldBy } from '../../store/queries/registration-tickets.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { reserveSeatsForMany } from '../../store/queries/seats.ts'
import {
  deletePromotedEntries,
  sessionsWithVacancies,
  waitlistOfRegistration,
  waitlistPage,
} from '../../store/queries/waitlist.ts'
import { RetryTransaction } from '../../store/retry.ts'
import type { RowOf } from '../../store/statement.ts'
import type { Actor } from '../shared/context.ts'
import { toRuleSession } from '../shared/session-rows.ts'

/** A place on the waiting list of a session. */
export interface WaitlistPlace {
  readonly session: number
  /** 1 is the next. */
  readonly position: number
}

/** Where a registration (by its number within the event) is on waiting lists, by session id; empty where it waits for none. */
export async function waitlistOf(reader: Reader, scope: OfEvent, registration: number): Promise<WaitlistPlace[]> {
  const rows = await reader.all(waitlistOfRegistration, { ...scope, registration })
  return rows.map(({ session_id, position }) => ({ session: session_id, position }))
}

/** Places as `Waitlisted` of an answer tells them: all of it text, and null where there are none. */
export function waitlistedEntries(places: readonly WaitlistPlace[]): Map<string, string>[] | null {
  if (places.length === 0) return null
  return places.map(
    ({ session, position }) =>
      new Map([
        ['SessionId', String(session)],
        ['Position', String(position)],
      ]),
  )
}

/** Somebody who was let in from a waiting list: the number of its registration, and the session. */
export interface Promotion {
  readonly registration: number
  readonly session: number
}

/** How much of a line is looked at in one step: lines may be long, and a place mostly goes to their first. */
const step = 50

/**
 * Gives the free places of the sessions to those who wait: each to the first of the list whom the rules let have it.
 * Nobody whom they do not loses the place on the list. A session without a free place, or that nobody waits for, is
 * left as it is. One pass is enough: who is let in frees no place, and removes no obstacle for another.
 * The work must have locked the event for itself alone.
 */
export async function promote(
  transaction: Transaction,
  scope: OfEvent,
  sessionIds: readonly number[],
  actor: Actor,
): Promise<Promotion[]> {
  const promoted: Promotion[] = []
  for (const row of await transaction.all(sessionsWithVacancies, { ...scope, ids: sessionIds })) {
    const registrations = await fill(transaction, scope, toRuleSession(row), actor)
    promoted.push(...registrations.map((registration) => ({ registration, session: row.id })))
  }
  return promoted
}

async function fill(transaction: Transaction, scope: OfEvent, given: Session, actor: Actor): Promise<number[]> {
  const admitted: number[] = []
  let session = given
  let after = 0
  while (capacityRule(session) === null) {
    const line = await transaction.all(waitlistPage, { ...scope, session: session.id, after, limit: step })
    const waiters = await waitersOf(transaction, scope, line)
    const chosen = nextEligible(session, waiters)
    if (chosen.length > 0) await admit(transaction, scope, session, chosen, actor)
    await recordPromotions(transaction, scope, session, line, waiters, chosen, actor)
    admitted.push(...chosen)
    session = { ...session, taken: session.taken + chosen.length }
    after = line.at(-1)?.place ?? after
    if (line.length < step) break
  }
  return admitted
}

type Line = readonly RowOf<typeof waitlistPage>[]

async function waitersOf(transaction: Transaction, scope: OfEvent, line: Line): Promise<WaitlistEntry[]> {
  const registrations = { ...scope, registrations: line.map((row) => row.id) }
  const held = await transaction.all(sessionsHeldBy, registrations)
  const tickets = await transaction.all(ticketsHeldBy, registrations)
  const sessionsOf = grouped(held, toRuleSession)
  const ticketsOf = grouped(tickets, (row) => row.ticket_id)
  return line.map(({ id, cancelled }) => ({
    id,
    cancelled: cancelled === 1,
    held: sessionsOf.get(id) ?? [],
    tickets: ticketsOf.get(id) ?? [],
  }))
}

function grouped<Row extends { readonly registration: number }, T>(
  rows: readonly Row[],
  of: (row: Row) => T,
): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>()
  for (const row of rows) {
    const group = groups.get(row.registration)
    if (group) group.push(of(row))
    else groups.set(row.registration, [of(row)])
  }
  return groups
}

async function admit(
  transaction: Transaction,
  scope: OfEvent,
  { id: session }: Session,
  registrations: readonly number[],
  { at }: Actor,
): Promise<void> {
  const taken = await transaction.run(reserveSeatsForMany, { ...scope, session, count: registrations.length })
  // The rules saw these places free. Whatever took them since, the rules are to see it.
  if (taken !== 1) throw new RetryTransaction()
  await transaction.run(assignSessionToMany, { ...scope, session, registrations, at })
  await transaction.run(deletePromotedEntries, { ...scope, session, registrations })
}

async function recordPromotions(
  transaction: Transaction,
  scope: OfEvent,
  session: Session,
  line: Line,
  waiters: readonly WaitlistEntry[],
  chosen: readonly number[],
  actor: Actor,
): Promise<void> {
  for (const id of chosen) {
    const before = waiters.find((waiter) => waiter.id === id)?.held.map((held) => held.id) ?? []
    const after = [...before, session.id].sort((a, b) => a - b)
    await transaction.run(insertAudit, {
      ...scope,
      ...actor,
      action: 'promote',
      subject: line.find((row) => row.id === id)?.registration_id ?? '',
      before: JSON.stringify({ SessionIds: before }),
      after: JSON.stringify({ SessionIds: after }),
    })
  }
}
