import { statement } from '../statement.ts'

/*
 * Works lock what they decide by before they read it, in one order, so that no two wait for each other: the event, its
 * tickets by id, the registration, the sessions by id. What is read before it is locked may have been changed since.
 */

/** An event: for numbers given out within it, and for what it has no more of than so many. */
export const lockEvent = statement<{ client: number; event: number }>()((db, arg, dialect) =>
  dialect.forUpdate(
    db.selectFrom('event').select('id').where('client_id', '=', arg('client')).where('id', '=', arg('event')),
  ),
)

/** Sessions of an event. */
export const lockSessions = statement<{ client: number; event: number; ids: readonly number[] }>()((db, arg, dialect) =>
  dialect.forUpdate(
    db
      .selectFrom('session')
      .select('id')
      .where('client_id', '=', arg('client'))
      .where('event_id', '=', arg('event'))
      .where('id', 'in', arg.numbers('ids'))
      .orderBy('id'),
  ),
)
