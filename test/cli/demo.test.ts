import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { basic, call } from '../support/http-server.ts'
import { freshDirectory, lectern, root, run, start } from '../support/program.ts'
import { assignmentsIn, startDemo } from '../support/servers.ts'

test.concurrent('the first line of --json is one object with all there is to try', async () => {
  const demo = await startDemo()
  const { facts } = demo
  expect(Object.keys(facts)).toEqual(['url', 'clientId', 'eventId', 'key', 'sessions', 'registrations'])
  expect(facts).toMatchObject({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    clientId: 1000,
    eventId: 2025,
  })
  expect(facts.key).toEqual({
    id: expect.stringMatching(/^1000-\w{16}$/),
    secret: expect.stringMatching(/^[\w-]{43}$/),
  })
  expect(facts.sessions).toHaveLength(93)
  for (const session of facts.sessions) {
    expect(session).toEqual({
      SessionId: expect.any(Number),
      Name: expect.any(String),
      Start: expect.stringMatching(/^2025-\d\d-\d\dT\d\d:\d\d:\d\d\+01:00$/),
      End: expect.stringMatching(/^2025-/),
      MaxRegistrants: expect.any(Number),
    })
  }
  expect(facts.registrations).toHaveLength(400)
  for (const registration of facts.registrations) {
    expect(registration).toEqual({ RegistrationID: expect.any(String), BadgeNumber: expect.any(Number) })
  }
  const { code, stdout, stderr } = await demo.stop()
  expect({ code, lines: stdout.trimEnd().split('\n').length, stderr }).toEqual({ code: 0, lines: 1, stderr: '' })
})

test.concurrent('npm run --silent demo prints nothing before it, and Ctrl-C ends it all', async () => {
  const TMPDIR = freshDirectory()
  const args = ['run', '--silent', 'demo', '--', '--json', '--port', '0']
  const npm = start('npm', args, { cwd: root, detached: true, env: { TMPDIR } })
  const { url }: { url: string } = JSON.parse(await npm.firstLine('stdout'))
  expect((await fetch(`${url}/metadata`)).status).toBe(200)
  process.kill(-Number(npm.child.pid), 'SIGINT')
  const { stdout } = await npm.ended
  expect(stdout.trimEnd().split('\n')).toHaveLength(1)
  await expect(fetch(url)).rejects.toThrow()
  expect(readdirSync(TMPDIR)).toEqual([])
})

test.concurrent('--data goes on with the data the next time, with a fresh key', async () => {
  const directory = join(freshDirectory(), 'made', 'by', 'it')
  const before = await startDemo(['--data', directory])
  const [registration] = before.facts.registrations
  const id = registration?.RegistrationID ?? ''
  expect(await before.send('POST', id, [3205])).toMatchObject({ status: 200, json: { SessionIds: [3205] } })
  expect((await before.stop()).code).toBe(0)

  const after = await startDemo(['--data', directory])
  expect(after.facts.key.id).not.toBe(before.facts.key.id)
  expect({ ...after.facts, key: null, url: null }).toEqual({ ...before.facts, key: null, url: null })
  expect(assignmentsIn(directory)).toEqual([`${id} 3205`])
  expect(await after.send('POST', id, [3205])).toMatchObject({ status: 200, json: { SessionIds: [3205] } })
  expect(await after.send('DELETE', id, [3205])).toMatchObject({ status: 200, json: { SessionIds: [] } })
  expect((await after.stop()).code).toBe(0)
  expect(assignmentsIn(directory)).toEqual([])
})

test.concurrent('two on one directory serve the same data', async () => {
  const directory = freshDirectory()
  const one = await startDemo(['--data', directory])
  const two = await startDemo(['--data', directory])
  const id = one.facts.registrations[3]?.RegistrationID ?? ''
  expect((await one.send('POST', id, [3205])).status).toBe(200)
  const seen = await call('DELETE', two.sessionsUrl, { RegistrationID: id, SessionIds: [3206] }, basic(one.facts.key))
  expect(seen).toMatchObject({ status: 200, json: { SessionIds: [3205] } })
  expect((await one.stop()).code).toBe(0)
  expect((await two.send('DELETE', id, [3205])).status).toBe(200)
  expect((await two.stop()).code).toBe(0)
  expect(assignmentsIn(directory)).toEqual([])
})

test.concurrent('two at once on a new directory: each serves all of it, or says that the database is locked', async () => {
  const directory = freshDirectory()
  const both = [1, 2].map(() => lectern(['demo', '--json', '--port', '0', '--data', directory]))
  const lines = await Promise.allSettled(both.map((demo) => demo.firstLine('stdout')))
  const ends = await Promise.all(both.map((demo) => demo.stop()))
  for (const [index, line] of lines.entries()) {
    if (line.status === 'fulfilled') expect(JSON.parse(line.value).registrations).toHaveLength(400)
    else expect(ends[index]).toMatchObject({ code: 3, stderr: expect.stringMatching(/is locked by another process/) })
  }
  expect(lines.map((line) => line.status)).toContain('fulfilled')
})

test.concurrent('the temporary directory is there while it serves, and gone afterwards', async () => {
  const TMPDIR = freshDirectory()
  const demo = await startDemo([], { env: { TMPDIR } })
  expect(readdirSync(TMPDIR)).toEqual([expect.stringMatching(/^lectern-demo-/)])
  await demo.stop()
  expect(readdirSync(TMPDIR)).toEqual([])
})

test.concurrent('a port in use is told, with exit code 4, and nothing is left', async () => {
  const TMPDIR = freshDirectory()
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = String(typeof address === 'object' ? address?.port : '')
  const end = await run(['demo', '--port', port], { env: { TMPDIR } })
  other.close()
  expect(end).toMatchObject({ code: 4, stdout: '' })
  expect(end.stderr).toBe(
    `lectern: Cannot listen on 127.0.0.1:${port}: another program listens there; choose another --port.\n`,
  )
  expect(readdirSync(TMPDIR)).toEqual([])
})

test.concurrent('a directory whose client 1000 is another is refused and left as it is', async () => {
  const directory = freshDirectory()
  const database = `sqlite:${join(directory, 'lectern.db')}`
  expect((await run(['client', 'add', '--id', '1000', '--name', 'Association', '--database', database])).code).toBe(0)
  const end = await run(['demo', '--data', directory, '--port', '0'])
  expect(end).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining("client 1000 that is not the demo's"),
  })
  const keys = await run(['key', 'list', '--client', '1000', '--json', '--database', database])
  expect(JSON.parse(keys.stdout)).toEqual([])
})

test.concurrent('a directory that cannot be made is told, with exit code 3', async () => {
  const file = join(freshDirectory(), 'file')
  writeFileSync(file, '')
  for (const path of [file, join(file, 'below')]) {
    const end = await run(['demo', '--data', path, '--port', '0'])
    expect(end).toMatchObject({ code: 3, stdout: '' })
    expect(end.stderr).toMatch(/^lectern: The directory \S+ cannot be created \((EEXIST|ENOTDIR)\)\.\n$/)
  }
})

test.concurrent('the package runs as it is packed', () => {
  const listed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
  })
  const [{ files }]: [{ files: { path: string }[] }] = JSON.parse(listed)
  const paths = files.map((file) => file.path)
  expect(paths).toContain('dist/cli.js')
  expect(paths).toContain('data/pyconfr-2025-sessions.csv')
})
