import { createServer, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { freshDatabase, freshDirectory, run } from '../support/program.ts'
import { startServe } from '../support/servers.ts'

describe.concurrent('serve', () => {
  test.each([
    ['a misspelt variable', [], { LECTERN_PROT: '80' }, 'LECTERN_PROT is not a setting. Did you mean LECTERN_PORT?'],
    ['a metrics port that is the port', ['--port', '9', '--metrics-port', '9'], {}, '--metrics-port 9 is the --port'],
    [
      'an idle time beyond the maximum age',
      ['--session-idle', '100', '--session-max', '10'],
      {},
      '--session-idle 100 is longer than --session-max 10',
    ],
    ['an unknown value of LECTERN_CONSOLE', [], { LECTERN_CONSOLE: 'no' }, 'expected on or off, found "no"'],
    ['a path without its scheme', ['--database', 'foo.db'], {}, 'Did you mean sqlite:foo.db?'],
  ])('rejects %s with exit code 2', async (_, args, env, message) => {
    const end = await run(['serve', ...args], { env: { LECTERN_DATABASE_URL: freshDatabase(), ...env } })
    expect(end).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) })
  })

  test('ignores variables that resemble no setting, as Kubernetes sets them', async () => {
    const env = { LECTERN_SERVICE_HOST: '10.0.0.1' }
    const server = await startServe(['--database', freshDatabase()], { env })
    expect((await server.stop()).code).toBe(0)
  })

  test('warns when another server has the database open, and logs that it stops', async () => {
    const database = freshDatabase()
    const first = await startServe(['--database', database])
    const second = await startServe(['--database', database])
    const warning = 'another program has the database open'
    await second.written('stderr', warning)
    expect((await second.stop()).stderr).toMatch(/"stopping: [^\n]*\n[^\n]*"stopped"/)
    expect((await first.stop()).stderr).not.toContain(warning)
  })
})

test('a time zone that does not exist ends an import with exit code 2', async () => {
  const args = ['--client', '5', '--event', '1', '--event-name', 'A', '--time-zone', 'Europe/Nowhere']
  const end = await run(['import', 'sessions', ...args, 'sessions.csv'], { cwd: freshDirectory() })
  expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining('no time zone "Europe/Nowhere"') })
})

test('the list of keys has a header', async () => {
  const database = freshDatabase()
  await run(['client', 'add', '--id', '5', '--name', 'Society', '--database', database])
  const { stdout } = await run(['key', 'list', '--client', '5', '--database', database])
  expect(stdout).toBe('KEY  ROLE  ACCESS  CREATED  LAST USED  STATE  NAME\n')
})

test('a missing PostgreSQL password is reported at once, and the connection closed', async () => {
  // Asks for a password by SCRAM, as servers do: the message, and the nonce that continues it.
  const message = (type: string, code: number, body: string) => {
    const head = Buffer.alloc(9)
    head.write(type)
    head.writeInt32BE(8 + body.length, 1)
    head.writeInt32BE(code, 5)
    return Buffer.concat([head, Buffer.from(body)])
  }
  const closed = new Promise<void>((resolve) => {
    server.on('connection', (socket: Socket) => {
      const answers = [message('R', 10, 'SCRAM-SHA-256\0\0'), message('R', 11, 'r=abc,s=YWJj,i=4096')]
      socket.on('data', () => socket.write(answers.shift() ?? ''))
      socket.on('error', () => undefined)
      socket.on('close', () => resolve())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const url = `postgres://lectern@127.0.0.1:${port}/lectern?sslmode=disable&connect_timeout=3600`
  const end = await run(['verify', '--database', url], { env: { PGPASSFILE: '/nonexistent' } })
  expect(end).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('and none was given: put it into') })
  await closed
  server.close()
})

const server = createServer()
