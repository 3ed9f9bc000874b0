import { statement } from '../statement.ts'

interface OfEvent {
  client: number
  event: number
}

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
export const lastTicket = statement<OfEvent>()((db, arg) =>
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
export const countSold = statement<OfEvent & { id: number; count: number }>()((db, arg) =>
  db
    .updateTable('ticket')
    .set((eb) => ({ sold: eb('sold', '+', arg('count')) }))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('id')),
)

/** Who holds a ticket, cancelled registrations too, with all tickets that each holds: by registration, then by ticket. */
export const heldByTicketHolders = statement<OfEvent & { id: number }>()((db, arg) =>
  db
    .selectFrom('registration_ticket as t')
    .innerJoin('registration as r', (join) =>
      join
        .onRef('r.client_id', '=', 't.client_id')
        .onRef('r.event_id', '=', 't.event_id')
        .onRef('r.id', '=', 't.registration'),
    )
    .select(['r.registration_id', 't.ticket_id'])
    .where('t.client_id', '=', arg('client'))
    .where('t.event_id', '=', arg('event'))
    .where('t.registration', 'in', (eb) =>
      eb
        .selectFrom('registration_ticket as h')
        .select('h.registration')
        .where('h.client_id', '=', arg('client'))
        .where('h.event_id', '=', arg('event'))
        .where('h.ticket_id', '=', arg('id')),
    )
    .orderBy('t.registration')
    .orderBy('t.ticket_id'),
)

/** Takes a ticket from all registrations that hold it. */
export const takeTicketFromAll = statement<OfEvent & { id: number }>()((db, arg) =>
  db
    .deleteFrom('registration_ticket')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('ticket_id', '=', arg('id')),
)

/** The change date of every registration that holds a ticket. */
export const touchTicketHolders = statement<OfEvent & { id: number; at: number }>()((db, arg) =>
  db
    .updateTable('registration')
    .set({ modified_at: arg('at') })
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('registration_ticket as h')
        .select('h.registration')
        .where('h.client_id', '=', arg('client'))
        .where('h.event_id', '=', arg('event'))
        .where('h.ticket_id', '=', arg('id')),
    ),
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
