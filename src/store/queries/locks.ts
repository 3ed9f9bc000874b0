import { sql, statement } from '../statement.ts'
import type { OfEvent } from './scope.ts'

/**
 * An event with all that is in it, for one work alone: for changes of the programme and of registrations, and for numbers
 * that are given out within it. Event 0 stands for what a client has besides events, client 0 for what no client has.
 */
export const lockEventExclusive = statement<OfEvent>()((db, arg) =>
  db.selectNoFrom(
    sql<null>`pg_advisory_xact_lock(cast(${arg('client')} as integer), cast(${arg('event')} as integer))`.as('lock'),
  ),
)

/** An event, for works that leave its programme as it is; such works do not wait for each other. */
export const lockEventShared = statement<OfEvent>()((db, arg) =>
  db.selectNoFrom(
    sql<null>`pg_advisory_xact_lock_shared(cast(${arg('client')} as integer), cast(${arg('event')} as integer))`.as(
      'lock',
    ),
  ),
)

/** Sessions of an event, in a work that shares it. */
export const lockSessions = statement<OfEvent & { ids: readonly number[] }>()((db, arg, dialect) =>
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
