import { type Kysely, type SqlBool, sql } from 'kysely'
import { type Arguments, statement } from '../statement.ts'
import type { Tables } from '../tables.ts'

/** Records a change, in the transaction of the change. */
export const insertAudit = statement<{
  client: number
  event: number | null
  at: number
  principal: string
  requestId: string
  action: string
  subject: string
  before: string | null
  after: string | null
}>()((db, arg) =>
  db.insertInto('audit').values({
    client_id: arg('client'),
    event_id: arg('event'),
    at: arg('at'),
    principal: arg('principal'),
    request_id: arg('requestId'),
    action: arg('action'),
    subject: arg('subject'),
    before: arg('before'),
    after: arg('after'),
  }),
)

/** The changes of an event, oldest first. */
export const auditOfEvent = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('audit')
    .selectAll()
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .orderBy('id'),
)

/** Which changes are asked for; null: whichever. */
interface Asked {
  client: number
  event: number
  /** The number of a session, as text: changes of it, and of who holds it or waits for it. */
  session: string | null
  subject: string | null
  action: string | null
  /** From then on, and before then. */
  from: number
  to: number
}

/** A page of the changes of an event, the newest first. */
export const auditPage = statement<Asked & { limit: number; offset: number }>()((db, arg) =>
  askedFor(db, arg).selectAll().orderBy('id', 'desc').limit(arg('limit')).offset(arg('offset')),
)

export const countAudit = statement<Asked>()((db, arg) =>
  askedFor(db, arg).select(({ fn }) => fn.countAll<number>().as('count')),
)

function askedFor(db: Kysely<Tables>, arg: Arguments<Asked>) {
  return db
    .selectFrom('audit')
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('at', '>=', arg('from'))
    .where('at', '<', arg('to'))
    .where((eb) => eb.or([eb(eb.cast(eb.val(arg('subject')), 'text'), 'is', null), eb('subject', '=', arg('subject'))]))
    .where((eb) => eb.or([eb(eb.cast(eb.val(arg('action')), 'text'), 'is', null), eb('action', '=', arg('action'))]))
    .where((eb) =>
      eb.or([
        eb(eb.cast(eb.val(arg('session')), 'text'), 'is', null),
        eb.and([eb('action', 'like', 'session.%'), eb('subject', '=', arg('session'))]),
        namesSession('before', arg('session')),
        namesSession('after', arg('session')),
      ]),
    )
}

/** Whether a list of SessionIds in the JSON of a change has one: it stands between commas and brackets. */
function namesSession(column: 'before' | 'after', session: string | null) {
  const list = sql<string>`replace(replace(${sql.ref(column)}, '[', ','), ']', ',')`
  return sql<SqlBool>`(${sql.ref(column)} like '{"SessionIds":[%' and ${list} like '%,' || cast(${session} as text) || ',%')`
}

/** The changes of an event that move places, oldest first. */
export const seatChanges = statement<{ client: number; event: number }>()((db, arg) =>
  db
    .selectFrom('audit')
    .select(['at', 'action', 'subject', 'after'])
    .where('client_id', '=', arg('client'))
    .where('event_id', '=', arg('event'))
    .where('action', 'in', [
      'assign',
      'remove',
      'promote',
      'registration.create',
      'registration.cancel',
      'registration.restore',
      'registration.delete',
    ])
    .orderBy('id'),
)
