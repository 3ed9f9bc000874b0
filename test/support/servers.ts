import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { CreatedKey } from '../../src/accounts/keys.ts'
import { type Answer, basic, call } from './http-server.ts'
import { lectern, type Running, type Surroundings } from './program.ts'

/** The line that `demo --json` begins with. */
export interface DemoLine {
  readonly url: string
  readonly clientId: number
  readonly eventId: number
  readonly key: CreatedKey
  readonly sessions: readonly {
    readonly SessionId: number
    readonly Name: string
    readonly Start: string
    readonly End: string
    readonly MaxRegistrants: number | null
  }[]
  readonly registrations: readonly { readonly RegistrationID: string; readonly BadgeNumber: number }[]
}

export interface RunningDemo extends Running {
  readonly facts: DemoLine
  readonly sessionsUrl: string
  /** Assigns (POST) or removes (DELETE) sessions, by the demo's key. */
  send(method: 'POST' | 'DELETE', registrationId: string, sessionIds: readonly number[]): Promise<Answer>
}

/** A demo that listens on a free port. */
export async function startDemo(args: readonly string[] = [], around: Surroundings = {}): Promise<RunningDemo> {
  const running = lectern(['demo', '--json', '--port', '0', ...args], around)
  const facts: DemoLine = JSON.parse(await running.firstLine('stdout'))
  const sessionsUrl = `${facts.url}/Ams/${facts.clientId}/Event/${facts.eventId}/EventRegistrationSessions`
  const headers = basic(facts.key)
  return {
    ...running,
    facts,
    sessionsUrl,
    send: (method, RegistrationID, SessionIds) => call(method, sessionsUrl, { RegistrationID, SessionIds }, headers),
  }
}

/**
 * A server of a database on a free port. One client may make as many calls as it likes, where nothing else is said:
 * a test that asks as fast as it can must not be refused on a quick machine.
 * @returns its url too
 */
export async function startServe(
  args: readonly string[],
  around: Surroundings = {},
): Promise<Running & { readonly url: string }> {
  const env = { LECTERN_RATE_LIMIT: '0', ...around.env }
  const running = lectern(['serve', '--port', '0', ...args], { ...around, env })
  const { url }: { url: string } = JSON.parse(await running.firstLine('stderr'))
  return { ...running, url }
}

/** The rows of a query on the database file of `demo --data`, or on any other. */
export function rowsOf<Row>(path: string, query: string): Row[] {
  const database = new Database(path.endsWith('.db') ? path : join(path, 'lectern.db'), { readonly: true })
  try {
    return database.prepare<[], Row>(query).all()
  } finally {
    database.close()
  }
}

/** What is assigned, as `RegistrationID SessionId`, in order. */
export function assignmentsIn(path: string): string[] {
  const query = `select r.registration_id || ' ' || a.session_id as line from assignment a join registration r
    on r.client_id = a.client_id and r.event_id = a.event_id and r.id = a.registration`
  return rowsOf<{ line: string }>(path, query)
    .map((row) => row.line)
    .sort()
}

/** A port that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
