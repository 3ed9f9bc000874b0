import pg from 'pg'
import { postgresDialect } from '../src/store/postgres/dialect.ts'
import { insertAssignments } from '../src/store/queries/assignments.ts'
import { insertAudit } from '../src/store/queries/audit.ts'
import { lockEventShared, lockSessions } from '../src/store/queries/locks.ts'
import { lockRegistrationByKey } from '../src/store/queries/registrations.ts'
import { reserveSeats } from '../src/store/queries/seats.ts'
import { sessionsHeldOrRequested } from '../src/store/queries/sessions.ts'
import type { Statement } from '../src/store/statement.ts'
import { client, event, registrationId, sessionIds } from './event.ts'

/*
 * What pgbench would do: the statements of an assign, prepared, in a transaction, one after the other on each of so many
 * connections, with nothing around them. A process of its own: `postgres-alone.ts URL CONNECTIONS FROM TO`; prints assigns a
 * second.
 */

const [url = '', connections = '', from = '', to = ''] = process.argv.slice(2)
let next = Number(from)

const clients = await Promise.all(
  Array.from({ length: Number(connections) }, async () => {
    const made = new pg.Client({ connectionString: url })
    await made.connect()
    return made
  }),
)
const started = performance.now()
await Promise.all(clients.map(assignAll))
process.stdout.write(`${(Number(to) - Number(from)) / ((performance.now() - started) / 1_000)}\n`)
await Promise.all(clients.map((each) => each.end()))

async function assignAll(connection: pg.Client): Promise<void> {
  while (next < Number(to)) await assign(connection, next++)
}

async function assign(connection: pg.Client, n: number): Promise<void> {
  const run = <Args>(statement: Statement<Args, unknown>, args: Args) => {
    const { sql, bind } = statement.compile(postgresDialect)
    return connection.query({ name: `alone_${statement.id}`, text: sql, values: bind(args) })
  }
  const ids = sessionIds(n, 1)
  const scope = { client, event }
  await connection.query('begin')
  await run(lockEventShared, scope)
  const { rows } = await run(lockRegistrationByKey, { ...scope, key: registrationId(n) })
  const registration = Number(rows[0].id)
  await run(lockSessions, { ...scope, ids })
  await run(sessionsHeldOrRequested, { ...scope, registration, ids })
  await run(reserveSeats, { ...scope, ids })
  const at = Date.now()
  await run(insertAssignments, { ...scope, registration, ids, at })
  const facts = { ...scope, at, principal: 'alone', requestId: 'alone', action: 'assign', subject: registrationId(n) }
  await run(insertAudit, { ...facts, before: '{"SessionIds":[]}', after: `{"SessionIds":[${ids}]}` })
  await connection.query('commit')
}
