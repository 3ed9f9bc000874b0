import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { describeWithPostgres } from '../support/postgres/with-postgres.ts'
import { freshDatabase, freshDirectory, run } from '../support/program.ts'
import { rowsOf, startDemo } from '../support/servers.ts'

test('a client is exported to a file or stdout, and imported elsewhere', async () => {
  const from = freshDatabase()
  const to = freshDatabase()
  const directory = freshDirectory()
  await run(['client', 'add', '--id', '5', '--name', 'Society', '--database', from])
  await run(['migrate', '--database', to])
  const csv = join(directory, 's.csv')
  writeFileSync(csv, 'id,name\n1,Opening\n')
  const event = ['--client', '5', '--event', '1', '--event-name', 'Meeting', '--time-zone', 'UTC']
  await run(['import', 'sessions', ...event, '--database', from, csv])

  const file = join(directory, 'society.ndjson')
  expect(await run(['export', '--client', '5', '--database', from, '--out', file])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Wrote client 5 to .*society\.ndjson: \d+ rows\.\n$/),
  })
  const { stdout } = await run(['export', '--client', '5', '--database', from])
  expect(stdout).toBe(readFileSync(file, 'utf8'))

  const dry = await run(['import', 'client', '--database', to, '--dry-run', file])
  expect(dry).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^client 5 with \d+ rows would be added; nothing/),
  })
  const json = await run(['import', 'client', '--database', to, '--json', '--client', '6', file])
  expect(JSON.parse(json.stdout)).toMatchObject({ client: 6, kept: true })
  expect(await run(['import', 'client', '--database', to, '--client', '6', file])).toMatchObject({
    code: 1,
    stderr: 'lectern: There is a client 6 already; give another number by --client.\n',
  })
  expect((await run(['export', '--client', '9', '--database', to])).stderr).toBe('lectern: There is no client 9.\n')
  expect((await run(['import', 'client', '--database', to, join(directory, 'no')])).stderr).toMatch(
    /Cannot read .*ENOENT/,
  )
  expect((await run(['export', '--client', '6', '--database', to, '--out', '/proc/no'])).code).toBe(2)
})

describe('a backup', () => {
  test('is made while a server writes, is whole, and is put back', async () => {
    const directory = freshDirectory()
    const demo = await startDemo(['--data', directory])
    const database = `sqlite:${join(directory, 'lectern.db')}`
    const ids = demo.facts.registrations.map(({ RegistrationID }) => RegistrationID)
    let isOver = false
    const load = (async () => {
      for (let i = 0; !isOver; i++) await demo.send(i % 2 === 0 ? 'POST' : 'DELETE', ids[i % 40] ?? '', [3205])
    })()
    const file = join(freshDirectory(), 'backup.db')
    expect(await run(['backup', '--out', file, '--database', database])).toMatchObject({
      code: 0,
      stdout: `Wrote ${file}.\n`,
    })
    isOver = true
    await load

    const other = freshDatabase()
    expect(await run(['restore', file, '--database', other])).toMatchObject({ code: 0 })
    expect(await run(['verify', '--database', other])).toMatchObject({
      code: 0,
      stdout: 'Looked at 1 client: nothing is wrong.\n',
    })
    expect(await run(['restore', file, '--database', other])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--force'),
    })
    expect(await run(['restore', '--force', file, '--database', other])).toMatchObject({ code: 0 })
    // Not from under a server.
    expect(await run(['restore', '--force', file, '--database', database])).toMatchObject({ code: 3 })
    expect((await demo.stop()).code).toBe(0)
    expect(await run(['restore', '--force', file, '--database', database])).toMatchObject({ code: 0 })
    expect(rowsOf(directory, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  })

  test('that is damaged or no database is refused, and one of PostgreSQL is left to its programs', async () => {
    const file = join(freshDirectory(), 'no.db')
    writeFileSync(file, 'no database at all, but some text that is long enough to be looked at')
    expect(await run(['restore', file, '--database', freshDatabase()])).toMatchObject({ code: 3 })
    const url = 'postgres://nobody@127.0.0.1:1/none'
    expect(await run(['backup', '--out', file, '--database', url])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('pg_dump'),
    })
  })
})

test('verify tells what is wrong, and ends with 1', async () => {
  const directory = freshDirectory()
  const demo = await startDemo(['--data', directory])
  await demo.send('POST', demo.facts.registrations[0]?.RegistrationID ?? '', [3205])
  await demo.stop()
  const path = join(directory, 'lectern.db')
  const database = new Database(path)
  database.prepare('update session set taken = taken + 1 where id = 3205').run()
  database.close()
  const end = await run(['verify', '--database', `sqlite:${path}`])
  expect(end).toMatchObject({
    code: 1,
    stdout: 'client 1000, event 2025: session 3205 counts 2 places taken, and 1 are\n',
    stderr: 'lectern: 1 thing is wrong.\n',
  })
  const json = await run(['verify', '--json', '--client', '1000', '--database', `sqlite:${path}`])
  expect(JSON.parse(json.stdout)).toMatchObject({
    clients: 1,
    wrong: 1,
    findings: [{ kind: 'wrong', client: 1000, event: 2025 }],
  })
})

await describeWithPostgres('a copy', {}, (postgres) => {
  test('goes from SQLite to PostgreSQL and back, compared, with keys that stay good', { timeout: 60_000 }, async () => {
    const directory = freshDirectory()
    const demo = await startDemo(['--data', directory])
    for (const { RegistrationID } of demo.facts.registrations.slice(0, 30))
      await demo.send('POST', RegistrationID, [3205])
    await demo.stop()
    const [from, to, back] = [`sqlite:${join(directory, 'lectern.db')}`, await postgres.fresh(), freshDatabase()]
    const there = await run(['copy', '--from', from, '--to', to, '--json'])
    expect(there).toMatchObject({ code: 0, stderr: '' })
    const { clients } = JSON.parse(there.stdout)
    expect(clients).toMatchObject([{ client: 1000 }])
    expect(clients[0].tables).toContainEqual(expect.objectContaining({ table: 'session', rows: 93 }))
    expect(await run(['verify', '--database', to])).toMatchObject({ code: 0 })
    expect(await run(['copy', '--from', from, '--to', to])).toMatchObject({
      code: 1,
      stderr: 'lectern: The database to copy to is not empty.\n',
    })
    await run(['migrate', '--database', back])
    expect(await run(['copy', '--from', to, '--to', back])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Copied client 1000: '),
    })
    const keys = await run(['key', 'list', '--client', '1000', '--database', back])
    expect(keys.stdout).toContain(demo.facts.key.id)
  })
})
