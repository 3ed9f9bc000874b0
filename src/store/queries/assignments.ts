import { statement } from '../statement.ts'

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
