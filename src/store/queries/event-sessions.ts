import type { Kysely } from 'kysely'
import { statement } from '../statement.ts'
import type { Tables } from '../tables.ts'
import { clockColumns, ruleColumns, sessionsWithGroups } from './joins.ts'

/** The sessions of an event with how many assignments each has, and how many of them attended; cancelled registrations too. */
function counted(db: Kysely<Tables>, client: number, event: number) {
  return db
    .selectFrom('session as s')
    .selectAll('s')
    .select((eb) =>
      eb
        .selectFrom('assignment as a')
        .select((count) => count.fn.countAll<number>().as('n'))
        .whereRef('a.client_id', '=', 's.client_id')
        .whereRef('a.event_id', '=', 's.event_id')
        .whereRef('a.session_id', '=', 's.id')
        .as('assigned'),
    )
    .select((eb) =>
      eb
        .selectFrom('assignment as t')
        .select((count) => count.fn.countAll<number>().as('n'))
        .whereRef('t.client_id', '=', 's.client_id')
        .whereRef('t.event_id', '=', 's.event_id')
        .whereRef('t.session_id', '=', 's.id')
        .where('t.attended_at', 'is not', null)
        .as('attended'),
    )
    .where('s.client_id', '=', client)
    .where('s.event_id', '=', event)
}

function byStart(query: ReturnType<typeof counted>) {
  return query
    .orderBy((eb) => eb('s.start_date', 'is', null))
    .orderBy('s.start_date')
    .orderBy((eb) => eb('s.starts_at', 'is', null))
    .orderBy('s.starts_at')
    .orderBy('s.id')
}

export const sessionById = statement<{ client: number; event: number; id: number }>()((db, arg) =>
  counted(db, arg('client'), arg('event')).where('s.id', '=', arg('id')),
)

interface Page {
  client: number
  event: number
  limit: number
  offset: number
}

/** Sessions by start and then by id; those without a start come last. */
export const sessionsByStart = statement<Page>()((db, arg) =>
  byStart(counted(db, arg('client'), arg('event')))
    .limit(arg('limit'))
    .offset(arg('offset')),
)

/** The sessions of a group, in the same order. */
export const sessionsOfGroup = statement<{ client: number; event: number; id: number }>()((db, arg) =>
  byStart(counted(db, arg('client'), arg('event')).where('s.group_id', '=', arg('id'))),
)

/** Sessions by name, in whatever letter case, and then by id. */
export const sessionsByName = statement<Page>()((db, arg) =>
  counted(db, arg('client'), arg('event'))
    .orderBy((eb) => eb.fn<string>('lower', ['s.name']))
    .orderBy('s.id')
    .limit(arg('limit'))
    .offset(arg('offset')),
)

export const countSessions = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('session')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event')),
)

/** The greatest number of an event's sessions. */
export const lastSession = statement<{ client: number; event: number }>()((db, arg) =>
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
export const updateMoments = statement<{
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
export const moveToGroup = statement<{
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
