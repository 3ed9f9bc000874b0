import { statement } from '../statement.ts'
import { assignmentsWithSessions, placesWithRegistrations, ruleColumns, sessionsWithGroups } from './joins.ts'

interface OfEvent {
  client: number
  event: number
}

type OfRegistration = OfEvent & { registration: number }
type OfSession = OfEvent & { session: number }

/** Puts a registration at the end of the waiting list of each of the sessions in `ids`. */
export const insertWaiting = statement<OfRegistration & { ids: readonly number[]; at: number }>()((db, arg) =>
  db
    .insertInto('waitlist')
    .columns(['client_id', 'event_id', 'session_id', 'registration', 'place', 'added_at'])
    .expression((eb) =>
      eb.selectFrom(arg.rows('ids').as('n')).select((n) => [
        n.val(arg('client')).as('client_id'),
        n.val(arg('event')).as('event_id'),
        n.ref('n.value').as('session_id'),
        n.val(arg('registration')).as('registration'),
        n(
          n.fn.coalesce(
            n
              .selectFrom('waitlist as w')
              .select((last) => last.fn.max('w.place').as('last'))
              .where('w.client_id', '=', arg('client'))
              .where('w.event_id', '=', arg('event'))
              .whereRef('w.session_id', '=', 'n.value'),
            n.lit(0),
          ),
          '+',
          n.lit(1),
        ).as('place'),
        n.val(arg('at')).as('added_at'),
      ]),
    ),
)

/** Takes a registration off the waiting lists of the sessions in `ids`. */
export const deleteWaiting = statement<OfRegistration & { ids: readonly number[] }>()((db, arg) =>
  db
    .deleteFrom('waitlist')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('registration', '=', arg('registration'))
    .where('session_id', 'in', arg.numbers('ids')),
)

/** Takes the registrations in `registrations` off the waiting list of a session. */
export const deleteFromLine = statement<OfSession & { registrations: readonly number[] }>()((db, arg) =>
  db
    .deleteFrom('waitlist')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('session_id', '=', arg('session'))
    .where('registration', 'in', arg.numbers('registrations')),
)

/** The waiting lists that a registration is on, by session, with its position: 1 is the next. */
export const waitlistOfRegistration = statement<OfRegistration>()((db, arg) =>
  db
    .selectFrom('waitlist as w')
    .select((eb) => [
      'w.session_id',
      eb.fn
        .coalesce(
          eb
            .selectFrom('waitlist as before')
            .select((count) => count.fn.countAll<number>().as('n'))
            .whereRef('before.client_id', '=', 'w.client_id')
            .whereRef('before.event_id', '=', 'w.event_id')
            .whereRef('before.session_id', '=', 'w.session_id')
            .whereRef('before.place', '<=', 'w.place'),
          eb.lit(1),
        )
        .as('position'),
    ])
    .where('w.client_id', '=', arg('client'))
    .where('w.event_id', '=', arg('event'))
    .where('w.registration', '=', arg('registration'))
    .orderBy('w.session_id'),
)

/** All waiting lists of an event, each in its order. */
export const waitlistsOfEvent = statement<OfEvent>()((db, arg) =>
  db
    .selectFrom('waitlist')
    .select(['session_id', 'registration', 'place'])
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .orderBy('session_id')
    .orderBy('place'),
)

/** Those of the sessions in `ids` that have both a free place and somebody who waits, by id. */
export const sessionsToFill = statement<OfEvent & { ids: readonly number[] }>()((db, arg) =>
  sessionsWithGroups(db)
    .select(ruleColumns)
    .where('s.client_id', '=', arg('client'))
    .where('s.event_id', '=', arg('event'))
    .where('s.id', 'in', arg.numbers('ids'))
    .where((eb) =>
      eb.or([
        eb('s.max_registrants', 'is', null),
        eb('s.max_registrants', '<=', 0),
        eb('s.taken', '<', eb.ref('s.max_registrants')),
      ]),
    )
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('waitlist as w')
          .select('w.place')
          .whereRef('w.client_id', '=', 's.client_id')
          .whereRef('w.event_id', '=', 's.event_id')
          .whereRef('w.session_id', '=', 's.id'),
      ),
    )
    .orderBy('s.id'),
)

/** The next `limit` of those who wait for a session behind the place `after`, in the order of the list. */
export const lineOf = statement<OfSession & { after: number; limit: number }>()((db, arg) =>
  placesWithRegistrations(db)
    .select(['w.place', 'r.id', 'r.registration_id', 'r.cancelled'])
    .where('w.client_id', '=', arg('client'))
    .where('w.event_id', '=', arg('event'))
    .where('w.session_id', '=', arg('session'))
    .where('w.place', '>', arg('after'))
    .orderBy('w.place')
    .limit(arg('limit')),
)

/** The sessions that each of the registrations holds, by registration and session. */
export const sessionsHeldBy = statement<OfEvent & { registrations: readonly number[] }>()((db, arg) =>
  assignmentsWithSessions(db)
    .leftJoin('session_group as g', (join) =>
      join
        .onRef('g.client_id', '=', 's.client_id')
        .onRef('g.event_id', '=', 's.event_id')
        .onRef('g.id', '=', 's.group_id'),
    )
    .select('a.registration')
    .select(ruleColumns)
    .where('a.client_id', '=', arg('client'))
    .where('a.event_id', '=', arg('event'))
    .where('a.registration', 'in', arg.numbers('registrations'))
    .orderBy('a.registration')
    .orderBy('a.session_id'),
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

/** Takes `count` places of a session, where it has as many left: no changed row otherwise. */
export const takeSeveralPlaces = statement<OfSession & { count: number }>()((db, arg) =>
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

/** Assigns a session to each of the registrations. */
export const assignToSeveral = statement<OfSession & { registrations: readonly number[]; at: number }>()((db, arg) =>
  db
    .insertInto('assignment')
    .columns(['client_id', 'event_id', 'registration', 'session_id', 'assigned_at'])
    .expression((eb) =>
      eb
        .selectFrom(arg.rows('registrations').as('n'))
        .select((n) => [
          n.val(arg('client')).as('client_id'),
          n.val(arg('event')).as('event_id'),
          n.ref('n.value').as('registration'),
          n.val(arg('session')).as('session_id'),
          n.val(arg('at')).as('assigned_at'),
        ]),
    ),
)
