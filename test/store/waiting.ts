import { statement } from '../../src/store/statement.ts'

/** Puts a registration on the waiting list of a session. */
export const addWaiting = statement<{
  client: number
  event: number
  session: number
  registration: number
  place: number
  at: number
}>()((db, arg) =>
  db.insertInto('waitlist').values({
    client_id: arg('client'),
    event_id: arg('event'),
    session_id: arg('session'),
    registration: arg('registration'),
    place: arg('place'),
    added_at: arg('at'),
  }),
)
