import type { Kysely } from 'kysely'
import { statement } from '../../statement.ts'
import type { Tables } from '../../tables.ts'
import { assignmentsWithRegistrations, placesWithRegistrations } from '../joins.ts'

/** What is asked of a roster: `status` null asks for all that hold a place. */
interface Roster {
  client: number
  event: number
  session: number
  status: string | null
}

function onRoster(db: Kysely<Tables>, client: number, event: number, session: number, status: string | null) {
  return assignmentsWithRegistrations(db)
    .where('a.client_id', '=', client)
    .where('a.event_id', '=', event)
    .where('a.session_id', '=', session)
    .where((eb) =>
      eb.or([
        eb('r.status', '=', status),
        eb.and([eb(eb.cast<string | null>(eb.val(status), 'text'), 'is', null), eb('r.cancelled', '=', 0)]),
      ]),
    )
}

/** Who holds a session, by last name, first name and number. */
export const rosterPage = statement<Roster & { limit: number; offset: number }>()((db, arg) =>
  onRoster(db, arg('client'), arg('event'), arg('session'), arg('status'))
    .select(['r.badge_number', 'r.registration_id', 'r.first_name', 'r.last_name', 'r.status', 'a.attended_at'])
    .orderBy('r.last_name')
    .orderBy('r.first_name')
    .orderBy('r.id')
    .limit(arg('limit'))
    .offset(arg('offset')),
)

export const countRoster = statement<Roster>()((db, arg) =>
  onRoster(db, arg('client'), arg('event'), arg('session'), arg('status')).select((eb) =>
    eb.fn.countAll<number>().as('count'),
  ),
)

function onWaitingList(db: Kysely<Tables>, client: number, event: number, session: number, status: string | null) {
  return placesWithRegistrations(db)
    .where('w.client_id', '=', client)
    .where('w.event_id', '=', event)
    .where('w.session_id', '=', session)
    .where((eb) =>
      eb.or([
        eb('r.status', '=', status),
        eb.and([eb(eb.cast<string | null>(eb.val(status), 'text'), 'is', null), eb('r.cancelled', '=', 0)]),
      ]),
    )
}

/** Who waits for a session, the next one first. */
export const waitlistRosterPage = statement<Roster & { limit: number; offset: number }>()((db, arg) =>
  onWaitingList(db, arg('client'), arg('event'), arg('session'), arg('status'))
    .select(['r.badge_number', 'r.registration_id', 'r.first_name', 'r.last_name', 'r.status'])
    .select((eb) => eb.cast<number | null>(eb.lit(null), 'bigint').as('attended_at'))
    .orderBy('w.place')
    .limit(arg('limit'))
    .offset(arg('offset')),
)

export const countWaitlistRoster = statement<Roster>()((db, arg) =>
  onWaitingList(db, arg('client'), arg('event'), arg('session'), arg('status')).select((eb) =>
    eb.fn.countAll<number>().as('count'),
  ),
)
