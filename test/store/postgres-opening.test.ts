import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { ChangeTrackingEngine } from '../../src/store/change-tracking.ts'
import type { Engine } from '../../src/store/engine.ts'
import { migrations } from '../../src/store/migrations/index.ts'
import { migrateStore, openStore } from '../../src/store/open.ts'
import { insertTenantRow, tenantById } from '../../src/store/queries/tenants.ts'
import { sql, statement } from '../../src/store/statement.ts'
import { startProxy } from '../support/postgres/proxy.ts'
import { describeWithPostgres } from '../support/postgres/with-postgres.ts'
import { addEvents, at, trouble } from './fill.ts'

const all = Object.keys(migrations)

/** Asks the server about the connection that reads. */
const settings = statement<{ name: string }>()((db, arg) =>
  db.selectNoFrom((eb) => [
    sql<string>`current_setting(${arg('name')})`.as('value'),
    sql<number>`(select ssl from pg_stat_ssl where pid = pg_backend_pid())`.as('secure'),
    eb.val(1).as('one'),
  ]),
)

const file = (name: string) => fileURLToPath(new URL(`../support/postgres/tls/${name}`, import.meta.url))

await describeWithPostgres('PostgreSQL: opening', { own: true }, (postgres) => {
  const withParameters = async (parameters: Record<string, string>, host = '127.0.0.1') => {
    const url = new URL(await postgres.fresh())
    url.hostname = host
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
    return url.href
  }
  const opened = async <T>(url: string, ask: (engine: Engine) => T | Promise<T>) => {
    const engine = await openStore(url)
    try {
      return await ask(engine)
    } finally {
      await engine.close()
    }
  }
  const isSecure = async (parameters: Record<string, string>, host?: string) =>
    opened(await withParameters(parameters, host), async (engine) => {
      return (await engine.first(settings, { name: 'port' }))?.secure
    })

  test('ten processes that start at once on an empty database make its tables once', async () => {
    const url = await postgres.fresh()
    const engines = await Promise.all(Array.from({ length: 10 }, () => openStore(url)))
    const done = await postgres.execute(url, 'select name from kysely_migration order by name')
    expect(done.map((row) => row.name)).toEqual(all)
    await Promise.all(
      engines.map((engine, i) => engine.write(async (t) => t.run(insertTenantRow, { client: i, name: '', at }))),
    )
    await Promise.all(engines.map((engine) => engine.close()))
  })

  test('migrations tell what they did; who may only read and write rows then needs nothing more', async () => {
    const url = await postgres.fresh()
    const name = new URL(url).pathname.slice(1)
    const plain = new URL(url)
    plain.username = name
    plain.password = 'secret'
    await postgres.execute(url, `create role ${name} login password 'secret'`)
    await expect(openStore(plain.href)).rejects.toEqual(trouble('refused'))
    expect(await migrateStore(url)).toEqual(all)
    expect(await migrateStore(url)).toEqual([])
    await postgres.execute(url, `grant select on all tables in schema public to ${name}`)
    const refused = openStore(plain.href).then(
      () => expect.fail('opened'),
      (error) => error,
    )
    expect(await refused).toEqual(trouble('refused'))
    expect((await refused).message).toMatch(
      /lacks insert, update, delete on api_key, .*waitlist; usage on sequence audit_id_seq/,
    )
    await postgres.execute(url, `grant select, insert, update, delete on all tables in schema public to ${name}`)
    await postgres.execute(url, `grant usage on all sequences in schema public to ${name}`)
    await opened(plain.href, addEvents)
  })

  test('a process holds as many connections as its pool has at most, the one that listens included', async () => {
    const url = await withParameters({ pool_size: '4', application_name: 'counted' })
    const engine = new ChangeTrackingEngine(await openStore(url))
    const count = async () => {
      const rows = await postgres.execute(url, `select 1 from pg_stat_activity where application_name = 'counted'`)
      return rows.length
    }
    const work = () => engine.write((t) => t.first(settings, { name: 'port' }))
    await Promise.all(Array.from({ length: 30 }, () => Promise.all([work(), engine.first(settings, { name: 'port' })])))
    await expect.poll(count).toBe(4)
    await engine.close()
  })

  test('another program’s tables are left as they are', async () => {
    const url = await postgres.fresh()
    await postgres.execute(url, 'create table session (id integer)')
    await expect(openStore(url)).rejects.toEqual(trouble('damaged'))
    const tables = await postgres.execute(
      url,
      `select table_name from information_schema.tables where table_schema = 'public' order by 1`,
    )
    expect(tables.map((row) => row.table_name)).toEqual(['kysely_migration', 'kysely_migration_lock', 'session'])
  })

  test('two installations live in two schemas of one database', async () => {
    const url = await postgres.fresh()
    await postgres.execute(url, 'create schema a; create schema b')
    const inSchema = (schema: string) => `${url}?options=-csearch_path%3D${schema}`
    for (const schema of ['a', 'b']) expect(await migrateStore(inSchema(schema))).toEqual(all)
    await opened(inSchema('a'), addEvents)
    expect(await opened(inSchema('b'), (engine) => engine.first(tenantById, { client: 1 }))).toBeUndefined()
  })

  test('text is ordered by its bytes, whatever the language of the database', async () => {
    const url = await postgres.fresh()
    await migrateStore(url)
    const columns = await postgres.execute(
      url,
      `select count(*)::int as n, min(collation_name) as least, max(collation_name) as most
        from information_schema.columns where table_schema = 'public' and data_type = 'text'`,
    )
    expect(columns).toEqual([{ n: expect.any(Number), least: 'C', most: 'C' }])
    expect(Number(columns[0]?.n)).toBeGreaterThan(20)
  })

  test('commits are waited for, even where the database is set not to', async () => {
    const url = await postgres.fresh()
    await postgres.execute(url, `alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = off`)
    const row = await opened(url, (engine) => engine.first(settings, { name: 'synchronous_commit' }))
    expect(row?.value).toBe('on')
  })

  test('settings of the address reach the server', async () => {
    const url = await withParameters({ statement_timeout: '1234', application_name: 'desk', pool_size: '3' })
    await opened(url, async (engine) => {
      expect(await engine.first(settings, { name: 'statement_timeout' })).toMatchObject({ value: '1234ms' })
      expect(await engine.first(settings, { name: 'application_name' })).toMatchObject({ value: 'desk' })
    })
  })

  test('connections are encrypted where the server can, or as the address says', async () => {
    expect(await isSecure({})).toBe(1)
    expect(await isSecure({ sslmode: 'require' })).toBe(1)
    expect(await isSecure({ sslmode: 'disable' })).toBe(0)
    expect(await isSecure({ sslmode: 'verify-full', sslrootcert: file('ca.pem') }, 'localhost')).toBe(1)
  })

  test('a certificate that nobody vouches for, or for another host, is not trusted where it is to be verified', async () => {
    const untrusted = async (parameters: Record<string, string>, host?: string) =>
      expect(openStore(await withParameters(parameters, host))).rejects.toEqual(trouble('untrusted'))
    await untrusted({ sslmode: 'verify-full' }, 'localhost')
    await untrusted({ sslmode: 'verify-ca', sslrootcert: file('other-ca.pem') })
    await untrusted({ sslmode: 'require', sslrootcert: file('other-ca.pem') })
    // It is localhost's.
    await untrusted({ sslmode: 'verify-full', sslrootcert: file('ca.pem') })
    expect(await isSecure({ sslmode: 'verify-ca', sslrootcert: file('ca.pem') })).toBe(1)
  })

  test('a server without TLS will do, unless TLS is asked for', async () => {
    const url = await postgres.fresh()
    const plainOnly = await startProxy(url, () => 'pass', { refuseTls: true })
    const by = (sslmode: string) => {
      const address = new URL(plainOnly.through(url))
      address.searchParams.set('sslmode', sslmode)
      return address.href
    }
    await opened(by('prefer'), addEvents)
    await expect(openStore(by('require'))).rejects.toEqual(trouble('untrusted'))
    await plainOnly.stop()
  })

  test('who is not let in, or knocks where nobody is, is told so, and the password is not', async () => {
    const url = await postgres.fresh()
    const wrong = (change: (address: URL) => void) => {
      const address = new URL(url)
      change(address)
      return openStore(address.href).then(
        () => expect.fail('opened'),
        (error) => error,
      )
    }
    const wrongPassword = await wrong((address) => {
      address.password = 'wrong-secret'
    })
    const noDatabase = await wrong((address) => {
      address.pathname = '/nothing'
    })
    const nobody = await wrong((address) => {
      address.port = '1'
    })
    expect([wrongPassword, noDatabase, nobody].map((error) => error.code)).toEqual([
      'refused',
      'refused',
      'unreachable',
    ])
    for (const { message } of [wrongPassword, noDatabase, nobody]) expect(message).not.toMatch(/secret|word@|p%40ss/)
  })
})
