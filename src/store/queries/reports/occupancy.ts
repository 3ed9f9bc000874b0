import { statement } from '../../statement.ts'

/** Of each session of an event: its places, how many are taken, and how many wait. */
export const occupancyOfEvent = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('session as s')
    .select(({ selectFrom, fn }) => [
      's.id',
      's.taken',
      's.max_registrants',
      selectFrom('waitlist as w')
        .select(fn.countAll<number>().as('count'))
        .whereRef('w.client_id', '=', 's.client_id')
        .whereRef('w.event_id', '=', 's.event_id')
        .whereRef('w.session_id', '=', 's.id')
        .as('waiting'),
    ])
    .where('s.client_id', '=', arg('client'))
    .where('s.event_id', '=', arg('event')),
)
