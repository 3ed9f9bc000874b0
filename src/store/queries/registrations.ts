import { statement } from '../statement.ts'
import type { OfEvent, OfRegistration } from './scope.ts'

/** Checks a registration in to its event; `attendedAt` null takes that back. */
export const setEventAttendance = statement<OfRegistration & { attendedAt: number | null; at: number }>()((db, arg) =>
  db
    .updateTable('registration')
    .set({ attended_at: arg('attendedAt'), modified_at: arg('at') })
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('registration')),
)

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
export const registrationOfTenant = statement<{ client: number; key: string }>()((db, arg) =>
  db
    .selectFrom('registration')
    .selectAll()
    .where('client_id', '=', arg('client'))
    .where('registration_key', '=', arg('key')),
)

/** The same, locked. */
export const lockRegistrationOfTenant = statement<{ client: number; key: string }>()((db, arg, dialect) =>
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
export const highestBadgeNumber = statement<OfEvent>()((db, arg) =>
  db
    .selectFrom('registration')
    .select((eb) => eb.fn.max('badge_number').as('last'))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event')),
)

/** Deletes a registration that nothing refers to any more. */
export const deleteRegistration = statement<OfRegistration>()((db, arg) =>
  db
    .deleteFrom('registration')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('registration')),
)

const columns = ['id', 'registration_id', 'badge_number', 'cancelled'] as const

/** A RegistrationID as it is compared: without regard to case and surrounding space. */
export function registrationKey(registrationId: string): string {
  return registrationId.trim().toLowerCase()
}

/** The registration of that key, in whatever case it was given out. */
export const registrationByKey = statement<{ client: number; event: number; key: string }>()((db, arg) =>
  db
    .selectFrom('registration')
    .select(columns)
    .where('client_id', '=', arg('client'))
    .where('registration_key', '=', arg('key'))
    .where('event_id', '=', arg('event')),
)

/** The same, locked: nobody else changes what it holds meanwhile. */
export const lockRegistrationByKey = statement<{ client: number; event: number; key: string }>()((db, arg, dialect) =>
  dialect.forUpdate(
    db
      .selectFrom('registration')
      .select(columns)
      .where('client_id', '=', arg('client'))
      .where('registration_key', '=', arg('key'))
      .where('event_id', '=', arg('event')),
  ),
)

/** The registration that wears that badge at the event. */
export const registrationByBadge = statement<{ client: number; event: number; badge: number }>()((db, arg) =>
  db
    .selectFrom('registration')
    .select(columns)
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('badge_number', '=', arg('badge')),
)

/** The same, locked. */
export const lockRegistrationByBadge = statement<{ client: number; event: number; badge: number }>()(
  (db, arg, dialect) =>
    dialect.forUpdate(
      db
        .selectFrom('registration')
        .select(columns)
        .where('client_id', '=', arg('client'))
        .where('event_id', '=', arg('event'))
        .where('badge_number', '=', arg('badge')),
    ),
)

/** All registrations of an event, by badge. */
export const registrationsOfEvent = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('registration')
    .select([...columns, 'registration_key', 'first_name', 'last_name'])
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .orderBy('badge_number', (order) => order.asc().nullsFirst())
    .orderBy('id'),
)

/** The keys of all registrations of a client: they are unique in it, across its events. */
export const registrationKeys = statement<{ client: number }>()((db, arg) =>
  db.selectFrom('registration').select('registration_key').where('client_id', '=', arg('client')),
)

/** The highest internal number of an event's registrations. */
export const highestRegistrationRow = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('registration')
    .select((eb) => eb.fn.max('id').as('last'))
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event')),
)

/** Adds a registration, which is Open or Cancelled; its event is not told of the place that it takes. */
export const insertRegistration = statement<{
  client: number
  event: number
  id: number
  registrationId: string
  key: string
  badge: number | null
  firstName: string
  lastName: string
  cancelled: number
  at: number
}>()((db, arg) =>
  db.insertInto('registration').values((eb) => ({
    client_id: arg('client'),
    event_id: arg('event'),
    id: arg('id'),
    registration_id: arg('registrationId'),
    registration_key: arg('key'),
    badge_number: arg('badge'),
    first_name: arg('firstName'),
    last_name: arg('lastName'),
    cancelled: arg('cancelled'),
    registered_at: arg('at'),
    status: eb
      .case()
      .when(eb.cast<number>(eb.val(arg('cancelled')), 'integer'), '=', 1)
      .then('Cancelled')
      .else('Open')
      .end(),
    modified_at: arg('at'),
  })),
)

/** Sets the status of a registration that is not cancelled, and is not by that. */
export const setStatus = statement<{ client: number; event: number; id: number; status: string }>()((db, arg) =>
  db
    .updateTable('registration')
    .set({ status: arg('status') })
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', '=', arg('id')),
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
