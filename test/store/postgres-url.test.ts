import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { DatabaseUrlError, openStore } from '../../src/store/open.ts'
import { postgresSettings } from '../../src/store/postgres/settings.ts'

const directory = mkdtempSync(join(tmpdir(), 'lectern-url-'))
afterAll(() => rmSync(directory, { recursive: true }))

test('an address says where the database is and who asks; the rest has defaults', () => {
  const settings = postgresSettings('postgresql://a%40b:p%2Fw@db.example.org:6543/the%20events')
  expect(settings).toMatchObject({
    name: 'postgres://db.example.org:6543/the events',
    host: 'db.example.org',
    port: 6543,
    user: 'a@b',
    password: 'p/w',
    database: 'the events',
    poolSize: 10,
    statementTimeout: 15_000,
    connectTimeout: 10_000,
    applicationName: 'lectern',
    tls: { optional: true, options: { host: 'db.example.org', rejectUnauthorized: false } },
  })
})

test('hosts are names, addresses of both kinds, or directories of sockets, which have no TLS', () => {
  const hosts = [
    'postgres://u@localhost/a',
    'postgres://u@127.0.0.1/a',
    'postgres://u@[::1]:5433/a',
    'postgres://u@%2Frun%2Fpostgresql/a',
    'postgres:///a?host=/run/postgresql',
  ].map((url) => postgresSettings(url))
  expect(hosts.map(({ host, port }) => [host, port])).toEqual([
    ['localhost', 5432],
    ['127.0.0.1', 5432],
    ['::1', 5433],
    ['/run/postgresql', 5432],
    ['/run/postgresql', 5432],
  ])
  expect(hosts.map(({ tls }) => tls.options === null)).toEqual([false, false, false, true, true])
})

test('parameters are read', () => {
  const ca = join(directory, 'ca.pem')
  writeFileSync(ca, 'certificate')
  const query = `sslmode=verify-full&sslrootcert=${ca}&pool_size=25&statement_timeout=0&connect_timeout=3&options=-csearch_path%3Da`
  expect(postgresSettings(`postgres://u@h/a?${query}`)).toMatchObject({
    poolSize: 25,
    statementTimeout: 0,
    connectTimeout: 3_000,
    options: '-csearch_path=a',
    tls: { optional: false, options: { ca: 'certificate', rejectUnauthorized: true } },
  })
})

test.each([
  ['postgres://u:secret@h', 'names no database'],
  ['postgres://u:secret@h:port/a', 'the address is not one'],
  ['postgres://u:%secret@h/a', 'hexadecimal'],
  ['postgres://u:secret@one,two/a', 'one host'],
  ['postgres://u:secret@h/a?poolsize=3', 'unknown parameter poolsize'],
  ['postgres://u:secret@h/a?pool_size=1', 'from 3 to 10000 for pool_size, found 1'],
  ['postgres://u:secret@h/a?statement_timeout=1s', 'for statement_timeout, found 1s'],
  ['postgres://u:secret@h/a?sslmode=allow', 'for sslmode, found allow'],
  ['postgres://u:secret@h/a?sslmode=verify-ca&sslrootcert=/none.pem', '/none.pem (ENOENT)'],
  ['postgres://u:secret@h/a?sslmode=verify-ca&sslcert=/dev/null', 'sslcert and sslkey go together'],
  ['postgres://u:secret@h/a?sslrootcert=/dev/null', 'sslrootcert needs sslmode=verify-full'],
  ['postgress://u:secret@h/a', 'Expected a database such as sqlite:lectern.db or postgres://'],
])('%s is refused with its reason, and without its password', async (url, reason) => {
  const error = await openStore(url).then(
    () => expect.fail('opened'),
    (thrown) => thrown,
  )
  expect(error).toBeInstanceOf(DatabaseUrlError)
  expect(error.message).toContain(reason)
  expect(error.message).not.toContain('secret')
})
