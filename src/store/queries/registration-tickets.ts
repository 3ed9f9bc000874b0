import { statement } from '../statement.ts'
import type { OfEvent, OfRegistration } from './scope.ts'

/** Gives a registration the tickets in `ids`. */
export const insertRegistrationTickets = statement<OfRegistration & { ids: readonly number[] }>()((db, arg) =>
  db
    .insertInto('registration_ticket')
    .columns(['client_id', 'event_id', 'registration', 'ticket_id'])
    .expression((eb) =>
      eb
        .selectFrom(arg.rows('ids').as('n'))
        .select((n) => [
          n.val(arg('client')).as('client_id'),
          n.val(arg('event')).as('event_id'),
          n.val(arg('registration')).as('registration'),
          n.ref('n.value').as('ticket_id'),
        ]),
    ),
)

/** Takes the tickets in `ids` from a registration. */
export const deleteRegistrationTickets = statement<OfRegistration & { ids: readonly number[] }>()((db, arg) =>
  db
    .deleteFrom('registration_ticket')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('registration', '=', arg('registration'))
    .where('ticket_id', 'in', arg.numbers('ids')),
)

/** The tickets that a registration holds, ascending. */
export const ticketsOf = statement<{ client: number; event: number; registration: number }>()((db, arg) =>
  db
    .selectFrom('registration_ticket')
    .select('ticket_id')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('registration', '=', arg('registration'))
    .orderBy('ticket_id'),
)

/** Gives a registration a ticket of its event, which is not counted as sold by that. */
export const insertTicketsHeld = statement<{
  client: number
  event: number
  registration: number
  ticket: number
}>()((db, arg) =>
  db.insertInto('registration_ticket').values({
    client_id: arg('client'),
    event_id: arg('event'),
    registration: arg('registration'),
    ticket_id: arg('ticket'),
  }),
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
export const deleteTicketFromHolders = statement<OfEvent & { id: number }>()((db, arg) =>
  db
    .deleteFrom('registration_ticket')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('ticket_id', '=', arg('id')),
)

/** The tickets that each of the registrations holds. */
export const ticketsHeldBy = statement<OfEvent & { registrations: readonly number[] }>()((db, arg) =>
  db
    .selectFrom('registration_ticket')
    .select(['registration', 'ticket_id'])
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('registration', 'in', arg.numbers('registrations')),
)
