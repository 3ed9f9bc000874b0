import { statement } from '../statement.ts'

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
export const lockedByKey = statement<{ client: number; event: number; key: string }>()((db, arg, dialect) =>
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
export const lockedByBadge = statement<{ client: number; event: number; badge: number }>()((db, arg, dialect) =>
  dialect.forUpdate(
    db
      .selectFrom('registration')
      .select(columns)
      .where('client_id', '=', arg('client'))
      .where('event_id', '=', arg('event'))
      .where('badge_number', '=', arg('badge')),
  ),
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
export const lastRegistration = statement<{ client: number; event: number }>()((db, arg) =>
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
