import { capacityOf, type Session } from '../../registration/model.ts'
import type { sessionsHeldOrRequested } from '../../store/queries/sessions.ts'
import type { RowOf } from '../../store/statement.ts'

export type SessionRow = RowOf<typeof sessionsHeldOrRequested>

type RuleRow = Pick<
  SessionRow,
  | 'id'
  | 'name'
  | 'max_registrants'
  | 'taken'
  | 'starts_at'
  | 'ends_at'
  | 'allow_overlap'
  | 'group_id'
  | 'single_select'
  | 'tickets'
>

/** A session as the rules see it. */
export function toRuleSession(row: RuleRow): Session {
  return {
    id: row.id,
    name: row.name,
    capacity: capacityOf(row.max_registrants),
    taken: row.taken,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    allowOverlap: row.allow_overlap === 1,
    groupId: row.group_id,
    singleSelect: row.single_select === 1,
    tickets: ticketIds(row.tickets),
  }
}

/** A session as `Sessions` of an answer tells it: all of it text, and without what is unset. */
export function sessionEntry(row: SessionRow): Map<string, string> {
  const entry = new Map([['SessionId', String(row.id)]])
  const set = (key: string, value: string | number | null) => {
    if (value !== null) entry.set(key, String(value))
  }
  set('Name', row.name)
  set('StartDate', row.start_date)
  set('StartTime', row.start_time)
  set('EndDate', row.end_date)
  set('EndTime', row.end_time)
  set('SessionGroupId', row.group_id)
  set('Presenter', row.presenter)
  return entry
}

const none: readonly number[] = []

/** The store keeps lists of ids as JSON text, which it alone writes. */
export function ticketIds(json: string): readonly number[] {
  if (json === '[]') return none
  const parsed: unknown = JSON.parse(json)
  return Array.isArray(parsed) ? parsed.filter((id) => typeof id === 'number') : none
}
