import { statement } from '../statement.ts'
import { assignmentsWithRegistrations, placesWithRegistrations } from './joins.ts'

interface OfSession {
  client: number
  event: number
  id: number
}

/** The registrations, not cancelled, that hold session `id` and one of `ids` besides. */
export const holdersOfBoth = statement<OfSession & { ids: readonly number[] }>()((db, arg) =>
  assignmentsWithRegistrations(db)
    .where('r.cancelled', '=', 0)
    .select('a.registration')
    .where('a.client_id', '=', arg('client'))
    .where('a.event_id', '=', arg('event'))
    .where('a.session_id', '=', arg('id'))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('assignment as o')
          .select('o.session_id')
          .where('o.client_id', '=', arg('client'))
          .where('o.event_id', '=', arg('event'))
          .whereRef('o.registration', '=', 'a.registration')
          .where('o.session_id', '!=', arg('id'))
          .where('o.session_id', 'in', arg.numbers('ids')),
      ),
    ),
)

/** The registrations, not cancelled, that hold session `id` and none of `tickets`. */
export const holdersWithoutTicket = statement<OfSession & { tickets: readonly number[] }>()((db, arg) =>
  assignmentsWithRegistrations(db)
    .where('r.cancelled', '=', 0)
    .select('a.registration')
    .where('a.client_id', '=', arg('client'))
    .where('a.event_id', '=', arg('event'))
    .where('a.session_id', '=', arg('id'))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('registration_ticket as t')
            .select('t.ticket_id')
            .where('t.client_id', '=', arg('client'))
            .where('t.event_id', '=', arg('event'))
            .whereRef('t.registration', '=', 'a.registration')
            .where('t.ticket_id', 'in', arg.numbers('tickets')),
        ),
      ),
    ),
)

/** All that the registrations hold that hold session `id`, cancelled ones too: by registration, then by session. */
export const heldByHolders = statement<OfSession>()((db, arg) =>
  assignmentsWithRegistrations(db)
    .select(['r.registration_id', 'a.session_id'])
    .where('a.client_id', '=', arg('client'))
    .where('a.event_id', '=', arg('event'))
    .where('a.registration', 'in', (eb) =>
      eb
        .selectFrom('assignment as h')
        .select('h.registration')
        .where('h.client_id', '=', arg('client'))
        .where('h.event_id', '=', arg('event'))
        .where('h.session_id', '=', arg('id')),
    )
    .orderBy('a.registration')
    .orderBy('a.session_id'),
)

/** Who waits for session `id`, in the order of the list. */
export const waitingFor = statement<OfSession>()((db, arg) =>
  placesWithRegistrations(db)
    .select(['r.registration_id', 'w.place'])
    .where('w.client_id', '=', arg('client'))
    .where('w.event_id', '=', arg('event'))
    .where('w.session_id', '=', arg('id'))
    .orderBy('w.place'),
)

/** The other sessions that registrations wait for which hold session `id`: it may be what stands in their way. */
export const awaitedByHolders = statement<OfSession>()((db, arg) =>
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

/** Takes session `id` from all that hold it. */
export const deleteAssignmentsOf = statement<OfSession>()((db, arg) =>
  db
    .deleteFrom('assignment')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('session_id', '=', arg('id')),
)

/** Empties the waiting list of session `id`. */
export const deleteWaitlistOf = statement<OfSession>()((db, arg) =>
  db
    .deleteFrom('waitlist')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('session_id', '=', arg('id')),
)
