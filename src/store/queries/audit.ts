import { statement } from '../statement.ts'

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
