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

/** The registration that wears that badge at the event, locked. */
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

/** The tickets that a registration holds. */
export const ticketsOf = statement<{ client: number; event: number; registration: number }>()((db, arg) =>
  db
    .selectFrom('registration_ticket')
    .select('ticket_id')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('registration', '=', arg('registration')),
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
  db.insertInto('registration').values({
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
  }),
)

/** Gives a registration tickets of its event. */
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
