import { statement } from '../../statement.ts'

/** How much there is in an event. */
export const contentsOfEvent = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('event as e')
    .select((eb) => {
      const countOf = (table: 'session' | 'session_group' | 'ticket' | 'registration') =>
        eb
          .selectFrom(table)
          .select((count) => count.fn.countAll<number>().as('n'))
          .where('client_id', '=', arg('client'))
          .where('event_id', '=', arg('event'))
      return [
        countOf('registration').as('registrations'),
        countOf('session').as('sessions'),
        countOf('session_group').as('groups'),
        countOf('ticket').as('tickets'),
      ]
    })
    .where('e.client_id', '=', arg('client'))
    .where('e.id', '=', arg('event')),
)
