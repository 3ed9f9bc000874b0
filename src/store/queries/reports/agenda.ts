import { statement } from '../../statement.ts'
import { assignmentsWithSessions, clockColumns } from '../joins.ts'
import type { OfRegistration } from '../scope.ts'

/** The sessions that a registration holds, in the order of time; those without a start come last. */
export const agendaOf = statement<OfRegistration>()((db, arg) =>
  assignmentsWithSessions(db)
    .select([
      's.id',
      's.name',
      's.presenter',
      's.room',
      ...clockColumns,
      's.starts_at',
      's.ends_at',
      's.details',
      's.modified_at',
      'a.assigned_at',
      'a.attended_at',
    ])
    .where('a.client_id', '=', arg('client'))
    .where('a.event_id', '=', arg('event'))
    .where('a.registration', '=', arg('registration'))
    .orderBy((eb) => eb('s.start_date', 'is', null))
    .orderBy('s.start_date')
    .orderBy((eb) => eb('s.starts_at', 'is', null))
    .orderBy('s.starts_at')
    .orderBy('s.id'),
)
