import { Readable } from 'node:stream'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../../src/store/engine.ts'
import { openStore, sqlitePath, withSnapshot } from '../../../src/store/open.ts'
import { auditOfEvent } from '../../../src/store/queries/audit.ts'
import { exportableTables } from '../../../src/store/queries/transfer.ts'
import { exportLines } from '../../../src/transfer/export/export-client.ts'
import { ClientFileError, importClient } from '../../../src/transfer/import/import-client.ts'
import { trouble } from '../../store/fill.ts'
import { expectCounters } from '../../support/counters.ts'
import { freshDatabase, onPostgres, type TestDatabase } from '../../support/database.ts'
import { basic, call, client, startTestServer, type TestServer } from '../../support/http-server.ts'

let server: TestServer
let target: TestDatabase
let engine: Engine
beforeEach(async () => {
  const sessions = [
    { id: 1, places: 1 },
    { id: 2, from: 9, to: 10 },
    { id: 3, group: 1 },
    { id: 4, tickets: [1] },
  ]
  server = await startTestServer({ registrations: 5, cancelled: [5], ticketHolders: [1], sessions })
  const assign = (badge: number, ...SessionIds: number[]) =>
    call('POST', server.sessionsUrl, { BadgeNumber: badge, SessionIds, Waitlist: true }, basic(server.key))
  await assign(1, 1, 2, 4)
  await assign(2, 1, 3)
  await assign(3, 1)
  target = await freshDatabase()
  engine = await openStore(target.url)
})
afterEach(async () => {
  await engine.close()
  await target.remove()
  await server.stop()
})

const deed = { principal: 'cli', requestId: 'test', at: 5 }
const exported = (url: string, number: number, withKeys = false) =>
  withSnapshot(url, async (reader) => {
    let text = ''
    for await (const part of exportLines(reader, number, { withKeys })) text += part
    return text
  })
const read = (text: string, more: { client?: number; dryRun?: boolean } = {}) => {
  const lines = () => Readable.from(text.trimEnd().split('\n'))
  return importClient(engine, lines, { client: null, dryRun: false, ...deed, ...more })
}
const rowsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter((line) => 'row' in line)
/** Without the numbers of the audit, which are given out anew, and its line on the import. */
const content = (text: string) =>
  rowsOf(text)
    .map(({ table, row }) => ({ table, row: table === 'audit' ? { ...row, id: 0 } : row }))
    .filter(({ row }) => row.action !== 'client.import')

describe('a client', () => {
  test('is written as lines and read in again, the same', async () => {
    const text = await exported(server.database.url, client)
    const [head] = text.split('\n')
    expect(JSON.parse(head ?? '')).toMatchObject({ lectern: 'client', version: 1, client, name: 'Client 1000' })
    expect(new Set(rowsOf(text).map(({ table }) => table))).toEqual(
      new Set([
        'event',
        'ticket',
        'session_group',
        'session',
        'registration',
        'registration_ticket',
        'assignment',
        'waitlist',
        'audit',
      ]),
    )
    expect(text).not.toContain('other-1')
    expect(await read(text)).toEqual({ client, kept: true, rows: rowsOf(text).length })
    expect(content(await exported(target.url, client))).toEqual(content(text))
    await expectCounters({ ...server, engine })
  })

  test('takes its keys along where that is wanted, and they stay good', async () => {
    const text = await exported(server.database.url, client, true)
    expect(text).toContain(server.key.id)
    expect(text).not.toContain(server.key.secret)
    await read(text)
    const { hash } = rowsOf(text).find(({ table }) => table === 'api_key').row
    expect(rowsOf(await exported(target.url, client, true)).find(({ table }) => table === 'api_key').row.hash).toBe(
      hash,
    )
  })

  test('may have another number where it goes, beside others', async () => {
    const text = await exported(server.database.url, client)
    await read(text)
    await read(text, { client: 77 })
    expect(content(await exported(target.url, 77))).toEqual(content(text))
    await expect(read(text, { client: 77 })).rejects.toThrow(
      'There is a client 77 already; give another number by --client.',
    )
  })

  test('is not kept by a dry run, and not there where nobody has the number', async () => {
    const text = await exported(server.database.url, client)
    expect(await read(text, { dryRun: true })).toMatchObject({ kept: false, rows: rowsOf(text).length })
    expect(await exported(target.url, client)).toBe('')
  })

  test('of more rows than are read at once is whole', async () => {
    const Items = Array.from({ length: 1_500 }, (_, i) => ({ BadgeNumber: 1, SessionIds: [2], Remove: i % 2 === 0 }))
    await call('POST', `${server.sessionsUrl}/Bulk`, { Items }, basic(server.key))
    const text = await exported(server.database.url, client)
    expect(rowsOf(text).filter(({ table }) => table === 'audit').length).toBeGreaterThan(1_500)
    await read(text)
    expect(content(await exported(target.url, client))).toEqual(content(text))
  })
})

describe('a file that was damaged is refused, and nothing is kept:', () => {
  test.each<[string, (lines: string[]) => string[], RegExp]>([
    ['its end is missing', (lines) => lines.slice(0, -1), /has no end/],
    ['a line is missing', (lines) => lines.toSpliced(-2, 1), /has \d+ rows of \d+/],
    ['a value was changed', (lines) => lines.map((line) => line.replace('Session 2', 'Session X')), /checksum/],
    [
      'a value is of another type',
      (lines) => lines.map((line) => line.replace('"name":"Session 2"', '"name":2')),
      /line \d+: session.name: expected text/,
    ],
    [
      'a column is unknown',
      (lines) => lines.map((line) => line.replace('"name":"Session 2"', '"names":2')),
      /session has no column "names"/,
    ],
    ['a line is no JSON', (lines) => lines.toSpliced(3, 0, 'x'), /line 4: expected an object/],
    ['a table is unknown', (lines) => lines.toSpliced(3, 0, '{"table":"client","row":{}}'), /no table "client"/],
    ['something follows', (lines) => [...lines, '{}'], /more behind the end/],
    ['it is something else', () => ['{"type":"FeatureCollection"}'], /no client/],
    [
      'it is of a later version',
      (lines) => lines.map((line) => line.replace('"version":1', '"version":2')),
      /version 2/,
    ],
  ])('%s', async (_what, damage, message) => {
    const lines = (await exported(server.database.url, client)).trimEnd().split('\n')
    const reading = read(damage(lines).join('\n'))
    await expect(reading).rejects.toThrow(message)
    await expect(reading).rejects.toBeInstanceOf(ClientFileError)
    expect(await exported(target.url, client)).toBe('')
  })
})

test('a row that the database rejects early in a file that arrives slowly rejects the import, and nothing is kept', async () => {
  const lines = (await exported(server.database.url, client)).trimEnd().split('\n')
  const first = lines.findIndex((line) => line.includes('"table":"session"'))
  const repeated = lines.toSpliced(first, 0, lines[first] ?? '')
  async function* slowly() {
    for (const line of repeated) {
      yield line
      // As a slow disk or network would: the database has long answered when the next line comes.
      for (let i = 0; i < 3; i++) await engine.all(auditOfEvent, { client, event: 1 })
    }
  }
  await expect(importClient(engine, slowly, { client: null, dryRun: false, ...deed })).rejects.toEqual(
    trouble('failed'),
  )
  expect(await exported(target.url, client)).toBe('')
})

test.skipIf(onPostgres)('no table is forgotten', () => {
  const database = new Database(sqlitePath(target.url), { readonly: true })
  const tables = database.prepare<[], string>(`select name from sqlite_master where type = 'table'`).pluck().all()
  database.close()
  // What ends by itself, what is no client's, and what is the head of the file.
  const left = ['authorization_code', 'client', 'exchange_token', 'idempotency', 'refresh_token', 'sign_in']
  const others = ['kysely_migration', 'kysely_migration_lock', 'signing_key', 'sqlite_sequence', 'token_grant']
  expect(tables.toSorted()).toEqual([...left, ...others, ...exportableTables.map(({ table }) => table)].toSorted())
})

test('what is read meanwhile is of one moment', async () => {
  const seen = await withSnapshot(server.database.url, async (reader) => {
    const sessions = exportableTables.find(({ table }) => table === 'assignment')
    if (!sessions) throw new Error('no table')
    const count = async () => (await reader.all(sessions.firstPage, { client, limit: 100 })).length
    const before = await count()
    await call('DELETE', server.sessionsUrl, { BadgeNumber: 1, SessionIds: [2] }, basic(server.key))
    return [before, await count()]
  })
  expect(seen).toEqual([4, 4])
})
