import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'
import { type CreatedKey, type CreateKeyInput, createKey, revokeKey } from '../../src/accounts/keys.ts'
import { hashSecret } from '../../src/accounts/secrets.ts'
import type { Scope } from '../../src/protocol/schema/access.ts'
import { Failure } from '../../src/protocol/schema/failure.ts'
import { insertKey } from '../../src/store/queries/api-keys.ts'
import { insertCategory } from '../../src/store/queries/categories.ts'
import { basic, call, client, otherClient, startTestServer, type TestServer } from '../support/http-server.ts'
import { addApp, addCode, bearer, postForm } from '../support/tokens.ts'

/** In every text of the other client, in any letter case, and in none of the caller's. */
export const marker = 'Zweitmandant'

/** What the other client has under numbers and names that the caller's client has nothing under. */
export const foreign = {
  numbers: [90_007, 90_001, 90_002, 90_101, 90_201, 90_301, 90_401],
  texts: ['zweitmandant-registration'],
}
/** The same kinds of names, under which nobody has anything. */
export const nowhere = { number: 88_888, text: 'niemand-registration' }

const [event = 0, session = 0, fullSession = 0, ticket = 0, group = 0, badge = 0, category = 0] = foreign.numbers
const [registration = ''] = foreign.texts

/** A server with two clients that have everything, and callers of every kind. */
export interface World {
  readonly server: TestServer
  /** Headers of callers whom the caller's client lets in. */
  readonly owner: Record<string, string>
  /** Headers of those whom nobody lets in, or who may not do what the operation does, by what they are. */
  readonly strangers: ReadonlyMap<string, Record<string, string>>
  /** An administrator of the other client. */
  readonly neighbour: Record<string, string>
  /** Headers of those who may read only, by what they are. */
  readonly readers: ReadonlyMap<string, Record<string, string>>
  /** The same of those who may write only. */
  readonly writers: ReadonlyMap<string, Record<string, string>>
  /** A checksum of all tables, but for what signing in and out writes down of itself. */
  digest(): string
  /** Makes all tables again what they were at the beginning. */
  restore(): void
  stop(): Promise<void>
}

/** Tables, and columns of tables, that tell of sign-ins and not of what anybody has. */
const ofSignIns = new Set(['sign_in', 'token_grant', 'refresh_token', 'sqlite_sequence'])

export async function openWorld(): Promise<World> {
  const server = await startTestServer(
    {
      registrations: 5,
      ticketHolders: [1],
      sessions: [
        { id: 1, places: 2 },
        { id: 2, from: 9, to: 11 },
        { id: 3, from: 10, to: 12 },
        { id: 4, group: 1, tickets: [1] },
      ],
    },
    { sandbox: { seed: null } },
  )
  await fillOther(server)
  const strangers = new Map<string, Record<string, string>>([
    ['nobody', {}],
    ['a session that there is not', { 'x-ss-id': `${client}-${'x'.repeat(43)}` }],
    ['a cookie that there is not', { cookie: `ss-id=${client}-${'x'.repeat(43)}` }],
    ['a token of nobody', { authorization: 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.' }],
    ['a session of a revoked key', await ofRevoked(server)],
    ['a session of an expired key', await ofExpired(server)],
    ['a session that has ended', await ended(server)],
    ['a role of no operation', basic(await withRole(server, 'guest'))],
  ])
  const readers = new Map<string, Record<string, string>>([
    ['a key that only reads', basic(await made(server, { isReadOnly: true }))],
    ['a token with the scope read', await ofApp(server, 'read')],
  ])
  const writers = new Map([['a token with the scope write', await ofApp(server, 'write')]])
  const file = new Database(`${server.directory}/lectern.db`)
  const copy = `${server.directory}/beginning.db`
  file.prepare('vacuum into ?').run(copy)
  file.prepare('attach ? as beginning').run(copy)
  file.pragma('foreign_keys = off')
  return {
    server,
    owner: basic(server.key),
    strangers,
    neighbour: basic(server.otherKey),
    readers,
    writers,
    digest: () => digestOf(file),
    restore: file.transaction(() => {
      for (const name of tablesOf(file)) {
        file.exec(`delete from main."${name}"; insert into main."${name}" select * from beginning."${name}"`)
      }
    }),
    async stop() {
      file.close()
      await server.stop()
    },
  }
}

function tablesOf(file: Database.Database): string[] {
  return file.prepare<[], string>(`select name from sqlite_master where type = 'table' order by name`).pluck().all()
}

function digestOf(file: Database.Database): string {
  const sum = createHash('sha256')
  for (const name of tablesOf(file).filter((each) => !ofSignIns.has(each))) {
    const rows = file.prepare<[], Record<string, unknown>>(`select * from "${name}"`).all()
    for (const row of rows) {
      const isSignIn = name === 'audit' && String(row.action).startsWith('sign-in')
      if (!isSignIn) sum.update(JSON.stringify(name === 'api_key' ? { ...row, used_at: null } : row))
    }
  }
  return sum.digest('hex')
}

const deed = { principal: 'test', requestId: 'test', at: 1 }

async function made(server: TestServer, wanted: Partial<CreateKeyInput>): Promise<CreatedKey> {
  const key = await createKey(server.engine, client, { name: 'test', role: 'admin', ...wanted }, deed)
  if (key instanceof Failure) throw new Error(key.message)
  return key
}

// By sessions: a secret that fails is soon not looked at any more.
async function ofRevoked(server: TestServer): Promise<Record<string, string>> {
  const key = await made(server, {})
  const session = await signedIn(server, key)
  await revokeKey(server.engine, client, key.id, deed)
  return session
}

async function ofExpired(server: TestServer): Promise<Record<string, string>> {
  const key = await made(server, {})
  const session = await signedIn(server, key)
  await server.database.execute(`update api_key set expires_at = 1 where id = '${key.id}'`)
  return session
}

async function signedIn({ url }: TestServer, key: CreatedKey): Promise<Record<string, string>> {
  const fields = { ClientID: client, UserType: 'Admin', Username: key.id, Password: key.secret }
  const { json } = await call('POST', `${url}/Ams/Authenticate`, fields)
  return { 'x-ss-id': String(json.SessionId) }
}

/** A role that the command line does not give. */
async function withRole({ engine }: TestServer, role: string): Promise<CreatedKey> {
  const key = { id: `${client}-${role}`, secret: 'secret' }
  const facts = { client, id: key.id, name: role, role, scope: null, expiresAt: null, at: 1 }
  await engine.write(async (transaction) => transaction.run(insertKey, { ...facts, ...hashSecret(key.secret) }))
  return key
}

/** An app's access token with a scope. */
async function ofApp(server: TestServer, scope: Scope): Promise<Record<string, string>> {
  const app = await addApp(server.engine, 1)
  const code = await addCode(server.engine, app, Date.now(), { scopes: new Set([scope]) })
  const fields = { grant_type: 'authorization_code', code, client_id: app.id, client_secret: app.secret }
  return bearer((await postForm(`${server.url}/OAuth/GetToken`, fields)).json.access_token)
}

async function ended(server: TestServer): Promise<Record<string, string>> {
  const session = await signedIn(server, server.key)
  await call('POST', `${server.url}/auth/logout`, undefined, session)
  return session
}

/** All that a client can have, with the marker in every text. */
async function fillOther({ url, otherKey, engine }: TestServer): Promise<void> {
  const send = async (verb: string, path: string, body: object) => {
    const answer = await call(verb, `${url}/Ams/${otherClient}${path}`, body, basic(otherKey))
    if (answer.status !== 200) throw new Error(`${verb} ${path}: ${answer.status} ${answer.text}`)
  }
  const under = `/Event/${event}`
  await engine.write(async (transaction) =>
    transaction.run(insertCategory, { client: otherClient, id: category, name: marker }),
  )
  await send('POST', '/Events', {
    EventId: event,
    Name: marker,
    Description: marker,
    Active: true,
    Categories: [category],
  })
  await send('POST', `${under}/Tickets`, { TicketId: ticket, Name: marker, UseInventory: true, Quantity: 9 })
  await send('POST', `${under}/EventSessionGroups`, { SessionGroupId: group, Name: marker })
  await send('POST', `${under}/Sessions`, {
    SessionId: session,
    Name: marker,
    SessionGroupId: group,
    Tickets: [ticket],
  })
  await send('POST', `${under}/Sessions`, { SessionId: fullSession, Name: marker, MaxRegistrants: 1 })
  const Registrant = { FirstName: marker, LastName: marker, Tickets: [ticket] }
  await send('POST', `${under}/EventRegistrations`, { RegistrationID: registration, BadgeNumber: badge, Registrant })
  await send('POST', `${under}/EventRegistrations`, { RegistrationID: `${marker}-2`, Registrant })
  const sessions = `${under}/EventRegistrationSessions`
  await send('POST', sessions, { RegistrationID: registration, SessionIds: [session, fullSession] })
  await send('POST', sessions, { RegistrationID: `${marker}-2`, SessionIds: [fullSession], Waitlist: true })
  const present = { EventID: event, RegistrationID: registration }
  await send('PUT', '/EventRegistrationAttendance', { ...present, AttendedEvent: true })
  await send('PUT', '/EventSessionAttendance', { ...present, SessionId: session, Attended: true })
}
