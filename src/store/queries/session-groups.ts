import { statement } from '../statement.ts'

/** Groups by their ordinal and then by id. */
export const groupsByOrdinal = statement<{ client: number; event: number; limit: number; offset: number }>()(
  (db, arg) =>
    db
      .selectFrom('session_group')
      .selectAll()
      .where('client_id', '=', arg('client'))
      .where('event_id', '=', arg('event'))
      .orderBy('ordinal')
      .orderBy('id')
      .limit(arg('limit'))
      .offset(arg('offset')),
)

export const countGroups = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('session_group')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event')),
)

export const groupById = statement<{ client: number; event: number; id: number }>()((db, arg) =>
  db
    .selectFrom('session_group')
    .selectAll()
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('id')),
)

/** The greatest number of an event's groups. */
export const highestGroupId = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('session_group')
    .select((eb) => eb.fn.max('id').as('last'))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event')),
)

/** Writes all of a group that a caller may change. */
export const updateGroup = statement<{
  client: number
  event: number
  id: number
  name: string
  singleSelect: number
  kind: string
  ordinal: number
  details: string
  at: number
}>()((db, arg) =>
  db
    .updateTable('session_group')
    .set({
      name: arg('name'),
      single_select: arg('singleSelect'),
      kind: arg('kind'),
      ordinal: arg('ordinal'),
      details: arg('details'),
      modified_at: arg('at'),
    })
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('id')),
)

/** Deletes a group that no session is in. */
export const deleteGroup = statement<{ client: number; event: number; id: number }>()((db, arg) =>
  db
    .deleteFrom('session_group')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('id')),
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
