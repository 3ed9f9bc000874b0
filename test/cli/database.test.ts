import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, freshDirectory, run, type Surroundings } from '../support/program.ts'
import { rowsOf, startServe } from '../support/servers.ts'

const withClient = freshDatabase()
const pathOf = (database: string) => database.slice('sqlite:'.length)
const addClient = (database: string, id = '6', around: Surroundings = {}) =>
  run(['client', 'add', '--id', id, '--name', 'Society', '--database', database], around)

beforeAll(async () => {
  expect((await addClient(withClient, '5')).code).toBe(0)
})

/** A copy of a database with the client 5. */
function copied(): string {
  const database = freshDatabase()
  copyFileSync(pathOf(withClient), pathOf(database))
  return database
}

/** Every command that uses a database, as it ends on this one. */
function allCommands(database: string) {
  const csv = join(freshDirectory(), 'sessions.csv')
  writeFileSync(csv, 'id,name\n1,A\n')
  const commands = [
    ['serve', '--port', '0'],
    ['client', 'add', '--id', '6', '--name', 'Society'],
    ['key', 'create', '--client', '5', '--role', 'admin'],
    ['key', 'list', '--client', '5'],
    ['key', 'revoke', '--client', '5', '5-k3v9x2m8p4q7w5zt'],
    ['import', 'sessions', '--client', '5', '--event', '1', '--event-name', 'A', '--time-zone', 'UTC', csv],
  ]
  return Promise.all(commands.map((command) => run([...command, '--database', database])))
}

function told(database: string, why: string) {
  return { code: 3, signal: null, stdout: '', stderr: `lectern: The database ${database} ${why}.\n` }
}

describe.concurrent('a database', () => {
  test('of a newer version is left to it, by every command', async () => {
    const database = copied()
    const newer = new Database(pathOf(database))
    newer.prepare('insert into kysely_migration (name, timestamp) values (?, ?)').run('9999-later', '2030-01-01')
    newer.close()
    const before = readFileSync(pathOf(database))
    const why = 'was written by a newer version of Lectern; upgrade the program, or use another database'
    for (const end of await allCommands(database)) expect(end).toEqual(told(database, why))
    expect(readFileSync(pathOf(database)).equals(before)).toBe(true)
  })

  test('that is another file is left as it is', async () => {
    const database = freshDatabase()
    const text = 'SessionId,Name\n1,Not a database\n'.repeat(100)
    writeFileSync(pathOf(database), text)
    const why = 'is damaged, or is not a database of Lectern; restore it from a backup'
    expect(await addClient(database)).toEqual(told(database, why))
    expect(readFileSync(pathOf(database), 'utf8')).toBe(text)
    expect(readdirSync(dirname(pathOf(database)))).toEqual(['lectern.db'])
  })

  test('in a directory that is not there, or that is a directory, cannot be opened', async () => {
    const directory = freshDirectory()
    const missing = join(directory, 'missing')
    const why = 'cannot be opened: check that its directory exists and that this user may read and write it'
    for (const path of [join(missing, 'a.db'), directory]) {
      expect(await addClient(`sqlite:${path}`)).toEqual(told(`sqlite:${path}`, why))
    }
    expect(existsSync(missing)).toBe(false)
  })

  test('that this user may not write is refused', async (context) => {
    const isRoot = process.geteuid?.() === 0
    // Root may write everywhere: the program is then run by nobody, who may write nowhere.
    const around = isRoot ? { uid: 65_534, cwd: '/' } : {}
    const version = await run(['--version'], around).catch(() => ({ code: null }))
    if (version.code !== 0) context.skip('nobody may not even read the program here')

    const closed = freshDirectory()
    mkdirSync(join(closed, 'inner'))
    const path = join(closed, 'inner', 'lectern.db')
    copyFileSync(pathOf(withClient), path)
    chmodSync(path, 0o444)
    chmodSync(dirname(path), 0o555)
    for (const above of [closed, dirname(closed)]) chmodSync(above, 0o755)
    const before = readFileSync(path)
    const why = 'cannot be written: its file or its directory is read-only for this user'
    expect(await addClient(`sqlite:${path}`, '6', around)).toEqual(told(`sqlite:${path}`, why))
    const fresh = join(dirname(path), 'fresh.db')
    expect(await addClient(`sqlite:${fresh}`, '6', around)).toMatchObject({ code: 3, stdout: '' })
    expect(readdirSync(dirname(path))).toEqual(['lectern.db'])
    expect(readFileSync(path).equals(before)).toBe(true)
    chmodSync(dirname(path), 0o755)
  })

  test('that another process is writing is read, and not written', async () => {
    const database = copied()
    const other = new Database(pathOf(database))
    other.exec('begin immediate')
    const [written, read, server] = await Promise.all([
      addClient(database),
      run(['key', 'list', '--client', '5', '--json', '--database', database]),
      startServe(['--database', database]),
    ])
    expect(written).toEqual(told(database, 'is locked by another process; try again when that one is done'))
    expect(read).toMatchObject({ code: 0, stdout: '[]\n' })
    expect((await server.stop()).code).toBe(0)
    other.exec('rollback')
    other.close()
    expect(rowsOf(pathOf(database), 'select id from client')).toEqual([{ id: 5 }])
    expect((await addClient(database)).code).toBe(0)
  })

  test('that another process has for itself is not written, and only a copy of it is read', async () => {
    const database = copied()
    const other = new Database(pathOf(database))
    other.pragma('locking_mode = exclusive')
    other.exec('begin exclusive')
    const why = 'is locked by another process; try again when that one is done'
    for (const [i, end] of (await allCommands(database)).entries()) {
      // Listing the keys reads a copy.
      if (i === 3) expect(end).toMatchObject({ code: 0 })
      else expect(end).toEqual(told(database, why))
    }
    other.close()
  })
})
