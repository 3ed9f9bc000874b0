import type { Kysely } from 'kysely'
import { statement } from '../statement.ts'
import type { Tables } from '../tables.ts'

interface OfEvent {
  client: number
  event: number
}

interface OfRegistration extends OfEvent {
  registration: number
}

/** Which registrations are asked for: those of a status (null: of any) that changed at `since` or later. */
interface Asked extends OfEvent {
  status: string | null
  since: number
}

/** All of a registration. */
export const registrationById = statement<OfRegistration>()((db, arg) =>
  db
    .selectFrom('registration')
    .selectAll()
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('registration')),
)

/** The registration of that key, of whichever event of the client. */
export const registrationOfClient = statement<{ client: number; key: string }>()((db, arg) =>
  db
    .selectFrom('registration')
    .selectAll()
    .where('client_id', '=', arg('client'))
    .where('registration_key', '=', arg('key')),
)

/** The same, locked. */
export const lockedOfClient = statement<{ client: number; key: string }>()((db, arg, dialect) =>
  dialect.forUpdate(
    db
      .selectFrom('registration')
      .selectAll()
      .where('client_id', '=', arg('client'))
      .where('registration_key', '=', arg('key')),
  ),
)

/** Writes all of a registration that a caller may change. */
export const updateRegistration = statement<
  OfRegistration & {
    badge: number | null
    firstName: string
    lastName: string
    status: string
    cancelled: number
    registeredAt: number
    details: string
    at: number
  }
>()((db, arg) =>
  db
    .updateTable('registration')
    .set({
      badge_number: arg('badge'),
      first_name: arg('firstName'),
      last_name: arg('lastName'),
      status: arg('status'),
      cancelled: arg('cancelled'),
      registered_at: arg('registeredAt'),
      details: arg('details'),
      modified_at: arg('at'),
    })
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('registration')),
)

/** The highest badge of an event. */
export const lastBadge = statement<OfEvent>()((db, arg) =>
  db
    .selectFrom('registration')
    .select((eb) => eb.fn.max('badge_number').as('last'))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event')),
)

/** Gives a registration the tickets in `ids`. */
export const giveTickets = statement<OfRegistration & { ids: readonly number[] }>()((db, arg) =>
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
export const takeTickets = statement<OfRegistration & { ids: readonly number[] }>()((db, arg) =>
  db
    .deleteFrom('registration_ticket')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('registration', '=', arg('registration'))
    .where('ticket_id', 'in', arg.numbers('ids')),
)

/** The sessions that a registration waits for, and its place in each list. */
export const waitingOf = statement<OfRegistration>()((db, arg) =>
  db
    .selectFrom('waitlist')
    .select(['session_id', 'place'])
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('registration', '=', arg('registration'))
    .orderBy('session_id'),
)

/** Takes a registration off all waiting lists. */
export const deleteWaitingOf = statement<OfRegistration>()((db, arg) =>
  db
    .deleteFrom('waitlist')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('registration', '=', arg('registration')),
)

/** Deletes a registration that nothing refers to any more. */
export const deleteRegistration = statement<OfRegistration>()((db, arg) =>
  db
    .deleteFrom('registration')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('registration')),
)

function askedFor(db: Kysely<Tables>, client: number, event: number, status: string | null, since: number) {
  return db
    .selectFrom('registration')
    .where('client_id', '=', client)
    .where('event_id', '=', event)
    .where('modified_at', '>=', since)
    .where((eb) => eb.or([eb(eb.cast<string | null>(eb.val(status), 'text'), 'is', null), eb('status', '=', status)]))
}

/** Registrations by last name, first name and number. */
export const registrantsPage = statement<Asked & { limit: number; offset: number }>()((db, arg) =>
  askedFor(db, arg('client'), arg('event'), arg('status'), arg('since'))
    .selectAll()
    .orderBy('last_name')
    .orderBy('first_name')
    .orderBy('id')
    .limit(arg('limit'))
    .offset(arg('offset')),
)

export const countRegistrants = statement<Asked>()((db, arg) =>
  askedFor(db, arg('client'), arg('event'), arg('status'), arg('since')).select((eb) =>
    eb.fn.countAll<number>().as('count'),
  ),
)

/** The names of the same registrations, in the same order. */
export const registrantNames = statement<Asked>()((db, arg) =>
  askedFor(db, arg('client'), arg('event'), arg('status'), arg('since'))
    .select(['id', 'first_name', 'last_name', 'badge_number'])
    .orderBy('last_name')
    .orderBy('first_name')
    .orderBy('id'),
)

/** The registrations in `ids`, in the same order. */
export const registrantsAmong = statement<OfEvent & { ids: readonly number[] }>()((db, arg) =>
  db
    .selectFrom('registration')
    .selectAll()
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', 'in', arg.numbers('ids'))
    .orderBy('last_name')
    .orderBy('first_name')
    .orderBy('id'),
)
