import { statement } from '../statement.ts'

interface OfEvent {
  client: number
  event: number
}

/** Takes a place of an event, where it has one left. No changed row: it was full, and the work must be undone. */
export const takeEventPlace = statement<OfEvent>()((db, arg) =>
  db
    .updateTable('event')
    .set((eb) => ({ taken: eb('taken', '+', 1) }))
    .where('client_id', '=', arg('client'))
    .where('id', '=', arg('event'))
    .where((eb) =>
      eb.or([
        eb('max_registrants', 'is', null),
        eb('max_registrants', '<=', 0),
        eb('taken', '<', eb.ref('max_registrants')),
      ]),
    ),
)

/** Gives a place of an event back. */
export const freeEventPlace = statement<OfEvent>()((db, arg) =>
  db
    .updateTable('event')
    .set((eb) => ({ taken: eb('taken', '-', 1) }))
    .where('client_id', '=', arg('client'))
    .where('id', '=', arg('event')),
)

/** Counts `count` places of an event as taken, once it is known that there are so many. */
export const countTaken = statement<OfEvent & { count: number }>()((db, arg) =>
  db
    .updateTable('event')
    .set((eb) => ({ taken: eb('taken', '+', arg('count')) }))
    .where('client_id', '=', arg('client'))
    .where('id', '=', arg('event')),
)
