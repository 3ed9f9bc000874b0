import { statement } from '../statement.ts'

export const eventById = statement<{ client: number; event: number }>()((db, arg) =>
  db.selectFrom('event').selectAll().where('client_id', '=', arg('client')).where('id', '=', arg('event')),
)

export const insertEvent = statement<{
  client: number
  event: number
  name: string
  timeZone: string
  at: number
}>()((db, arg) =>
  db.insertInto('event').values({
    client_id: arg('client'),
    id: arg('event'),
    name: arg('name'),
    time_zone: arg('timeZone'),
    created_at: arg('at'),
    modified_at: arg('at'),
  }),
)

/** The greatest number of a client's events. */
export const highestEventId = statement<{ client: number }>()((db, arg) =>
  db
    .selectFrom('event')
    .select((eb) => eb.fn.max('id').as('last'))
    .where('client_id', '=', arg('client')),
)

/** Events that changed at `since` or later, by start; those without a start come last. */
export const eventsChanged = statement<{ client: number; since: number; limit: number; offset: number }>()((db, arg) =>
  db
    .selectFrom('event')
    .selectAll()
    .where('client_id', '=', arg('client'))
    .where('modified_at', '>=', arg('since'))
    .orderBy((eb) => eb('start_date', 'is', null))
    .orderBy('start_date')
    .orderBy((eb) => eb('starts_at', 'is', null))
    .orderBy('starts_at')
    .orderBy('id')
    .limit(arg('limit'))
    .offset(arg('offset')),
)

export const countEventsChanged = statement<{ client: number; since: number }>()((db, arg) =>
  db
    .selectFrom('event')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('client_id', '=', arg('client'))
    .where('modified_at', '>=', arg('since')),
)

/**
 * The names of events in the order of {@link eventsChanged}: those changed since, that end on the day `from` or later
 * and start on the day `to` or earlier, as their own clocks tell; null asks for no such day.
 */
export const eventNames = statement<{ client: number; since: number; from: string | null; to: string | null }>()(
  (db, arg) =>
    db
      .selectFrom('event')
      .select(['id', 'name'])
      .where('client_id', '=', arg('client'))
      .where('modified_at', '>=', arg('since'))
      .where((eb) =>
        eb.or([
          eb(eb.cast<string | null>(eb.val(arg('from')), 'text'), 'is', null),
          eb(eb.fn.coalesce('end_date', 'start_date'), '>=', arg('from')),
        ]),
      )
      .where((eb) =>
        eb.or([eb(eb.cast<string | null>(eb.val(arg('to')), 'text'), 'is', null), eb('start_date', '<=', arg('to'))]),
      )
      .orderBy((eb) => eb('start_date', 'is', null))
      .orderBy('start_date')
      .orderBy((eb) => eb('starts_at', 'is', null))
      .orderBy('starts_at')
      .orderBy('id'),
)

/** Writes all of an event that a caller may change. */
export const updateEvent = statement<{
  client: number
  event: number
  name: string
  timeZone: string
  details: string
  active: number
  startDate: string | null
  startTime: string | null
  endDate: string | null
  endTime: string | null
  startsAt: number | null
  endsAt: number | null
  maxRegistrants: number | null
  opensAt: number | null
  closesAt: number | null
  at: number
}>()((db, arg) =>
  db
    .updateTable('event')
    .set({
      name: arg('name'),
      time_zone: arg('timeZone'),
      details: arg('details'),
      active: arg('active'),
      start_date: arg('startDate'),
      start_time: arg('startTime'),
      end_date: arg('endDate'),
      end_time: arg('endTime'),
      starts_at: arg('startsAt'),
      ends_at: arg('endsAt'),
      max_registrants: arg('maxRegistrants'),
      opens_at: arg('opensAt'),
      closes_at: arg('closesAt'),
      modified_at: arg('at'),
    })
    .where('client_id', '=', arg('client'))
    .where('id', '=', arg('event')),
)
