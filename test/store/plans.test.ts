import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine, Reader } from '../../src/store/engine.ts'
import { openStore } from '../../src/store/open.ts'
import { sqliteDialect } from '../../src/store/sqlite/dialect.ts'
import { statement } from '../../src/store/statement.ts'
import { freshDatabase, onPostgres, type TestDatabase } from '../support/database.ts'
import { basic, call, startTestServer } from '../support/http-server.ts'
import { describeWithPostgres } from '../support/postgres/with-postgres.ts'
import { allStatements, type NamedStatement } from './all-statements.ts'
import { type Planner, postgresPlanner, sqlitePlanner } from './plans.ts'

/** Tables that are no client's: the keys that sign tokens, and the list of clients itself, whose id is the client's number. */
const shared = new Set(['signing_key', 'client'])

let statements: NamedStatement[]
let hot: NamedStatement[]
beforeAll(async () => {
  statements = await allStatements()
  hot = await statementsOfAssigning(statements)
})

/** The statements that run when a caller signs in, and when a session is assigned and removed, as the server runs them. */
async function statementsOfAssigning(all: readonly NamedStatement[]): Promise<NamedStatement[]> {
  const ran = new Set<object>()
  const server = await startTestServer(
    {
      registrations: 3,
      ticketHolders: [1],
      sessions: [
        { id: 1, places: 1, tickets: [1] },
        { id: 2, places: 1 },
      ],
    },
    { between: (engine) => recorded(engine, ran) },
  )
  const assign = (verb: string, badge: number, more: object = {}) =>
    call(verb, server.sessionsUrl, { RegistrationID: `reg-${badge}`, SessionIds: [2], ...more }, basic(server.key))
  await assign('POST', 1, { SessionIds: [1, 2] })
  await assign('POST', 2, { Waitlist: true })
  await assign('POST', 3, { Waitlist: true })
  await assign('DELETE', 1)
  await call('POST', server.sessionsUrl, { BadgeNumber: 1, SessionIds: [2] }, basic(server.key))
  await server.stop()
  return all.filter(({ statement }) => ran.has(statement))
}

function recorded(engine: Engine, ran: Set<object>): Engine {
  return {
    ...recordedReader(engine, ran),
    changeNotifier: engine.changeNotifier,
    write: (work) =>
      engine.write((transaction) =>
        work({
          ...recordedReader(transaction, ran),
          isRetry: transaction.isRetry,
          run: (statement, args) => transaction.run(noted(statement, ran), args),
          lock: (statement, args) => transaction.lock(noted(statement, ran), args),
          refreshStatistics: () => transaction.refreshStatistics(),
        }),
      ),
    flush: () => engine.flush(),
    close: () => engine.close(),
  }
}

function recordedReader(reader: Reader, ran: Set<object>): Reader {
  return {
    all: (statement, args) => reader.all(noted(statement, ran), args),
    first: (statement, args) => reader.first(noted(statement, ran), args),
  }
}

function noted<S extends object>(statement: S, ran: Set<object>): S {
  ran.add(statement)
  return statement
}

test('the hot path is recorded as it is', () => {
  expect(hot.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'api-keys.ts: keyById',
      'assignments.ts: deleteAssignments',
      'assignments.ts: insertAssignments',
      'audit.ts: insertAudit',
      'locks.ts: lockEventExclusive',
      'registrations.ts: lockRegistrationByKey',
      'seats.ts: releaseSeats',
      'sessions.ts: sessionsHeldOrRequested',
      'seats.ts: reserveSeats',
      'waitlist.ts: insertWaitlistEntries',
      'waitlist.ts: waitlistPage',
    ]),
  )
})

test('every statement names the client', () => {
  const nameless = statements.filter(({ statement }) => {
    const { sql } = statement.compile(sqliteDialect)
    const tables = [...sql.matchAll(/(?:from|join|update|into) "(\w+)"/g)].map((found) => found[1] ?? '')
    return tables.some((table) => !shared.has(table)) && !/"client_id" (=|in)|\("client_id", /.test(sql)
  })
  expect(nameless.map(({ name }) => name)).toEqual([])
})

function plannedBy(engine: string, open: () => Promise<Planner>): void {
  describe(engine, () => {
    let planner: Planner
    beforeAll(async () => {
      planner = await open()
    })
    afterAll(() => planner.close())

    test('is asked in a way that tells what reads too much', async () => {
      expect(await strays(planner, [{ name: 'heedless', statement: heedless }])).toEqual([
        'heedless reads all of session',
      ])
    })

    test('finds every row of the hot path by an index that begins with the client', async () => {
      expect(await strays(planner, hot)).toEqual([])
    })

    test('finds every row of all other statements so too', async () => {
      expect(await strays(planner, statements)).toEqual([])
    })
  })
}

const heedless = statement<{ name: string }>()((db, arg) =>
  db.selectFrom('session as s').select('s.id').where('s.name', '=', arg('name')),
)

/** The statements that read rows of other clients to find their own. */
async function strays(planner: Planner, all: readonly NamedStatement[]): Promise<string[]> {
  const found: string[] = []
  for (const { name, statement } of all) {
    for (const { table, by } of await planner.plan(statement)) {
      if (!shared.has(table) && !by.includes('client_id')) found.push(`${name} reads all of ${table}`)
    }
  }
  return found
}

async function migrated(url: string): Promise<string> {
  await (await openStore(url)).close()
  return url
}

if (!onPostgres) {
  let database: TestDatabase
  plannedBy('SQLite', async () => {
    database = await freshDatabase()
    return sqlitePlanner(await migrated(database.url))
  })
  afterAll(() => database.remove())
}

await describeWithPostgres('PostgreSQL', {}, (postgres) => {
  plannedBy('the planner', async () => postgresPlanner(await migrated(await postgres.fresh())))
})
