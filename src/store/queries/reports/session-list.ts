import type { Kysely } from 'kysely'
import { statement } from '../../statement.ts'
import type { Tables } from '../../tables.ts'

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
