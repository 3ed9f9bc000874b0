import { statement } from '../statement.ts'
import { placesWithRegistrations, ruleColumns, sessionsWithGroups } from './joins.ts'
import type { OfEvent, OfRegistration, OfSession } from './scope.ts'

interface SessionKey {
  client: number
  event: number
  id: number
}

/** Who waits for session `id`, in the order of the list. */
export const waitlistOfSession = statement<SessionKey>()((db, arg) =>
  placesWithRegistrations(db)
    .select(['r.registration_id', 'w.place'])
    .where('w.client_id', '=', arg('client'))
    .where('w.event_id', '=', arg('event'))
    .where('w.session_id', '=', arg('id'))
    .orderBy('w.place'),
)

/** The other sessions that registrations wait for which hold session `id`: it may be what stands in their way. */
export const sessionsAwaitedByHolders = statement<SessionKey>()((db, arg) =>
  db
    .selectFrom('waitlist as w')
    .select('w.session_id')
    .distinct()
    .where('w.client_id', '=', arg('client'))
    .where('w.event_id', '=', arg('event'))
    .where('w.session_id', '!=', arg('id'))
    .where('w.registration', 'in', (eb) =>
      eb
        .selectFrom('assignment as h')
        .select('h.registration')
        .where('h.client_id', '=', arg('client'))
        .where('h.event_id', '=', arg('event'))
        .where('h.session_id', '=', arg('id')),
    )
    .orderBy('w.session_id'),
)

/** Empties the waiting list of session `id`. */
export const deleteWaitlistOf = statement<SessionKey>()((db, arg) =>
  db
    .deleteFrom('waitlist')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('session_id', '=', arg('id')),
)

/** The sessions that a registration waits for, and its place in each list. */
export const waitlistEntriesOf = statement<OfRegistration>()((db, arg) =>
  db
    .selectFrom('waitlist')
    .select(['session_id', 'place'])
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('registration', '=', arg('registration'))
    .orderBy('session_id'),
)

/** Takes a registration off all waiting lists. */
export const deleteWaitlistEntriesOf = statement<OfRegistration>()((db, arg) =>
  db
    .deleteFrom('waitlist')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('registration', '=', arg('registration')),
)

/** Puts a registration at the end of the waiting list of each of the sessions in `ids`. */
export const insertWaitlistEntries = statement<OfRegistration & { ids: readonly number[]; at: number }>()((db, arg) =>
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
export const deleteWaitlistEntries = statement<OfRegistration & { ids: readonly number[] }>()((db, arg) =>
  db
    .deleteFrom('waitlist')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('registration', '=', arg('registration'))
    .where('session_id', 'in', arg.numbers('ids')),
)

/** Takes the registrations in `registrations` off the waiting list of a session. */
export const deletePromotedEntries = statement<OfSession & { registrations: readonly number[] }>()((db, arg) =>
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
export const sessionsWithVacancies = statement<OfEvent & { ids: readonly number[] }>()((db, arg) =>
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
export const waitlistPage = statement<OfSession & { after: number; limit: number }>()((db, arg) =>
  placesWithRegistrations(db)
    .select(['w.place', 'r.id', 'r.registration_id', 'r.cancelled'])
    .where('w.client_id', '=', arg('client'))
    .where('w.event_id', '=', arg('event'))
    .where('w.session_id', '=', arg('session'))
    .where('w.place', '>', arg('after'))
    .orderBy('w.place')
    .limit(arg('limit')),
)
