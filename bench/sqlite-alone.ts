import type Database from 'better-sqlite3'
import { deleteAssignments, insertAssignments } from '../src/store/queries/assignments.ts'
import { insertAudit } from '../src/store/queries/audit.ts'
import { registrationByKey } from '../src/store/queries/registrations.ts'
import { releaseSeats, reserveSeats } from '../src/store/queries/seats.ts'
import { sessionsHeldOrRequested } from '../src/store/queries/sessions.ts'
import { openFile } from '../src/store/sqlite/connection.ts'
import { sqliteDialect } from '../src/store/sqlite/dialect.ts'
import type { Statement } from '../src/store/statement.ts'
import { client, event, registrationId, sessionIds } from './event.ts'

/** As many assigns share a commit as there are connections in the main measurement. */
const groupSize = 32

export interface AloneResult {
  readonly requests: number
  readonly seconds: number
  /** What it took of a CPU, in seconds. */
  readonly cpu: number
}

/**
 * Assigns a session to each of `count` registrations that hold none, and then removes them, with better-sqlite3 alone:
 * the statements of Lectern in groups of 32, each durable. Answers what the assigns took.
 */
export function measureSqliteAlone(file: string, count: number): AloneResult {
  const database = openFile(file)
  const statements = prepare(database)
  const inGroups = (work: (n: number) => void) => {
    for (let from = 0; from < count; from += groupSize) {
      statements.begin.run()
      for (let n = from; n < Math.min(from + groupSize, count); n++) work(n)
      statements.commit.run()
    }
  }
  const cpuBefore = process.cpuUsage()
  const started = performance.now()
  inGroups((n) => step(statements, n, 'assign'))
  const seconds = (performance.now() - started) / 1_000
  const { user, system } = process.cpuUsage(cpuBefore)
  inGroups((n) => step(statements, n, 'remove'))
  database.close()
  return { requests: count, seconds, cpu: (user + system) / 1e6 }
}

/** One assign or remove, as the service does it; without the rules, since nothing stands against it. */
function step(statements: ReturnType<typeof prepare>, n: number, action: 'assign' | 'remove'): void {
  const ids = sessionIds(n, 1)
  const key = registrationId(n)
  const found = statements.registration.all({ client, event, key })[0]
  if (!found) throw new Error(`There is no registration ${n}`)
  const places = { client, event, ids }
  const registration = found.id
  const before = statements.sessions.all({ ...places, registration }).filter((row) => row.held !== null)
  const at = Date.now()
  if (action === 'assign') {
    if (statements.take.run(places) !== ids.length) throw new Error(`A session of ${ids} is full`)
    statements.assign.run({ ...places, registration, at })
  } else {
    statements.remove.run({ ...places, registration })
    statements.free.run(places)
  }
  const told = (sessions: readonly number[]) => JSON.stringify({ SessionIds: sessions })
  statements.audit.run({
    client,
    event,
    at,
    principal: 'bench',
    requestId: '7f9c2e61-0b5d-4c0a-9d43-2a1be6f0c855',
    action,
    subject: key,
    before: told(before.map((row) => row.id)),
    after: told(action === 'assign' ? ids : []),
  })
}

function prepare(database: Database.Database) {
  const prepared = <Args, Row>(statement: Statement<Args, Row>) => {
    const { sql, bind } = statement.compile(sqliteDialect)
    const made = database.prepare<unknown[], Row>(sql)
    return { all: (args: Args) => made.all(...bind(args)), run: (args: Args) => made.run(...bind(args)).changes }
  }
  return {
    begin: database.prepare('begin immediate'),
    commit: database.prepare('commit'),
    registration: prepared(registrationByKey),
    sessions: prepared(sessionsHeldOrRequested),
    take: prepared(reserveSeats),
    free: prepared(releaseSeats),
    assign: prepared(insertAssignments),
    remove: prepared(deleteAssignments),
    audit: prepared(insertAudit),
  }
}
