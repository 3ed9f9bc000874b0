import { statement } from '../statement.ts'
import type { Tables } from '../tables.ts'

type Within = keyof Pick<
  Tables,
  'waitlist' | 'assignment' | 'registration_ticket' | 'registration' | 'session' | 'session_group' | 'ticket'
>

function deleteAll(table: Within) {
  return statement<{ client: number; event: number }>()((db, arg) =>
    db.deleteFrom(table).where('client_id', '=', arg('client')).where('event_id', '=', arg('event')),
  )
}

/** Deletes what is in an event, in the order in which one refers to the next. */
export const deleteContents = [
  deleteAll('waitlist'),
  deleteAll('assignment'),
  deleteAll('registration_ticket'),
  deleteAll('registration'),
  deleteAll('session'),
  deleteAll('session_group'),
  deleteAll('ticket'),
] as const

/** Deletes an event that nothing is in. */
export const deleteEvent = statement<{ client: number; event: number }>()((db, arg) =>
  db.deleteFrom('event').where('client_id', '=', arg('client')).where('id', '=', arg('event')),
)
