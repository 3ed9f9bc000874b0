import { beforeAll, describe, expect, test } from 'vitest'
import { type Ended, freshDatabase, run } from '../support/program.ts'
import { rowsOf } from '../support/servers.ts'

const database = freshDatabase()
const env = { LECTERN_DATABASE_URL: database }
const file = database.slice('sqlite:'.length)
const key = (...args: string[]) => run(['key', ...args], { env })
const addClient = (id: string, name: string, ...more: string[]) =>
  run(['client', 'add', '--id', id, '--name', name, ...more], { env })

beforeAll(async () => {
  expect(await addClient('5', ' Society of Examples ')).toEqual(done('Added client 5, Society of Examples.\n'))
  expect(await addClient('6', 'Other')).toEqual(done('Added client 6, Other.\n'))
})

function done(stdout: string): Ended {
  return { code: 0, signal: null, stdout, stderr: '' }
}

describe.concurrent('client add', () => {
  test('tells the client as JSON', async () => {
    expect(await addClient('7', 'Zoé & Co', '--json')).toEqual(done('{"id":7,"name":"Zoé & Co"}\n'))
  })

  test('refuses a number that is taken, and keeps the client as it was', async () => {
    const end = await addClient('5', 'Another')
    expect(end).toMatchObject({ code: 1, stdout: '', stderr: 'lectern: There is a client 5 already.\n' })
    expect(rowsOf(file, 'select name from client where id = 5')).toEqual([{ name: 'Society of Examples' }])
  })

  test.each([
    ['--id', '0', 'A'],
    ['--id', '2147483648', 'A'],
    ['--id', 'five', 'A'],
    ['--name', '8', ' '],
    ['--name', '8', 'two\nlines'],
    ['--name', '8', 'x'.repeat(201)],
  ])('refuses a bad %s', async (flag, id, name) => {
    expect(await addClient(id, name)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(flag) })
  })

  test('needs both options', async () => {
    const end = await run(['client', 'add', '--id', '8'], { env })
    expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining('--name') })
  })
})

describe.concurrent('key', () => {
  test('create shows the secret, this once; list never does', async () => {
    const shown = await key('create', '--client', '5', '--role', 'admin', '--name', 'Desk')
    expect(shown).toMatchObject({ code: 0, stderr: '' })
    const [, id, secret] = /^Key: +(5-\w{16})\nSecret: ([\w-]{43})\n/.exec(shown.stdout) ?? []
    const told = await key('create', '--client', '5', '--role', 'oauthadmin', '--json')
    const made: { id: string; secret: string } = JSON.parse(told.stdout)
    expect(made).toMatchObject({ client: 5, role: 'oauthadmin', name: '' })

    const lists = await Promise.all([key('list', '--client', '5'), key('list', '--client', '5', '--json')])
    for (const { code, stdout, stderr } of lists) {
      expect(code).toBe(0)
      for (const text of [secret, made.secret]) expect(stdout + stderr).not.toContain(text)
    }
    const keys: { id: string }[] = JSON.parse(lists[1].stdout)
    const created = expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/)
    const unused = { readOnly: false, expires: null, used: null, revoked: null }
    expect(keys).toEqual([
      { id, name: 'Desk', role: 'admin', created, ...unused },
      { id: made.id, name: '', role: 'oauthadmin', created, ...unused },
    ])
    expect(lists[0].stdout.split('\n')[1]).toMatch(new RegExp(`^${id}  admin +read-write  \\S+  never +in use  Desk$`))

    const columns = rowsOf<object>(file, 'select * from api_key')
    for (const text of [secret, made.secret]) expect(JSON.stringify(columns)).not.toContain(text)
  })

  test('create makes keys that only read, and keys that end by themselves', async () => {
    expect(await addClient('17', 'Keys')).toMatchObject({ code: 0 })
    const create = (...args: string[]) => key('create', '--client', '17', '--role', 'admin', ...args)
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    await create('--read-only', '--expires', tomorrow)
    const told = JSON.parse((await create('--expires', '2d', '--json')).stdout)
    expect(told).toMatchObject({ readOnly: false, expires: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) })
    const keys: object[] = JSON.parse((await key('list', '--client', '17', '--json')).stdout)
    expect(keys).toMatchObject([
      { readOnly: true, expires: `${tomorrow}T00:00:00.000Z` },
      { readOnly: false, expires: told.expires },
    ])
    expect((await key('list', '--client', '17')).stdout).toMatch(/ {2}read-only {2}.* {2}until \S+\n/)
  })

  test.each(['0d', '2020-01-01', '2027-02-30', 'tomorrow', '-1d', ''])(
    'create refuses to expire %s',
    async (expires) => {
      const end = await key('create', '--client', '5', '--role', 'admin', '--expires', expires)
      expect(end).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--expires') })
    },
  )

  test('revoke ends a key, and once is enough', async () => {
    const { id }: { id: string } = JSON.parse(
      (await key('create', '--client', '6', '--role', 'admin', '--json')).stdout,
    )
    expect(await key('revoke', '--client', '6', id, '--json')).toEqual(
      done(`${JSON.stringify({ id, client: 6, revoked: true })}\n`),
    )
    const listed = (await key('list', '--client', '6', '--json')).stdout
    expect(JSON.parse(listed)).toMatchObject([{ id, revoked: expect.any(String) }])
    expect(await key('revoke', '--client', '6', id)).toEqual(done(`Key ${id} has ended.\n`))
    expect((await key('list', '--client', '6', '--json')).stdout).toBe(listed)
    expect((await key('list', '--client', '6')).stdout).toMatch(/ {2}ended \S+\n$/)
  })

  test.each([
    ['create', ['--client', '9', '--role', 'admin'], 'There is no client 9. Add it first.'],
    ['list', ['--client', '9'], 'There is no client 9. Add it first.'],
    ['revoke', ['--client', '5', '5-k3v9x2m8p4q7w5zt'], 'Client 5 has no key 5-k3v9x2m8p4q7w5zt.'],
  ])('%s of what is not there is refused', async (command, args, message) => {
    expect(await key(command, ...args)).toMatchObject({ code: 1, stdout: '', stderr: `lectern: ${message}\n` })
  })

  test('create refuses a role that does not exist', async () => {
    const end = await key('create', '--client', '5', '--role', 'root')
    expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining('--role') })
  })
})

test('every change is in the audit, as done on the command line', () => {
  const rows = rowsOf<{ action: string; principal: string }>(file, 'select action, principal from audit order by id')
  expect(new Set(rows.map((row) => row.principal))).toEqual(new Set(['cli']))
  const changes = rowsOf<{ count: number }>(
    file,
    `select (select count(*) from client) + (select count(*) from api_key)
      + (select count(*) from api_key where revoked_at is not null) as count`,
  )
  expect(rows).toHaveLength(changes[0]?.count ?? 0)
})
