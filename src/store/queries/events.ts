import { statement } from '../statement.ts'

export const eventById = statement<{ client: number; event: number }>()((db, arg) =>
  db.selectFrom('event').selectAll().where('client_id', '=', arg('client')).where('id', '=', arg('event')),
)

export const insertEvent = statement<{
  client: number
  event: number
  name: string
  timeZone: string
  at: number
}>()((db, arg) =>
  db.insertInto('event').values({
    client_id: arg('client'),
    id: arg('event'),
    name: arg('name'),
    time_zone: arg('timeZone'),
    created_at: arg('at'),
  }),
)

export const ticketsOfEvent = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('ticket')
    .select(['id', 'name'])
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event')),
)

/** Adds a ticket to an event, unless it has that one. */
export const insertTicket = statement<{ client: number; event: number; id: number; name: string }>()((db, arg) =>
  db
    .insertInto('ticket')
    .values({ client_id: arg('client'), event_id: arg('event'), id: arg('id'), name: arg('name') })
    .onConflict((conflict) => conflict.doNothing()),
)
