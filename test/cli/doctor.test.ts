import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { describeWithPostgres } from '../support/postgres/with-postgres.ts'
import { freshDatabase, freshDirectory, run } from '../support/program.ts'

interface Check {
  readonly name: string
  readonly state: string
  readonly found: string
  readonly mend: string | null
}

const examine = async (args: readonly string[], env: Record<string, string> = {}) => {
  const end = await run(['doctor', '--port', '0', '--json', ...args], { env })
  const checks: Check[] = JSON.parse(end.stdout || '[]')
  const of = (name: string) => checks.filter((check) => check.name === name)
  return { code: end.code, checks, of, stderr: end.stderr }
}
const fileOf = (url: string) => url.slice('sqlite:'.length)
const filled = async () => {
  const database = freshDatabase()
  const env = { LECTERN_DATABASE_URL: database }
  await run(['client', 'add', '--id', '5', '--name', 'Society'], { env })
  await run(['key', 'create', '--client', '5', '--role', 'admin'], { env })
  return database
}

describe('doctor', () => {
  test('finds nothing wrong with a database in use, and changes nothing', async () => {
    const database = await filled()
    chmodSync(fileOf(database), 0o600)
    const { code, checks, of } = await examine(['--database', database])
    expect(code).toBe(0)
    expect(checks.filter(({ state }) => state === 'problem')).toEqual([])
    for (const name of [
      'database',
      'tables',
      'integrity',
      'permissions',
      'disk',
      'clients',
      'keys',
      'time',
      'node',
      'port',
    ]) {
      expect([name, of(name).map(({ state }) => state)]).toEqual([name, ['ok']])
    }
  })

  test('makes no database', async () => {
    const database = freshDatabase()
    expect((await examine(['--database', database])).of('database')).toMatchObject([
      { state: 'ok', found: expect.stringContaining('not there yet') },
    ])
    const directory = join(freshDirectory(), 'nowhere')
    const missing = await examine(['--database', `sqlite:${join(directory, 'a.db')}`])
    expect([missing.code, missing.of('database')]).toMatchObject([
      1,
      [{ state: 'problem', mend: `Make it: mkdir -p ${directory}` }],
    ])
  })

  test('tells what others may read', async () => {
    const database = await filled()
    chmodSync(fileOf(database), 0o644)
    expect((await examine(['--database', database])).of('permissions')).toMatchObject([
      { state: 'warning', mend: expect.stringContaining('chmod 600') },
    ])
  })

  test('tells a damaged file, another program’s, a newer one’s, an older one’s', async () => {
    const damaged = freshDatabase()
    writeFileSync(fileOf(damaged), 'no database at all, but long enough to be one'.repeat(100))
    expect((await examine(['--database', damaged])).of('database')).toMatchObject([{ state: 'problem' }])

    const alien = freshDatabase()
    new Database(fileOf(alien)).exec('create table a (b)').close()
    expect((await examine(['--database', alien])).of('tables')).toMatchObject([
      { state: 'problem', found: "are another program's" },
    ])

    const changed = async (sql: string) => {
      const database = await filled()
      new Database(fileOf(database)).exec(sql).close()
      return examine(['--database', database])
    }
    const newer = await changed(`insert into kysely_migration values ('9999-later', '2030')`)
    expect(newer.of('tables')).toMatchObject([{ state: 'problem', mend: 'Upgrade the program.' }])
    const older = await changed(`delete from kysely_migration where name like '0004%'`)
    expect(older.of('tables')).toMatchObject([{ state: 'warning', found: expect.stringContaining('0004-sign-in') }])
    const early = await changed(`update audit set at = 99999999999999`)
    expect([early.code, early.of('time')]).toMatchObject([1, [{ state: 'problem' }]])
    const keyless = await changed(`update api_key set revoked_at = 1`)
    expect(keyless.of('keys')).toMatchObject([
      { state: 'warning', mend: expect.stringContaining('lectern key create') },
    ])
  })

  test('tells variables that nothing reads, and values that are not taken', async () => {
    const env = { LECTERN_PROT: '80', LECTERN_BODY_LIMIT: 'much', LECTERN_TRUST_PROXY: '10.0.0.0/99' }
    const { code, of } = await examine(['--database', freshDatabase()], env)
    expect(code).toBe(1)
    expect(of('settings')).toMatchObject([
      {
        state: 'warning',
        found: expect.stringContaining('LECTERN_PROT'),
        mend: expect.stringContaining('LECTERN_PORT'),
      },
      {
        state: 'problem',
        found: expect.stringContaining('LECTERN_BODY_LIMIT'),
        mend: expect.stringContaining('whole number'),
      },
      { state: 'problem', found: expect.stringContaining('LECTERN_TRUST_PROXY') },
      { state: 'ok' },
    ])
  })

  test('tells where keys would travel in the clear', async () => {
    const open = ['--database', freshDatabase(), '--host', '0.0.0.0']
    expect((await examine(open)).of('network')).toMatchObject([{ state: 'warning' }])
    expect((await examine([...open, '--trust-proxy', '10.0.0.7'])).of('network')).toMatchObject([{ state: 'ok' }])
  })

  test('is read by people too', async () => {
    const { stdout } = await run([
      'doctor',
      '--port',
      '0',
      '--database',
      `sqlite:${join(freshDirectory(), 'a', 'b.db')}`,
    ])
    expect(stdout).toMatch(/^PROBLEM {2}database +\S.* is not there\n +Make it: mkdir -p /m)
  })
})

await describeWithPostgres('doctor of PostgreSQL', {}, (postgres) => {
  test('looks at the server and the database, and changes neither', async () => {
    const database = await postgres.fresh()
    const before = await examine(['--database', database])
    expect(before.of('tables')).toMatchObject([{ state: 'ok', found: 'none yet: serve makes them' }])
    await run(['migrate'], { env: { LECTERN_DATABASE_URL: database } })
    const after = await examine(['--database', database, '--workers', '200'])
    expect(after.of('tables')).toMatchObject([{ state: 'ok', found: 'up to date' }])
    expect(after.of('connections')).toMatchObject([{ state: 'warning' }])
    expect(after.of('clock')).toMatchObject([{ state: 'ok' }])
    expect(after.of('server')).toMatchObject([{ state: 'ok' }])
  })

  test('tells a server that cannot be reached', async () => {
    const { code, of } = await examine(['--database', 'postgres://nobody@127.0.0.1:1/none'])
    expect([code, of('database')]).toMatchObject([
      1,
      [{ state: 'problem', found: expect.stringContaining('cannot be reached') }],
    ])
  })
})
