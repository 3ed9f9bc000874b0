import type { Kysely } from 'kysely'
import type { Tables } from '../tables.ts'

/** Sessions `s`, each with its group `g` where it has one. */
export function sessionsWithGroups(db: Kysely<Tables>) {
  return db
    .selectFrom('session as s')
    .leftJoin('session_group as g', (join) =>
      join
        .onRef('g.client_id', '=', 's.client_id')
        .onRef('g.event_id', '=', 's.event_id')
        .onRef('g.id', '=', 's.group_id'),
    )
}

/** Assignments `a`, each with its registration `r`. */
export function assignmentsWithRegistrations(db: Kysely<Tables>) {
  return db
    .selectFrom('assignment as a')
    .innerJoin('registration as r', (join) =>
      join
        .onRef('r.client_id', '=', 'a.client_id')
        .onRef('r.event_id', '=', 'a.event_id')
        .onRef('r.id', '=', 'a.registration'),
    )
}

/** Assignments `a`, each with its session `s`. */
export function assignmentsWithSessions(db: Kysely<Tables>) {
  return db
    .selectFrom('assignment as a')
    .innerJoin('session as s', (join) =>
      join
        .onRef('s.client_id', '=', 'a.client_id')
        .onRef('s.event_id', '=', 'a.event_id')
        .onRef('s.id', '=', 'a.session_id'),
    )
}

/** Places `w` on waiting lists, each with its registration `r`. */
export function placesWithRegistrations(db: Kysely<Tables>) {
  return db
    .selectFrom('waitlist as w')
    .innerJoin('registration as r', (join) =>
      join
        .onRef('r.client_id', '=', 'w.client_id')
        .onRef('r.event_id', '=', 'w.event_id')
        .onRef('r.id', '=', 'w.registration'),
    )
}

/** What the rules ask of a session `s` with its group `g`. */
export const ruleColumns = [
  's.id',
  's.name',
  's.max_registrants',
  's.taken',
  's.starts_at',
  's.ends_at',
  's.allow_overlap',
  's.group_id',
  's.tickets',
  'g.single_select',
] as const

/** What the wall clock says of a session `s`. */
export const clockColumns = ['s.start_date', 's.start_time', 's.end_date', 's.end_time'] as const
