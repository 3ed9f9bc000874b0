import { statement } from '../statement.ts'
import type { OfEvent, OfSession } from './scope.ts'

/** The events of a client whose counter is not the number of registrations that are not cancelled: none. */
export const wrongEventCounters = statement<{ client: number }>()((db, arg) =>
  db
    .with('counted', (cte) =>
      cte
        .selectFrom('event as e')
        .select((eb) => [
          'e.id',
          'e.taken',
          eb
            .selectFrom('registration as r')
            .select((count) => count.fn.countAll<number>().as('n'))
            .whereRef('r.client_id', '=', 'e.client_id')
            .whereRef('r.event_id', '=', 'e.id')
            .where('r.cancelled', '=', 0)
            .as('registered'),
        ])
        .where('e.client_id', '=', arg('client')),
    )
    .selectFrom('counted')
    .selectAll()
    .whereRef('taken', '!=', 'registered')
    .orderBy('id'),
)

/** Takes a place of an event, where it has one left. No changed row: it was full, and the work must be undone. */
export const reserveEventSeat = statement<OfEvent>()((db, arg) =>
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
export const releaseEventSeat = statement<OfEvent>()((db, arg) =>
  db
    .updateTable('event')
    .set((eb) => ({ taken: eb('taken', '-', 1) }))
    .where('client_id', '=', arg('client'))
    .where('id', '=', arg('event')),
)

/** Counts `count` places of an event as taken, once it is known that there are so many. */
export const addTakenEventSeats = statement<OfEvent & { count: number }>()((db, arg) =>
  db
    .updateTable('event')
    .set((eb) => ({ taken: eb('taken', '+', arg('count')) }))
    .where('client_id', '=', arg('client'))
    .where('id', '=', arg('event')),
)

interface Ids {
  client: number
  event: number
  registration: number
  ids: readonly number[]
}

type Places = Omit<Ids, 'registration'>

/**
 * Takes one place in each of the sessions that has one left. Fewer changed rows than ids: some session was full, and
 * the work must be undone.
 */
export const reserveSeats = statement<Places>()((db, arg) =>
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
export const releaseSeats = statement<Places>()((db, arg) =>
  db
    .updateTable('session')
    .set((eb) => ({ taken: eb('taken', '-', 1) }))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', 'in', arg.numbers('ids')),
)

/**
 * The sessions of a client whose counter is not the number of places held, by registrations that are not cancelled:
 * none, or something is broken.
 */
export const wrongSessionCounters = statement<{ client: number }>()((db, arg) =>
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

/** Takes `count` places of a session, where it has as many left: no changed row otherwise. */
export const reserveSeatsForMany = statement<OfSession & { count: number }>()((db, arg) =>
  db
    .updateTable('session')
    .set((eb) => ({ taken: eb('taken', '+', arg('count')) }))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('session'))
    .where((eb) =>
      eb.or([
        eb('max_registrants', 'is', null),
        eb('max_registrants', '<=', 0),
        eb(eb('taken', '+', arg('count')), '<=', eb.ref('max_registrants')),
      ]),
    ),
)
