import { Failure, failField, type Reason } from '../../protocol/schema/failure.ts'
import type { Reader, Transaction } from '../../store/engine.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { sessionsForRules, updateSessionInstants } from '../../store/queries/sessions.ts'
import type { RowOf } from '../../store/statement.ts'
import { resolveWallClock } from '../../time/date-time.ts'
import { promote } from '../assignments/waitlist.ts'
import { scheduleConflicts } from '../sessions/session-conflicts.ts'
import type { Actor } from '../shared/context.ts'
import { programmeErrors } from '../shared/programme-errors.ts'
import { toRuleSession } from '../shared/session-rows.ts'

type Row = RowOf<typeof sessionsForRules>

/** The sessions of an event whose zone changes: their wall clocks stay, and so their instants change. */
export interface TimeZoneChange {
  readonly before: readonly Row[]
  readonly after: readonly Row[]
}

/** @returns a failure where the clocks of the zone leave the time of a session out, or show it twice */
export async function planTimeZoneChange(
  reader: Reader,
  scope: OfEvent,
  zone: string,
): Promise<TimeZoneChange | Failure> {
  const before = await reader.all(sessionsForRules, scope)
  const after: Row[] = []
  for (const row of before) {
    const startsAt = instant(row, row.start_date, row.start_time, row.starts_at, zone)
    if (startsAt instanceof Failure) return startsAt
    const endsAt = instant(row, row.end_date, row.end_time, row.ends_at, zone)
    if (endsAt instanceof Failure) return endsAt
    after.push({ ...row, starts_at: startsAt, ends_at: endsAt })
  }
  return { before, after }
}

export function timeZoneConflicts(
  reader: Reader,
  scope: OfEvent,
  { before, after }: TimeZoneChange,
): Promise<Reason[]> {
  const field = 'Location.TimeZone'
  const fields = { overlap: field, singleSelect: field }
  return scheduleConflicts(reader, scope, before.map(toRuleSession), after.map(toRuleSession), fields)
}

export async function applyTimeZoneChange(
  transaction: Transaction,
  scope: OfEvent,
  { after }: TimeZoneChange,
  actor: Actor,
): Promise<void> {
  for (const { id, starts_at: startsAt, ends_at: endsAt } of after) {
    await transaction.run(updateSessionInstants, { ...scope, id, startsAt, endsAt, at: actor.at })
  }
  await promote(
    transaction,
    scope,
    after.map(({ id }) => id),
    actor,
  )
}

function instant(
  { id }: Row,
  date: string | null,
  time: string | null,
  known: number | null,
  zone: string,
): number | null | Failure {
  if (date === null) return null
  const read = resolveWallClock(date, time, zone, known)
  if (read.kind === 'moment') return read.epochMs
  return failField('Location.TimeZone', programmeErrors.ArgumentException, `of session ${id}, ${read.reason}`)
}
