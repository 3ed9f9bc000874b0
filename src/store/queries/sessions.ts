import { type Expression, expressionBuilder, type SqlBool } from 'kysely'
import { statement } from '../statement.ts'
import { clockColumns, ruleColumns, sessionsWithGroups } from './joins.ts'

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
export const sessionsHeldOrNamed = statement<Ids>()((db, arg) =>
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

type Places = Omit<Ids, 'registration'>

/**
 * Takes one place in each of the sessions that has one left. Fewer changed rows than ids: some session was full, and
 * the work must be undone.
 */
export const takePlaces = statement<Places>()((db, arg) =>
  db
    .updateTable('session')
    .set((eb) => ({ taken: eb('taken', '+', 1) }))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', 'in', arg.numbers('ids'))
    .where((eb) =>
      eb.or([
        eb('max_registrants', 'is', null),
        eb('max_registrants', '<=', 0),
        eb('taken', '<', eb.ref('max_registrants')),
      ]),
    ),
)

/** Gives one place of each of the sessions back. */
export const freePlaces = statement<Places>()((db, arg) =>
  db
    .updateTable('session')
    .set((eb) => ({ taken: eb('taken', '-', 1) }))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', 'in', arg.numbers('ids')),
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

/** Adds a group of sessions; `singleSelect` 1: a registration holds at most one of them. */
export const insertGroup = statement<{
  client: number
  event: number
  id: number
  name: string
  singleSelect: number
}>()((db, arg) =>
  db
    .insertInto('session_group')
    .values({
      client_id: arg('client'),
      event_id: arg('event'),
      id: arg('id'),
      name: arg('name'),
      single_select: arg('singleSelect'),
    })
    .onConflict((conflict) => conflict.doNothing()),
)

export const groupsOfEvent = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('session_group')
    .select(['id', 'name', 'single_select'])
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .orderBy('id'),
)

/**
 * The sessions of a client whose counter is not the number of places held, by registrations that are not cancelled:
 * none, or something is broken.
 */
export const countersThatDisagree = statement<{ client: number }>()((db, arg) =>
  db
    .with('counted', (cte) =>
      cte
        .selectFrom('session as s')
        .select((eb) => [
          's.event_id',
          's.id',
          's.taken',
          eb
            .selectFrom('assignment as a')
            .innerJoin('registration as r', (join) =>
              join
                .onRef('r.client_id', '=', 'a.client_id')
                .onRef('r.event_id', '=', 'a.event_id')
                .onRef('r.id', '=', 'a.registration')
                .on('r.cancelled', '=', 0),
            )
            .select((count) => count.fn.countAll<number>().as('n'))
            .whereRef('a.client_id', '=', 's.client_id')
            .whereRef('a.event_id', '=', 's.event_id')
            .whereRef('a.session_id', '=', 's.id')
            .as('assigned'),
        ])
        .where('s.client_id', '=', arg('client')),
    )
    .selectFrom('counted')
    .selectAll()
    .whereRef('taken', '!=', 'assigned')
    .orderBy('event_id')
    .orderBy('id'),
)
