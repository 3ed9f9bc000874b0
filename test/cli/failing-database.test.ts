import { closeSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { basic, call } from '../support/http-server.ts'
import { freshDirectory, lectern } from '../support/program.ts'
import { startDemo, startServe } from '../support/servers.ts'

/** A database with the demo's event, which no program has open, and the demo's key. */
async function demoDatabase() {
  const directory = freshDirectory()
  const demo = await startDemo(['--data', directory])
  const { clientId, eventId, key } = demo.facts
  await demo.stop()
  return { path: join(directory, 'lectern.db'), event: `Ams/${clientId}/Event/${eventId}`, clientId, key }
}

/** Overwrites every page of a table with bytes that SQLite cannot read. */
function damage(path: string, table: string): void {
  const database = new Database(path)
  const pageSize = Number(database.pragma('page_size', { simple: true }))
  const pages = database.prepare<[string], number>('select pageno from dbstat where name = ?').pluck().all(table)
  database.close()
  const file = openSync(path, 'r+')
  for (const page of pages) writeSync(file, Buffer.alloc(pageSize, 0xff), 0, pageSize, (page - 1) * pageSize)
  closeSync(file)
}

const stackLine = /^\s+at |\\n\s+at /m

describe('a server whose database is damaged while it runs', () => {
  test('answers 503 to what it cannot read, is not ready, and serves the rest', async () => {
    const { path, event, clientId, key } = await demoDatabase()
    damage(path, 'session')
    const server = await startServe(['--database', `sqlite:${path}`])
    const get = (route: string) => call('GET', `${server.url}/${route}`, undefined, basic(key))
    const sessions = await get(`${event}/Sessions`)
    expect([sessions.status, sessions.json.ResponseStatus.ErrorCode]).toEqual([503, 'ServiceUnavailable'])
    const ready = await get('health/ready')
    expect([ready.status, ready.text]).toEqual([503, '{"ready":false,"reason":"database damaged"}'])
    expect((await get(`Ams/${clientId}/EventCategories`)).status).toBe(200)
    const { code, stderr } = await server.stop()
    expect(code).toBe(0)
    expect(stderr).toContain('is damaged')
    expect(stderr).not.toMatch(stackLine)
  })

  test('ends with exit code 3 and one clear line where nothing can be read', async () => {
    const { path, event, key } = await demoDatabase()
    damage(path, 'client')
    damage(path, 'api_key')
    const server = await startServe(['--database', `sqlite:${path}`])
    await call('GET', `${server.url}/${event}/Sessions`, undefined, basic(key)).catch(() => undefined)
    const { code, stderr } = await server.ended
    expect(code).toBe(3)
    expect(stderr).toContain('restore it from a backup')
    expect(stderr).not.toMatch(stackLine)
  })
})

test('a server whose database file is moved away answers 503, and ends with exit code 3 before changes are lost', async () => {
  const { path, event, key } = await demoDatabase()
  const server = await startServe(['--database', `sqlite:${path}`])
  const write = () =>
    call(
      'POST',
      `${server.url}/${event}/EventRegistrationSessions`,
      { BadgeNumber: 1, SessionIds: [3205] },
      basic(key),
    ).then(
      ({ status }) => status,
      () => 'closed',
    )
  renameSync(path, `${path}.away`)
  const answers = new Set<unknown>()
  while (!answers.has('closed')) answers.add(await write())
  const { code, stderr } = await server.ended
  expect(code).toBe(3)
  expect(answers).toContain(503)
  expect(stderr).toContain('does not exist')
  expect(stderr).not.toMatch(stackLine)
})

test.each(['serve', 'demo'])(
  'SIGHUP does not end `lectern %s`, which logs that there is nothing to reload',
  async (command) => {
    const database = command === 'serve' ? ['--database', `sqlite:${join(freshDirectory(), 'lectern.db')}`] : ['--json']
    const running = lectern([command, '--port', '0', '--log-level', 'info', ...database])
    await running.written('stderr', command === 'serve' ? '"listening"' : '')
    const line = command === 'serve' ? await running.firstLine('stderr') : await running.firstLine('stdout')
    const { url }: { url: string } = JSON.parse(line)
    running.child.kill('SIGHUP')
    await running.written('stderr', 'nothing to reload')
    expect((await call('GET', `${url}/health/ready`)).status).toBe(200)
    expect((await running.stop()).code).toBe(0)
  },
)
