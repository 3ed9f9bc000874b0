import type { Kysely } from 'kysely'
import { statement } from '../../statement.ts'
import type { Tables } from '../../tables.ts'
import type { OfEvent } from '../scope.ts'

/** Which registrations are asked for: those of a status (null: of any) that changed at `since` or later. */
interface Asked extends OfEvent {
  status: string | null
  since: number
}

function askedFor(db: Kysely<Tables>, client: number, event: number, status: string | null, since: number) {
  return db
    .selectFrom('registration')
    .where('client_id', '=', client)
    .where('event_id', '=', event)
    .where('modified_at', '>=', since)
    .where((eb) => eb.or([eb(eb.cast<string | null>(eb.val(status), 'text'), 'is', null), eb('status', '=', status)]))
}

/** Registrations by last name, first name and number. */
export const registrantsPage = statement<Asked & { limit: number; offset: number }>()((db, arg) =>
  askedFor(db, arg('client'), arg('event'), arg('status'), arg('since'))
    .selectAll()
    .orderBy('last_name')
    .orderBy('first_name')
    .orderBy('id')
    .limit(arg('limit'))
    .offset(arg('offset')),
)

export const countRegistrants = statement<Asked>()((db, arg) =>
  askedFor(db, arg('client'), arg('event'), arg('status'), arg('since')).select((eb) =>
    eb.fn.countAll<number>().as('count'),
  ),
)

/** The names of the same registrations, in the same order. */
export const registrantNames = statement<Asked>()((db, arg) =>
  askedFor(db, arg('client'), arg('event'), arg('status'), arg('since'))
    .select(['id', 'first_name', 'last_name', 'badge_number'])
    .orderBy('last_name')
    .orderBy('first_name')
    .orderBy('id'),
)

/** The registrations in `ids`, in the same order. */
export const registrantsAmong = statement<OfEvent & { ids: readonly number[] }>()((db, arg) =>
  db
    .selectFrom('registration')
    .selectAll()
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('id', 'in', arg.numbers('ids'))
    .orderBy('last_name')
    .orderBy('first_name')
    .orderBy('id'),
)
