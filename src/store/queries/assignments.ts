import { statement } from '../statement.ts'
import { assignmentsWithRegistrations, assignmentsWithSessions, ruleColumns } from './joins.ts'
import type { OfEvent, OfRegistration, OfSession } from './scope.ts'

/** Assigns the sessions in `ids` to a registration. */
export const insertAssignments = statement<{
  client: number
  event: number
  registration: number
  ids: readonly number[]
  at: number
}>()((db, arg) =>
  db
    .insertInto('assignment')
    .columns(['client_id', 'event_id', 'registration', 'session_id', 'assigned_at'])
    .expression((eb) =>
      eb
        .selectFrom(arg.rows('ids').as('n'))
        .select((n) => [
          n.val(arg('client')).as('client_id'),
          n.val(arg('event')).as('event_id'),
          n.val(arg('registration')).as('registration'),
          n.ref('n.value').as('session_id'),
          n.val(arg('at')).as('assigned_at'),
        ]),
    ),
)

/** Removes the sessions in `ids` from a registration. */
export const deleteAssignments = statement<{
  client: number
  event: number
  registration: number
  ids: readonly number[]
}>()((db, arg) =>
  db
    .deleteFrom('assignment')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('registration', '=', arg('registration'))
    .where('session_id', 'in', arg.numbers('ids')),
)

/** All assignments of an event. */
export const assignmentsOfEvent = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('assignment')
    .select(['registration', 'session_id'])
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event')),
)

/** The assignment of a session to a registration. */
export const assignmentOf = statement<OfRegistration & { session: number }>()((db, arg) =>
  db
    .selectFrom('assignment')
    .select(['session_id', 'attended_at'])
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('registration', '=', arg('registration'))
    .where('session_id', '=', arg('session')),
)

/** Checks a registration in to a session that it holds; `attendedAt` null takes that back. */
export const setSessionAttendance = statement<OfRegistration & { session: number; attendedAt: number | null }>()(
  (db, arg) =>
    db
      .updateTable('assignment')
      .set({ attended_at: arg('attendedAt') })
      .where('client_id', '=', arg('client'))
      .where('event_id', '=', arg('event'))
      .where('registration', '=', arg('registration'))
      .where('session_id', '=', arg('session')),
)

interface SessionKey {
  client: number
  event: number
  id: number
}

/** The registrations, not cancelled, that hold session `id` and one of `ids` besides. */
export const holdersOfBoth = statement<SessionKey & { ids: readonly number[] }>()((db, arg) =>
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
export const holdersWithoutTicket = statement<SessionKey & { tickets: readonly number[] }>()((db, arg) =>
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
export const sessionsOfHolders = statement<SessionKey>()((db, arg) =>
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

/** Takes session `id` from all that hold it. */
export const deleteAssignmentsOf = statement<SessionKey>()((db, arg) =>
  db
    .deleteFrom('assignment')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('session_id', '=', arg('id')),
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

/** Assigns a session to each of the registrations. */
export const assignSessionToMany = statement<OfSession & { registrations: readonly number[]; at: number }>()(
  (db, arg) =>
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
