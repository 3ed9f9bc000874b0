import { type Expression, expressionBuilder, type SqlBool } from 'kysely'
import { statement } from '../statement.ts'
import { clockColumns, ruleColumns, sessionsWithGroups } from './joins.ts'
import type { OfEvent } from './scope.ts'

export const countSessions = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('session')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event')),
)

/** The greatest number of an event's sessions. */
export const highestSessionId = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('session')
    .select((eb) => eb.fn.max('id').as('last'))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event')),
)

/** All sessions of an event as the rules see them. */
export const sessionsForRules = statement<{ client: number; event: number }>()((db, arg) =>
  sessionsWithGroups(db)
    .select(ruleColumns)
    .select(clockColumns)
    .where('s.client_id', '=', arg('client'))
    .where('s.event_id', '=', arg('event'))
    .orderBy('s.id'),
)

/** Writes all of a session that a caller may change. */
export const updateSession = statement<{
  client: number
  event: number
  id: number
  name: string
  presenter: string | null
  startDate: string | null
  startTime: string | null
  endDate: string | null
  endTime: string | null
  startsAt: number | null
  endsAt: number | null
  allowOverlap: number
  maxRegistrants: number | null
  group: number | null
  tickets: string
  room: string | null
  details: string
  at: number
}>()((db, arg) =>
  db
    .updateTable('session')
    .set({
      name: arg('name'),
      presenter: arg('presenter'),
      start_date: arg('startDate'),
      start_time: arg('startTime'),
      end_date: arg('endDate'),
      end_time: arg('endTime'),
      starts_at: arg('startsAt'),
      ends_at: arg('endsAt'),
      allow_overlap: arg('allowOverlap'),
      max_registrants: arg('maxRegistrants'),
      group_id: arg('group'),
      tickets: arg('tickets'),
      room: arg('room'),
      details: arg('details'),
      modified_at: arg('at'),
    })
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('id')),
)

/** Sets the instants of a session whose wall clock stays as it is. */
export const updateSessionInstants = statement<{
  client: number
  event: number
  id: number
  startsAt: number | null
  endsAt: number | null
  at: number
}>()((db, arg) =>
  db
    .updateTable('session')
    .set({ starts_at: arg('startsAt'), ends_at: arg('endsAt'), modified_at: arg('at') })
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('id')),
)

/** Puts the sessions in `ids` into a group, or into none. */
export const setSessionGroup = statement<{
  client: number
  event: number
  group: number | null
  ids: readonly number[]
  at: number
}>()((db, arg) =>
  db
    .updateTable('session')
    .set({ group_id: arg('group'), modified_at: arg('at') })
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', 'in', arg.numbers('ids')),
)

/** Deletes a session that nothing refers to any more. */
export const deleteSession = statement<{ client: number; event: number; id: number }>()((db, arg) =>
  db
    .deleteFrom('session')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('id')),
)

interface Ids {
  client: number
  event: number
  registration: number
  ids: readonly number[]
}

/** 1 where a condition holds and 0 elsewhere, on either engine. */
function oneWhere(condition: Expression<SqlBool>) {
  const eb = expressionBuilder()
  return eb.case().when(condition).then(eb.lit(1)).else(eb.lit(0)).end()
}

/**
 * The sessions that a registration holds, and those in `ids`, by id; `held` is set for the former. `waiting` is 1 where
 * somebody is on the waiting list, and `waits`, the same in all rows, where the registration is on any.
 */
export const sessionsHeldOrRequested = statement<Ids>()((db, arg) =>
  sessionsWithGroups(db)
    .leftJoin('assignment as a', (join) =>
      join
        .onRef('a.client_id', '=', 's.client_id')
        .onRef('a.event_id', '=', 's.event_id')
        .onRef('a.session_id', '=', 's.id')
        .on('a.registration', '=', arg('registration')),
    )
    .select(ruleColumns)
    .select(clockColumns)
    .select(['s.presenter', 'a.registration as held'])
    .select((eb) => [
      oneWhere(
        eb.exists(
          eb
            .selectFrom('waitlist as w')
            .select('w.place')
            .whereRef('w.client_id', '=', 's.client_id')
            .whereRef('w.event_id', '=', 's.event_id')
            .whereRef('w.session_id', '=', 's.id'),
        ),
      ).as('waiting'),
      oneWhere(
        eb.exists(
          eb
            .selectFrom('waitlist as own')
            .select('own.place')
            .where('own.client_id', '=', arg('client'))
            .where('own.event_id', '=', arg('event'))
            .where('own.registration', '=', arg('registration')),
        ),
      ).as('waits'),
    ])
    .where('s.client_id', '=', arg('client'))
    .where('s.event_id', '=', arg('event'))
    .where((eb) =>
      eb(
        's.id',
        'in',
        eb
          .selectFrom('assignment as h')
          .select('h.session_id')
          .where('h.client_id', '=', arg('client'))
          .where('h.event_id', '=', arg('event'))
          .where('h.registration', '=', arg('registration'))
          .union(eb.selectFrom(arg.rows('ids').as('n')).select((n) => n.ref('n.value').as('session_id'))),
      ),
    )
    .orderBy('s.id'),
)

/** All sessions of an event, by id. */
export const sessionsOfEvent = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('session')
    .selectAll()
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .orderBy('id'),
)

/** Adds a session, with no place taken. */
export const insertSession = statement<{
  client: number
  event: number
  id: number
  name: string
  presenter: string | null
  startDate: string | null
  startTime: string | null
  endDate: string | null
  endTime: string | null
  startsAt: number | null
  endsAt: number | null
  allowOverlap: number
  maxRegistrants: number | null
  group: number | null
  tickets: string
  room: string | null
  kind: string | null
  at: number
}>()((db, arg) =>
  db.insertInto('session').values({
    client_id: arg('client'),
    event_id: arg('event'),
    id: arg('id'),
    name: arg('name'),
    presenter: arg('presenter'),
    start_date: arg('startDate'),
    start_time: arg('startTime'),
    end_date: arg('endDate'),
    end_time: arg('endTime'),
    starts_at: arg('startsAt'),
    ends_at: arg('endsAt'),
    allow_overlap: arg('allowOverlap'),
    max_registrants: arg('maxRegistrants'),
    group_id: arg('group'),
    tickets: arg('tickets'),
    room: arg('room'),
    kind: arg('kind'),
    created_at: arg('at'),
    modified_at: arg('at'),
  }),
)

/** The sessions that list tickets. */
export const sessionsWithTickets = statement<OfEvent>()((db, arg) =>
  db
    .selectFrom('session')
    .select(['id', 'tickets'])
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('tickets', '!=', '[]')
    .orderBy('id'),
)

/** Sets the tickets that a session lists: JSON of ids. */
export const setSessionTickets = statement<OfEvent & { id: number; tickets: string; at: number }>()((db, arg) =>
  db
    .updateTable('session')
    .set({ tickets: arg('tickets'), modified_at: arg('at') })
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('id')),
)
