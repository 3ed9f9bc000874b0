import { statement } from '../statement.ts'

/** The events of a client whose counter is not the number of registrations that are not cancelled: none. */
export const eventCountersThatDisagree = statement<{ client: number }>()((db, arg) =>
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

/** The tickets of a client whose counter is not the number held by registrations that are not cancelled: none. */
export const ticketCountersThatDisagree = statement<{ client: number }>()((db, arg) =>
  db
    .with('counted', (cte) =>
      cte
        .selectFrom('ticket as k')
        .select((eb) => [
          'k.event_id',
          'k.id',
          'k.sold',
          eb
            .selectFrom('registration_ticket as t')
            .innerJoin('registration as r', (join) =>
              join
                .onRef('r.client_id', '=', 't.client_id')
                .onRef('r.event_id', '=', 't.event_id')
                .onRef('r.id', '=', 't.registration')
                .on('r.cancelled', '=', 0),
            )
            .select((count) => count.fn.countAll<number>().as('n'))
            .whereRef('t.client_id', '=', 'k.client_id')
            .whereRef('t.event_id', '=', 'k.event_id')
            .whereRef('t.ticket_id', '=', 'k.id')
            .as('held'),
        ])
        .where('k.client_id', '=', arg('client')),
    )
    .selectFrom('counted')
    .selectAll()
    .whereRef('sold', '!=', 'held')
    .orderBy('event_id')
    .orderBy('id'),
)
