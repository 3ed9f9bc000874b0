import { createTenant } from '../../src/accounts/clients.ts'
import { type CreatedKey, createKey } from '../../src/accounts/keys.ts'
import { defaultLifetimes, type Lifetimes } from '../../src/accounts/sign-ins.ts'
import { limitsOf } from '../../src/cli/limits.ts'
import { defaultWorkLimits } from '../../src/cli/options.ts'
import type { SandboxSettings } from '../../src/extensions/sandbox/index.ts'
import type { ProgramLog } from '../../src/observability/log.ts'
import { programLog } from '../../src/observability/log.ts'
import type { HostLimits } from '../../src/protocol/host/limits.ts'
import { Failure } from '../../src/protocol/schema/failure.ts'
import { type ServerSettings, startServer } from '../../src/server/server.ts'
import { ChangeTrackingEngine } from '../../src/store/change-tracking.ts'
import type { Engine } from '../../src/store/engine.ts'
import { openStore } from '../../src/store/open.ts'
import { insertEvent } from '../../src/store/queries/events.ts'
import { insertTicketsHeld } from '../../src/store/queries/registration-tickets.ts'
import { insertRegistration } from '../../src/store/queries/registrations.ts'
import { addTakenEventSeats } from '../../src/store/queries/seats.ts'
import { insertGroup } from '../../src/store/queries/session-groups.ts'
import { insertSession } from '../../src/store/queries/sessions.ts'
import { addSoldTickets, insertTicket } from '../../src/store/queries/tickets.ts'
import { freshDatabase, type TestDatabase } from './database.ts'

export const client = 1000
export const otherClient = 2000
export const event = 7

/** What a test says of a session; hours are whole hours of one day. */
export interface GivenSession {
  readonly id: number
  readonly places?: number
  readonly from?: number
  readonly to?: number
  readonly group?: number
  readonly tickets?: readonly number[]
  readonly allowOverlap?: boolean
}

export interface GivenEvent {
  readonly sessions?: readonly GivenSession[]
  /** How many registrations there are, `reg-1` with badge 1 and so on. */
  readonly registrations?: number
  /** Badges of the cancelled ones. */
  readonly cancelled?: readonly number[]
  /** Badges of those that hold ticket 1. */
  readonly ticketHolders?: readonly number[]
}

export interface TestServer {
  readonly url: string
  readonly engine: Engine
  readonly database: TestDatabase
  /** That of the database. */
  readonly directory: string
  readonly key: CreatedKey
  readonly otherKey: CreatedKey
  /** `/Ams/1000/Event/7/EventRegistrationSessions` on the server. */
  readonly sessionsUrl: string
  stop(): Promise<void>
}

interface Settings {
  readonly now?: () => number
  readonly lifetimes?: Lifetimes
  readonly bodyLimit?: number
  readonly limits?: Partial<HostLimits>
  readonly rateLimit?: number
  readonly trustedProxies?: readonly string[]
  readonly cacheBytes?: number
  readonly corsOrigins?: readonly string[]
  /** Whether the web console is there; it is taken from the build. */
  readonly console?: boolean
  /** Makes it a sandbox. */
  readonly sandbox?: SandboxSettings
  readonly log?: ProgramLog
  /** Puts something between the server and the database, such as a fault; the test itself sees the database. */
  readonly between?: (engine: Engine) => Engine
}

/** A server on a database of its own in a new directory, with two clients, a key each, and an event of the first. */
export async function startTestServer(given: GivenEvent = {}, settings: Settings = {}): Promise<TestServer> {
  const database = await freshDatabase()
  const store = await openStore(database.url)
  const engine = new ChangeTrackingEngine(store)
  const { key, otherKey } = await makeClients(engine, given)
  const { now = Date.now, log = programLog('silent'), between = (whole) => whole } = settings
  const watched = new ChangeTrackingEngine(between(store), engine.changes)
  const server = await startServer(watched, serverSettings(settings), log, now)
  return {
    url: server.url,
    engine,
    database,
    directory: database.directory,
    key,
    otherKey,
    sessionsUrl: `${server.url}/Ams/${client}/Event/${event}/EventRegistrationSessions`,
    async stop() {
      await server.stop()
      await engine.close()
      await database.remove()
    },
  }
}

/** The settings of a server that listens on a port of its own. */
export function serverSettings(given: Settings = {}): ServerSettings {
  const { lifetimes = defaultLifetimes, bodyLimit = 1_048_576, corsOrigins = [] } = given
  const { rateLimit = 0, trustedProxies = [], cacheBytes = 1_048_576, console = false, sandbox = null } = given
  const taken = { ...defaultWorkLimits, bodyLimit, requestLimit: 1_000, connectionLimit: 10_000 }
  const limits = { ...limitsOf(taken), ...given.limits }
  const address = { host: '127.0.0.1', port: 0 }
  return {
    ...address,
    secret: null,
    limits,
    rateLimit,
    trustedProxies,
    lifetimes,
    corsOrigins,
    cacheBytes,
    console,
    sandbox,
  }
}

/** Two clients with a key each, and an event of the first as it is given. */
export async function makeClients(
  engine: Engine,
  given: GivenEvent,
): Promise<{ key: CreatedKey; otherKey: CreatedKey }> {
  const key = await addTenant(engine, client)
  const otherKey = await addTenant(engine, otherClient)
  await fill(engine, client, given)
  await fill(engine, otherClient, { registrations: 1, sessions: [{ id: 1 }] })
  return { key, otherKey }
}

async function addTenant(engine: Engine, id: number): Promise<CreatedKey> {
  await createTenant(engine, id, `Client ${id}`, deed)
  return addKey(engine, id)
}

const deed = { principal: 'test', requestId: 'test', at: 1 }

/** Another key of a client. */
export async function addKey(engine: Engine, id: number): Promise<CreatedKey> {
  const key = await createKey(engine, id, { name: 'test', role: 'admin' }, deed)
  if (key instanceof Failure) throw new Error(key.message)
  return key
}

async function fill(engine: Engine, tenant: number, given: GivenEvent): Promise<void> {
  const { sessions = [], registrations = 0, cancelled = [], ticketHolders = [] } = given
  const scope = { client: tenant, event }
  const prefix = tenant === client ? 'reg' : 'other'
  await engine.write(async (transaction) => {
    await transaction.run(insertEvent, { ...scope, name: 'Event', timeZone: 'UTC', at: 1 })
    await transaction.run(insertTicket, { ...scope, id: 1, name: 'Ticket', at: 1 })
    await transaction.run(insertGroup, { ...scope, id: 1, name: 'One of these', singleSelect: 1 })
    for (const session of sessions) await transaction.run(insertSession, { ...scope, ...sessionArguments(session) })
    for (let badge = 1; badge <= registrations; badge++) {
      await transaction.run(insertRegistration, {
        ...scope,
        id: badge,
        registrationId: `${prefix}-${badge}`,
        key: `${prefix}-${badge}`,
        badge,
        firstName: 'First',
        lastName: 'Last',
        cancelled: cancelled.includes(badge) ? 1 : 0,
        at: 1,
      })
      if (ticketHolders.includes(badge)) {
        await transaction.run(insertTicketsHeld, { ...scope, registration: badge, ticket: 1 })
      }
    }
    const live = (badges: readonly number[]) => badges.filter((badge) => !cancelled.includes(badge)).length
    const all = Array.from({ length: registrations }, (_, index) => index + 1)
    await transaction.run(addTakenEventSeats, { ...scope, count: live(all) })
    await transaction.run(addSoldTickets, { ...scope, id: 1, count: live(ticketHolders) })
  })
}

function sessionArguments({ id, places, from, to, group, tickets, allowOverlap }: GivenSession) {
  const clock = (hour: number | undefined) => (hour === undefined ? null : `${String(hour).padStart(2, '0')}:00`)
  const moment = (hour: number | undefined) => (hour === undefined ? null : Date.UTC(2025, 10, 1, hour))
  return {
    id,
    name: `Session ${id}`,
    presenter: null,
    startDate: from === undefined ? null : '2025-11-01',
    startTime: clock(from),
    endDate: to === undefined ? null : '2025-11-01',
    endTime: clock(to),
    startsAt: moment(from),
    endsAt: moment(to),
    allowOverlap: allowOverlap ? 1 : 0,
    maxRegistrants: places ?? null,
    group: group ?? null,
    tickets: JSON.stringify(tickets ?? []),
    room: null,
    kind: null,
    at: 1,
  }
}

/** The header of HTTP Basic for a key. */
export function basic({ id, secret }: CreatedKey): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
}

export interface Answer {
  readonly status: number
  readonly statusText: string
  readonly headers: Headers
  readonly text: string
  /** The body as JSON, where it is JSON. */
  readonly json: Body
}

/** What a server answers in JSON. Tests look at it member by member. */
export interface Body {
  readonly ResponseStatus: {
    readonly ErrorCode: string
    readonly Message: string
    readonly Errors: readonly {
      readonly ErrorCode: string
      readonly FieldName?: string
      readonly Message: string
      readonly Meta?: Readonly<Record<string, string>>
    }[]
  }
  readonly [member: string]: unknown
}

/** The texts of an answer as they come, until nobody asks for more. */
export async function* partsOf({ body }: Response): AsyncGenerator<string> {
  const reader = body?.getReader()
  const decoder = new TextDecoder()
  try {
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      yield decoder.decode(part.value, { stream: true })
    }
  } finally {
    await reader?.cancel().catch(() => undefined)
  }
}

/** What an answer that does not end says first. */
async function firstMessage(response: Response): Promise<string> {
  let text = ''
  for await (const part of partsOf(response)) {
    text += part
    if (/event: .*\n\n/s.test(text)) break
  }
  return text
}

/** One request; of an answer that does not end, what it says first. Its body, where it is neither text nor bytes, as JSON. */
export async function call(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Answer> {
  // Of a Blob no type is sent, where `headers` gives none.
  const raw =
    body instanceof Uint8Array ? new Blob([Uint8Array.from(body)]) : typeof body === 'string' ? body : undefined
  const isJsonBody = body !== undefined && raw === undefined
  const response = await fetch(url, {
    method,
    headers: { ...(isJsonBody && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: raw ?? JSON.stringify(body) }),
    ...(signal && { signal }),
  })
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false
  const text = isStream ? await firstMessage(response) : await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') && text !== ''
  return {
    status: response.status,
    statusText: response.statusText,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : {},
  }
}
