import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CreatedKey } from '../../src/accounts/keys.ts'
import { basic, call } from '../support/http-server.ts'
import { freshDatabase, freshDirectory, lectern, program, run, start } from '../support/program.ts'
import { rowsOf, startDemo, startServe } from '../support/servers.ts'

const clientAdd = ['client', 'add', '--id', '25363', '--name', 'Society of Examples']
const keyCreate = ['key', 'create', '--client', '25363', '--role', 'admin', '--json']

describe.concurrent('a fresh database', () => {
  test('has no client and no key: nobody is let in', async () => {
    const database = freshDatabase()
    const server = await startServe(['--database', database])
    for (const table of ['client', 'api_key']) {
      expect(rowsOf(database.slice('sqlite:'.length), `select * from ${table}`)).toEqual([])
    }
    for (const [Username, Password] of [
      ['admin', 'admin'],
      ['', ''],
    ]) {
      const answer = await call('POST', `${server.url}/Ams/Authenticate`, { ClientID: 1, Username, Password })
      expect(answer.status).toBe(401)
    }
    expect((await call('POST', `${server.url}/Ams/1/Event/1/EventRegistrationSessions`, {})).status).toBe(401)
    expect(await server.stop()).toMatchObject({ code: 0, stdout: '' })
  })

  test('is filled by the other commands while it is served; a revoked key ends at once', async () => {
    const database = freshDatabase()
    const env = { LECTERN_DATABASE_URL: database }
    const server = await startServe([], { env })
    const signIn = (key: CreatedKey) =>
      call('POST', `${server.url}/Ams/Authenticate`, { ClientID: 25363, Username: key.id, Password: key.secret })

    expect((await run(clientAdd, { env })).code).toBe(0)
    const key: CreatedKey = JSON.parse((await run(keyCreate, { env })).stdout)
    const other: CreatedKey = JSON.parse((await run(keyCreate, { env })).stdout)
    const file = (name: string, text: string) => {
      const path = join(freshDirectory(), name)
      writeFileSync(path, text)
      return path
    }
    const into = ['--client', '25363', '--event', '1']
    const details = ['--event-name', 'Annual Meeting', '--time-zone', 'Europe/Paris']
    const sessions = file('sessions.csv', 'SessionId,Name\n7,Opening\n')
    expect((await run(['import', 'sessions', ...into, ...details, sessions], { env })).code).toBe(0)
    const registrations = file('registrations.csv', 'BadgeNumber,FirstName\n17,Zoé\n')
    expect((await run(['import', 'registrations', ...into, registrations], { env })).code).toBe(0)

    const { status, json } = await signIn(key)
    expect(status).toBe(200)
    const url = `${server.url}/Ams/25363/Event/1/EventRegistrationSessions`
    const session = { 'X-SS-ID': String(json.SessionId) }
    const assign = (headers: Record<string, string>) => call('POST', url, { BadgeNumber: 17, SessionIds: [7] }, headers)
    for (const headers of [session, basic(key), basic(other)]) {
      expect(await assign(headers)).toMatchObject({ status: 200, json: { SessionIds: [7] } })
    }

    expect((await run(['key', 'revoke', '--client', '25363', key.id], { env })).code).toBe(0)
    expect((await assign(session)).status).toBe(401)
    expect((await assign(basic(key))).status).toBe(401)
    expect((await signIn(key)).status).toBe(401)
    expect((await assign(basic(other))).status).toBe(200)
    expect((await server.stop()).code).toBe(0)
  })
})

describe.concurrent('settings', () => {
  test('of the environment count', async () => {
    const port = await freePort()
    const env = {
      LECTERN_DATABASE_URL: freshDatabase(),
      LECTERN_PORT: String(port),
      LECTERN_HOST: '0.0.0.0',
      LECTERN_BODY_LIMIT: '1024',
      LECTERN_SESSION_IDLE: '1',
      LECTERN_SESSION_MAX: '2',
      LECTERN_CORS_ORIGINS: 'https://example.org',
    }
    const server = lectern(['serve'], { env })
    expect(JSON.parse(await server.firstLine('stderr'))).toMatchObject({ url: `http://0.0.0.0:${port}` })
    const url = `http://127.0.0.1:${port}/Ams/Authenticate`
    expect((await call('POST', url, { Username: 'x'.repeat(2_000) })).status).toBe(413)
    const { headers } = await call('GET', `http://127.0.0.1:${port}/metadata`, undefined, {
      origin: 'https://example.org',
    })
    expect(headers.get('access-control-allow-origin')).toBe('https://example.org')
    expect((await server.stop()).code).toBe(0)
  })

  test('of flags win over those of the environment', async () => {
    const env = {
      LECTERN_DATABASE_URL: `sqlite:${join(freshDirectory(), 'missing', 'a.db')}`,
      LECTERN_PORT: '1',
      LECTERN_HOST: '999.0.0.1',
      LECTERN_LOG_LEVEL: 'silent',
    }
    const flags = ['--database', freshDatabase(), '--host', '127.0.0.1', '--log-level', 'info']
    const server = await startServe(flags, { env })
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect((await server.stop()).code).toBe(0)
  })

  test('of the log: each call is a line at info, none at silent, and no secret is in it', async () => {
    const lines = async (level: string) => {
      const demo = await startDemo([], { env: { LECTERN_LOG_LEVEL: level } })
      const { id, secret } = demo.facts.key
      await call('POST', `${demo.facts.url}/Ams/Authenticate`, { ClientID: 1000, Username: id, Password: secret })
      const { stderr } = await demo.stop()
      expect(stderr).not.toContain(secret)
      return stderr.split('\n').filter((line) => line.includes('"answered"'))
    }
    const [line, ...more] = await lines('info')
    expect(JSON.parse(line ?? '')).toMatchObject({ level: 30, operation: 'Auth', status: 200 })
    expect(more).toEqual([])
    expect(await lines('silent')).toEqual([])
  })

  test.each([
    ['--port', 'LECTERN_PORT', '65536'],
    ['--host', 'LECTERN_HOST', ''],
    ['--database', 'LECTERN_DATABASE_URL', 'lectern.db'],
    ['--log-level', 'LECTERN_LOG_LEVEL', 'loud'],
    ['--body-limit', 'LECTERN_BODY_LIMIT', '1k'],
    ['--session-idle', 'LECTERN_SESSION_IDLE', '0'],
    ['--session-max', 'LECTERN_SESSION_MAX', '-1'],
    ['--cors-origins', 'LECTERN_CORS_ORIGINS', 'example.org'],
  ])('that are bad end it at once, by name: %s, %s', async (flag, variable, value) => {
    const [byFlag, byVariable] = await Promise.all([
      run(['serve', flag, value]),
      run(['serve'], { env: { [variable]: value } }),
    ])
    expect(byFlag).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(flag) })
    expect(byVariable).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(variable) })
  })

  test('that the system refuses end it with exit code 4', async () => {
    const end = await run(['serve', '--port', '0', '--host', '999.0.0.1', '--database', freshDatabase()])
    expect(end).toMatchObject({ code: 4, stderr: expect.stringMatching(/^lectern: Cannot listen on 999\.0\.0\.1: /) })
  })
})

test.runIf(process.platform === 'linux')('a disk full of logs is no reason to stop serving', async () => {
  const port = await freePort()
  const serve = [process.execPath, program, 'serve', '--port', String(port), '--database', freshDatabase()]
  const server = start('sh', ['-c', 'exec "$@" 2>/dev/full', 'sh', ...serve])
  const answer = await reached(`http://127.0.0.1:${port}/metadata`)
  expect(answer.status).toBe(200)
  expect(await server.stop()).toMatchObject({ code: 0, signal: null })
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' ? Number(address?.port) : 0
}

/** The answer of a server that says nothing when it begins. */
async function reached(url: string): Promise<Response> {
  for (;;) {
    const answer = await fetch(url).catch(() => null)
    if (answer) return answer
  }
}
