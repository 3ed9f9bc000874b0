import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { ImportReport } from '../../src/transfer/import/index.ts'
import { freshDatabase, freshDirectory, root, run } from '../support/program.ts'
import { rowsOf } from '../support/servers.ts'

const withClient = freshDatabase()
const details = ['--event-name', 'PyConFR 2025', '--time-zone', 'Europe/Paris']

beforeAll(async () => {
  await run(['client', 'add', '--id', '5', '--name', 'Society', '--database', withClient])
})

function file(content: string | Uint8Array): string {
  const name = join(freshDirectory(), 'file.csv')
  writeFileSync(name, content)
  return name
}

/** A database of its own, with the client 5, and what can be done with it. */
function prepared() {
  const database = freshDatabase()
  const path = database.slice('sqlite:'.length)
  copyFileSync(withClient.slice('sqlite:'.length), path)
  return {
    imports: (what: 'sessions' | 'registrations', from: string, ...args: string[]) =>
      run(['import', what, '--client', '5', '--event', '1', '--database', database, ...args, from]),
    rows: <Row>(query: string) => rowsOf<Row>(path, query),
    /** How many rows each table has that an import writes to. */
    counts() {
      const tables = ['event', 'ticket', 'session_group', 'session', 'registration']
      const entries = tables.map((table) => [table, rowsOf<object>(path, `select * from ${table}`).length])
      const audited = rowsOf<object>(path, "select * from audit where action = 'import'").length
      return Object.fromEntries([...entries, ['audit', audited]])
    },
  }
}

const nothing = { event: 0, ticket: 0, session_group: 0, session: 0, registration: 0, audit: 0 }

describe.concurrent('sessions', () => {
  test('of a whole programme go into a new event', async () => {
    const { imports, rows, counts } = prepared()
    const programme = join(root, 'data', 'pyconfr-2025-sessions.csv')
    const end = await imports('sessions', programme, ...details)
    expect(end).toEqual({
      code: 0,
      signal: null,
      stdout: 'Columns that mean nothing here: code.\nAdded 93 sessions.\n',
      stderr: '',
    })
    expect(counts()).toEqual({ ...nothing, event: 1, session: 93, audit: 94 })
    expect(rows('select name, time_zone from event')).toEqual([{ name: 'PyConFR 2025', time_zone: 'Europe/Paris' }])
    const lines = readFileSync(programme, 'utf8').trim().split('\n')
    expect(lines).toHaveLength(94)
    for (const { name } of rows<{ name: string }>('select name from session')) {
      expect(lines.filter((line) => line.replaceAll('""', '"').includes(name))).not.toEqual([])
    }
  })

  test('are told as JSON, and dry', async () => {
    const { imports, counts } = prepared()
    const end = await imports('sessions', file('id,name,tickets\n1,A,4\n'), ...details, '--dry-run', '--json')
    expect(end).toMatchObject({ code: 0, stderr: '' })
    const report: ImportReport = JSON.parse(end.stdout)
    expect(report).toMatchObject({ kind: 'report', kept: false, rows: 1, added: 1, badRows: [] })
    expect(report.created).toEqual({ event: true, tickets: 1, groups: 0 })
    expect(counts()).toEqual(nothing)
  })

  test('that are dry say that nothing was kept', async () => {
    const { imports, counts } = prepared()
    const end = await imports('sessions', file('id,name\n1,A\n2,B\n'), ...details, '--dry-run')
    expect(end).toMatchObject({
      code: 0,
      stdout: 'Columns: SessionId from id, Name from name.\n2 sessions would be added; nothing was kept.\n',
    })
    expect(counts()).toEqual(nothing)
  })

  test('come from a schedule, and from columns that are mapped', async () => {
    const { imports } = prepared()
    const schedule = fileURLToPath(new URL('../transfer/import/fixtures/schedule.xml', import.meta.url))
    expect(await imports('sessions', schedule, ...details)).toMatchObject({ code: 0, stdout: 'Added 3 sessions.\n' })
    const table = file('no,what\n1,A\n')
    const maps = ['--map', 'SessionId=no', '--map', 'Name=what']
    expect(await imports('sessions', table, ...maps)).toMatchObject({ code: 0, stdout: 'Added 1 session.\n' })
    const wrong = await imports('sessions', table, '--map', 'Name')
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('Expected FIELD=COLUMN') })
  })

  test('with bad rows are refused by line and reason, and nothing is written', async () => {
    const { imports, counts } = prepared()
    const bad = file('id,name,capacity\n1,A,5\nx,B,5\n3,,many\n')
    const end = await imports('sessions', bad, ...details)
    expect(end).toMatchObject({ code: 1, stdout: '' })
    expect(end.stderr.split('\n')).toEqual([
      'line 3, id: expected a whole number from 1 to 2147483647, found "x"',
      'line 4, name: is empty',
      'line 4, capacity: expected a whole number from 0 to 2147483647, found "many"',
      'lectern: Nothing was imported: of 3 rows some are bad.',
      '',
    ])
    expect(counts()).toEqual(nothing)
    const told = await imports('sessions', bad, ...details, '--json')
    expect(told.code).toBe(1)
    expect(JSON.parse(told.stdout)).toMatchObject({ kept: false, added: 0, badRows: [{ line: 3 }, { line: 4 }, {}] })
    expect(counts()).toEqual(nothing)
  })

  test.each([
    ['a byte order mark', '\ufeffid,name\n1,Zoé\n'],
    ['the line ends of Windows', 'id,name\r\n1,Zoé\r\n'],
    ['both', '\ufeffid,name\r\n1,Zoé\r\n'],
  ])('of a file with %s', async (_, text) => {
    const { imports, rows } = prepared()
    expect(await imports('sessions', file(text), ...details)).toMatchObject({ code: 0, stdout: 'Added 1 session.\n' })
    expect(rows('select id, name from session')).toEqual([{ id: 1, name: 'Zoé' }])
  })

  test('of a file in another encoding are refused by the line, rather than with broken names', async () => {
    const { imports, counts } = prepared()
    const latin1 = file(Buffer.from('id,name\n1,A\n2,Zoé\n', 'latin1'))
    const end = await imports('sessions', latin1, ...details)
    expect(end).toMatchObject({ code: 1, stdout: '' })
    expect(end.stderr).toBe('lectern: The file is not UTF-8 text, first on line 3; save it as UTF-8 (“CSV UTF-8”).\n')
    const told = await imports('sessions', latin1, ...details, '--json')
    expect(JSON.parse(told.stdout)).toMatchObject({ kind: 'refused', code: 'FileNotUtf8' })
    expect(told.code).toBe(1)
    expect(counts()).toEqual(nothing)
  })

  test('need an event', async () => {
    const { imports, counts } = prepared()
    const one = file('id,name\n1,A\n')
    const end = await imports('sessions', one)
    expect(end).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('There is no event 1') })
    for (const half of [details.slice(0, 2), details.slice(2)]) {
      const end = await imports('sessions', one, ...half)
      expect(end).toMatchObject({ code: 2, stderr: 'lectern: --event-name and --time-zone go together.\n' })
    }
    const nowhere = await imports('sessions', one, '--event-name', 'A', '--time-zone', 'Europe/Atlantis')
    expect(nowhere).toMatchObject({ code: 2, stderr: expect.stringContaining('There is no time zone') })
    expect(counts()).toEqual(nothing)
  })
})

describe.concurrent('registrations', () => {
  test('go into an event with the tickets that they hold', async () => {
    const { imports, counts } = prepared()
    await imports('sessions', file('id,name\n1,A\n'), ...details)
    const people =
      'RegistrationID,BadgeNumber,FirstName,LastName,Status,Tickets\n,1,Zoé,A,,1\nABC,2,Łukasz,B,Cancelled,1\n'
    const end = await imports('registrations', file(people))
    expect(end).toMatchObject({ code: 0, stdout: 'Added 2 registrations.\n', stderr: '' })
    expect(counts()).toEqual({ ...nothing, event: 1, session: 1, ticket: 1, registration: 2, audit: 2 + 3 })
    const again = await imports('registrations', file('RegistrationID,BadgeNumber\nabc,3\n,1\n'))
    expect(again.code).toBe(1)
    expect(again.stderr).toContain(
      'line 2, RegistrationID: abc exists already\nline 3, BadgeNumber: 1 exists already\n',
    )
    expect(counts().registration).toBe(2)
  })
})

describe.concurrent('a file', () => {
  test('that cannot be read is told, and no database is made', async () => {
    const fresh = freshDatabase()
    const directory = freshDirectory()
    const args = ['import', 'sessions', '--client', '5', '--event', '1', '--database', fresh]
    const missing = await run([...args, join(directory, 'missing.csv')])
    expect(missing).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/missing\.csv \(ENOENT\)\.\n$/),
    })
    const folder = await run([...args, directory])
    expect(folder).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^lectern: Cannot read .*EISDIR/),
    })
    expect(existsSync(fresh.slice('sqlite:'.length))).toBe(false)
  })

  test('is needed', async () => {
    const end = await run(['import', 'sessions', '--client', '5', '--event', '1'])
    expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining("'file'") })
  })
})
