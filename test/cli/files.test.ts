import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDirectory, program, type Running, run, shell, start } from '../support/program.ts'
import { rowsOf, startServe } from '../support/servers.ts'

const directory = freshDirectory()
const live = join(directory, 'lectern.db')
const url = `sqlite:${live}`
let server: Running

const addClient = (database: string, id = '5') =>
  run(['client', 'add', '--id', id, '--name', 'Society', '--database', database])
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

/** A database that no program uses, in a directory of its own, without anything beside it. */
async function unusedDatabase(): Promise<string> {
  const path = join(freshDirectory(), 'unused.db')
  expect(await addClient(`sqlite:${path}`)).toMatchObject({ code: 0 })
  expect(readdirSync(dirname(path))).toEqual(['unused.db'])
  return path
}

beforeAll(async () => {
  server = await startServe(['--database', url])
  expect(await addClient(url)).toMatchObject({ code: 0 })
})
afterAll(async () => {
  expect((await server.stop()).code).toBe(0)
})

describe('backup and export', () => {
  const commands = [
    ['backup', '--database', url],
    ['export', '--client', '5', '--database', url],
  ]

  test('refuse the database in use under any name, with --force too, and leave it as it is', async () => {
    const symbolic = join(freshDirectory(), 'symbolic.db')
    symlinkSync(live, symbolic)
    const hard = join(directory, 'hard.db')
    linkSync(live, hard)
    const detour = join(directory, '..', basename(directory), 'lectern.db')
    const before = statSync(live).ino
    for (const name of [live, symbolic, hard, detour, `${live}-wal`, `${live}-shm`, `${live}-journal`]) {
      for (const command of commands) {
        const end = await run([...command, '--out', name, '--force'])
        expect([name, command[0], end]).toEqual([
          name,
          command[0],
          {
            code: 2,
            signal: null,
            stdout: '',
            stderr: `lectern: ${name} belongs to a database; choose another file.\n`,
          },
        ])
      }
    }
    expect(statSync(live).ino).toBe(before)
    expect(await addClient(url, '6')).toMatchObject({ code: 0 })
    expect(rowsOf(live, 'select id from client where id = 6')).toEqual([{ id: 6 }])
  }, 120_000)

  test('refuse the database that another server uses', async () => {
    const source = await unusedDatabase()
    for (const command of [['backup'], ['export', '--client', '5']]) {
      const end = await run([...command, '--database', `sqlite:${source}`, '--out', live, '--force'])
      expect(end).toMatchObject({ code: 2, stderr: `lectern: ${live} belongs to a database; choose another file.\n` })
    }
  }, 60_000)

  test('replace a file only with --force, as a whole, and say what they wrote', async () => {
    const out = join(freshDirectory(), 'out')
    writeFileSync(out, 'before')
    for (const command of commands) {
      expect(await run([...command, '--out', out])).toMatchObject({
        code: 1,
        stdout: '',
        stderr: `lectern: ${out} already exists; --force replaces it.\n`,
      })
    }
    expect(readFileSync(out, 'utf8')).toBe('before')
    expect(await run([...(commands[0] ?? []), '--out', out, '--force'])).toMatchObject({
      code: 0,
      stdout: `Wrote ${out}.\n`,
    })
    expect(await run([...(commands[1] ?? []), '--out', out, '--force'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Wrote client 5 to .*: \d+ rows\.\n$/),
    })
    expect(modeOf(out)).toBe('600')
    expect(readdirSync(dirname(out))).toEqual(['out'])
  }, 60_000)

  test('name the file that cannot be written, and not the database', async () => {
    const missing = join(freshDirectory(), 'missing', 'out')
    for (const command of commands) {
      expect(await run([...command, '--out', missing])).toMatchObject({
        code: 2,
        stderr: `lectern: ${missing} cannot be created: its directory does not exist.\n`,
      })
      expect(await run([...command, '--out', directory, '--force'])).toMatchObject({
        code: 2,
        stderr: `lectern: ${directory} is not a regular file; name a file.\n`,
      })
    }
  }, 60_000)
})

test('databases, backups and exports can be read by their owner alone, whatever the umask', async () => {
  const line = [
    'umask 022',
    'lectern client add --id 5 --name Society',
    'lectern backup --out backup.db',
    'lectern export --client 5 --out society.ndjson',
    'lectern restore backup.db --database sqlite:restored.db',
  ].join(' && ')
  const cwd = freshDirectory()
  expect(await shell(line, { cwd })).toMatchObject({ code: 0 })
  for (const name of ['lectern.db', 'backup.db', 'society.ndjson', 'restored.db']) {
    expect([name, modeOf(join(cwd, name))]).toEqual([name, '600'])
  }
  expect([modeOf(live), modeOf(`${live}-wal`), modeOf(`${live}-shm`)]).toEqual(['600', '600', '600'])
  const data = join(freshDirectory(), 'a', 'b')
  const demo = start('bash', [
    '-c',
    `umask 022; exec "$0" "$@"`,
    process.execPath,
    program,
    'demo',
    '--port',
    '0',
    '--data',
    data,
  ])
  await demo.firstLine('stdout')
  await demo.stop()
  expect([modeOf(dirname(data)), modeOf(data), modeOf(join(data, 'lectern.db'))]).toEqual(['700', '700', '600'])
}, 60_000)

describe('a command', () => {
  const csv = join(freshDirectory(), 'sessions.csv')
  writeFileSync(csv, 'id,name\n1,A\n')
  const client = ['--client', '5']
  const commands = [
    ['key', 'create', ...client, '--role', 'admin'],
    ['key', 'list', ...client],
    ['key', 'revoke', ...client, 'x'],
    ['app', 'create', ...client, '--name', 'A'],
    ['app', 'list', ...client],
    ['category', 'list', ...client],
    ['import', 'sessions', ...client, '--event', '1', csv],
    ['export', ...client],
    ['backup', '--out', join(freshDirectory(), 'out')],
    ['verify'],
  ]

  test('that uses a database does not create it', async () => {
    const path = join(freshDirectory(), 'absent.db')
    const why = 'does not exist: check --database; `lectern serve`, `client add` and `migrate` create one'
    const stderr = `lectern: The database sqlite:${path} ${why}.\n`
    for (const command of commands) {
      const end = await run([...command, '--database', `sqlite:${path}`])
      expect([command[0], end]).toEqual([command[0], { code: 3, signal: null, stdout: '', stderr }])
    }
    const copies = await Promise.all([
      run(['copy', '--from', `sqlite:${path}`, '--to', url]),
      run(['copy', '--from', url, '--to', `sqlite:${path}`]),
    ])
    expect(copies.map(({ code }) => code)).toEqual([1, 3])
    expect(readdirSync(dirname(path))).toEqual([])
  }, 120_000)

  test('refuses an empty file, which a full disk or a failed copy left', async () => {
    const path = join(freshDirectory(), 'empty.db')
    writeFileSync(path, '')
    writeFileSync(`${path}-wal`, 'what is left')
    for (const command of [
      ['serve', '--port', '0'],
      ['client', 'add', '--id', '5', '--name', 'A'],
      ['migrate'],
      ['verify'],
    ]) {
      expect(await run([...command, '--database', `sqlite:${path}`])).toMatchObject({
        code: 3,
        stdout: '',
        stderr: expect.stringContaining('is an empty file (0 bytes): restore it from a backup'),
      })
    }
    expect(statSync(path).size).toBe(0)
    expect(readFileSync(`${path}-wal`, 'utf8')).toBe('what is left')
  }, 60_000)
})

describe('verify and doctor', () => {
  const reading = [['verify'], ['doctor', '--port', '0'], ['key', 'list', '--client', '5']]

  test('change nothing of a database that is not in use, and leave nothing beside it', async () => {
    const path = await unusedDatabase()
    const before = [readFileSync(path).toString('hex'), statSync(path).mtimeMs]
    for (const command of [...reading, ['backup', '--out', join(freshDirectory(), 'out')]]) {
      expect(await run([...command, '--database', `sqlite:${path}`])).toMatchObject({ code: 0 })
      expect(readdirSync(dirname(path))).toEqual(['unused.db'])
    }
    expect([readFileSync(path).toString('hex'), statSync(path).mtimeMs]).toEqual(before)
  }, 60_000)

  test('read a backup that this user may not write', async (context) => {
    const isRoot = process.geteuid?.() === 0
    const around = isRoot ? { uid: 65_534, cwd: '/' } : {}
    const version = await run(['--version'], around).catch(() => ({ code: null }))
    if (version.code !== 0) context.skip('nobody may not even read the program here')
    const path = await unusedDatabase()
    chmodSync(path, 0o444)
    chmodSync(dirname(path), 0o555)
    chmodSync(dirname(dirname(path)), 0o755)
    expect(await run(['verify', '--database', `sqlite:${path}`], around)).toMatchObject({ code: 0, stderr: '' })
    expect(readdirSync(dirname(path))).toEqual(['unused.db'])
    chmodSync(dirname(path), 0o755)
  }, 60_000)

  test('see what a running server, or one that was killed, has only in the log', async () => {
    expect(statSync(`${live}-wal`).size).toBeGreaterThan(0)
    expect(await run(['verify', '--client', '5', '--database', url])).toMatchObject({ code: 0 })

    const path = join(freshDirectory(), 'killed.db')
    const killed = await startServe(['--database', `sqlite:${path}`])
    expect(await addClient(`sqlite:${path}`, '7')).toMatchObject({ code: 0 })
    await killed.stop('SIGKILL')
    const files = readdirSync(dirname(path))
    const end = await run(['verify', '--client', '7', '--database', `sqlite:${path}`])
    expect(end).toMatchObject({ code: 0, stdout: 'Looked at 1 client: nothing is wrong.\n' })
    expect(readdirSync(dirname(path))).toEqual(files)

    // As somebody copies it by hand, without the index of the log.
    const copy = join(freshDirectory(), 'copy.db')
    copyFileSync(path, copy)
    copyFileSync(`${path}-wal`, `${copy}-wal`)
    expect(await run(['verify', '--client', '7', '--database', `sqlite:${copy}`])).toMatchObject({ code: 0 })
    expect(readdirSync(dirname(copy))).toEqual(['copy.db', 'copy.db-wal'])
  }, 60_000)

  test('report tables of an older version, and do not migrate them', async () => {
    const path = await unusedDatabase()
    new Database(path).exec("delete from kysely_migration where name like '0004%'").close()
    expect(await run(['verify', '--database', `sqlite:${path}`])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('run `lectern migrate`'),
    })
  })
})

describe('restore --force', () => {
  test('keeps the database that it replaces beside the new one, and names it', async () => {
    const path = await unusedDatabase()
    const backup = join(freshDirectory(), 'backup.db')
    expect(await run(['backup', '--out', backup, '--database', url])).toMatchObject({ code: 0 })
    const end = await run(['restore', backup, '--force', '--database', `sqlite:${path}`])
    const kept = /^The database that it replaces is (.+)\.$/m.exec(end.stdout)?.[1] ?? ''
    expect(end).toMatchObject({ code: 0, stderr: '' })
    expect(rowsOf(path, 'select id from client order by id')).toEqual(rowsOf(live, 'select id from client order by id'))
    expect(dirname(kept)).toBe(dirname(path))
    expect(await run(['verify', '--database', `sqlite:${kept}`])).toMatchObject({ code: 0 })
  }, 60_000)

  test('replaces a damaged database, and keeps that with its log', async () => {
    const path = join(freshDirectory(), 'damaged.db')
    writeFileSync(path, 'no database at all, but some text that is long enough to be looked at')
    writeFileSync(`${path}-wal`, 'its log')
    const backup = join(freshDirectory(), 'backup.db')
    expect(await run(['backup', '--out', backup, '--database', url])).toMatchObject({ code: 0 })
    expect(await run(['restore', backup, '--force', '--database', `sqlite:${path}`])).toMatchObject({ code: 0 })
    const kept = readdirSync(dirname(path)).filter((name) => name.includes('.replaced-'))
    expect(kept.map((name) => readFileSync(join(dirname(path), name), 'utf8').slice(0, 7))).toEqual([
      'no data',
      'its log',
    ])
    expect(existsSync(`${path}-wal`)).toBe(false)
    expect(await run(['verify', '--database', `sqlite:${path}`])).toMatchObject({ code: 0 })
  }, 60_000)

  test('refuses a database in use, and the backup itself as the target', async () => {
    const backup = join(freshDirectory(), 'backup.db')
    expect(await run(['backup', '--out', backup, '--database', url])).toMatchObject({ code: 0 })
    expect(await run(['restore', backup, '--force', '--database', url])).toMatchObject({ code: 3 })
    expect(await run(['restore', backup, '--force', '--database', `sqlite:${backup}`])).toMatchObject({ code: 2 })
  }, 60_000)
})

test('a backup of a damaged database is not written, and the backup that it would replace stays', async () => {
  const directory = freshDirectory()
  const path = join(directory, 'lectern.db')
  const out = join(directory, 'backup.db')
  const database = `sqlite:${path}`
  await run(['client', 'add', '--id', '7', '--name', 'Society', '--database', database])
  const backup = () => run(['backup', '--database', database, '--out', out, '--force'])
  expect((await backup()).code).toBe(0)
  const good = readFileSync(out)
  const content = readFileSync(path)
  content.fill(0xff, content.length / 2)
  writeFileSync(path, content)
  const { code, stderr } = await backup()
  expect([code, stderr]).toEqual([3, expect.stringContaining('is damaged')])
  expect(readFileSync(out).equals(good)).toBe(true)
})

test('a reader that closes the output of a command early, and a directory in place of a file, give no stack trace', async () => {
  const directory = freshDirectory()
  const database = `sqlite:${join(directory, 'lectern.db')}`
  await run(['client', 'add', '--id', '7', '--name', 'Society', '--database', database])
  const early = await shell(`lectern export --client 7 --database ${database} | head -c 1 >/dev/null`)
  expect(early.stderr).toBe('')
  const { code, stderr } = await run(['import', 'client', directory, '--database', database])
  expect(code).toBe(1)
  expect(stderr).toContain('EISDIR')
  expect(stderr).not.toMatch(/^\s+at /m)
})
