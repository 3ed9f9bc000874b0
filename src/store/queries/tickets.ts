import { statement } from '../statement.ts'
import type { OfEvent } from './scope.ts'

/** The tickets of a client whose counter is not the number held by registrations that are not cancelled: none. */
export const wrongTicketCounters = statement<{ client: number }>()((db, arg) =>
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

export const ticketsOfEvent = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('ticket')
    .select(['id', 'name'])
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event')),
)

/** Adds a ticket to an event, unless it has that one. */
export const insertTicket = statement<{ client: number; event: number; id: number; name: string; at: number }>()(
  (db, arg) =>
    db
      .insertInto('ticket')
      .values({
        client_id: arg('client'),
        event_id: arg('event'),
        id: arg('id'),
        name: arg('name'),
        created_at: arg('at'),
        modified_at: arg('at'),
      })
      .onConflict((conflict) => conflict.doNothing()),
)

export const ticketById = statement<OfEvent & { id: number }>()((db, arg) =>
  db
    .selectFrom('ticket')
    .selectAll()
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('id')),
)

/** Tickets by number. */
export const ticketsPage = statement<OfEvent & { limit: number; offset: number }>()((db, arg) =>
  db
    .selectFrom('ticket')
    .selectAll()
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .orderBy('id')
    .limit(arg('limit'))
    .offset(arg('offset')),
)

/** The details of every ticket of an event; as many rows as there are tickets. */
export const ticketDetailsOfEvent = statement<OfEvent>()((db, arg) =>
  db.selectFrom('ticket').select('details').where('client_id', '=', arg('client')).where('event_id', '=', arg('event')),
)

/** Those of `ids` that the event has, as the rules see them. */
export const ticketsAmong = statement<OfEvent & { ids: readonly number[] }>()((db, arg) =>
  db
    .selectFrom('ticket')
    .select(['id', 'name', 'active', 'use_inventory', 'quantity', 'sold'])
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', 'in', arg.numbers('ids'))
    .orderBy('id'),
)

/** The greatest number of an event's tickets. */
export const highestTicketId = statement<OfEvent>()((db, arg) =>
  db
    .selectFrom('ticket')
    .select((eb) => eb.fn.max('id').as('last'))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event')),
)

/** Writes all of a ticket that a caller may change. */
export const updateTicket = statement<
  OfEvent & {
    id: number
    name: string
    quantity: number | null
    useInventory: number
    active: number
    details: string
    at: number
  }
>()((db, arg) =>
  db
    .updateTable('ticket')
    .set({
      name: arg('name'),
      quantity: arg('quantity'),
      use_inventory: arg('useInventory'),
      active: arg('active'),
      details: arg('details'),
      modified_at: arg('at'),
    })
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('id')),
)

/** Deletes a ticket that no registration holds any more. */
export const deleteTicket = statement<OfEvent & { id: number }>()((db, arg) =>
  db
    .deleteFrom('ticket')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('id')),
)

/**
 * Sells one of each of the tickets that has one left. Fewer changed rows than ids: some ticket was sold out, and the
 * work must be undone.
 */
export const sellTickets = statement<OfEvent & { ids: readonly number[] }>()((db, arg) =>
  db
    .updateTable('ticket')
    .set((eb) => ({ sold: eb('sold', '+', 1) }))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', 'in', arg.numbers('ids'))
    .where((eb) =>
      eb.or([eb('use_inventory', '=', 0), eb('quantity', 'is', null), eb('sold', '<', eb.ref('quantity'))]),
    ),
)

/** Takes one of each of the tickets back. */
export const returnTickets = statement<OfEvent & { ids: readonly number[] }>()((db, arg) =>
  db
    .updateTable('ticket')
    .set((eb) => ({ sold: eb('sold', '-', 1) }))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', 'in', arg.numbers('ids')),
)

/** Counts `count` of a ticket as sold, once it is known that there are so many. */
export const addSoldTickets = statement<OfEvent & { id: number; count: number }>()((db, arg) =>
  db
    .updateTable('ticket')
    .set((eb) => ({ sold: eb('sold', '+', arg('count')) }))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('id')),
)
