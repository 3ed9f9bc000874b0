import { afterAll, beforeAll, expect, test } from 'vitest'
import { basic } from '../support/http-server.ts'
import { type Cluster, startCluster } from '../support/postgres/cluster.ts'
import { databasesOf } from '../support/postgres/databases.ts'
import { type Fate, startProxy } from '../support/postgres/proxy.ts'
import { checkAgainst } from './checker.ts'
import { type PreparedEvent, path, prepareEvent } from './event.ts'
import { Load, type Service } from './load.ts'
import { randomOf } from './random.ts'
import { report } from './report.ts'
import { RestartedService, ServiceOfMany } from './service.ts'

const callers = 32

/** A commit by itself: that of `read committed` begins a transaction. */
const isCommit = (sent: string) => /(?<!read )commit\b/.test(sent)

let cluster: Cluster
beforeAll(async () => {
  cluster = await startCluster({ durable: true })
})
afterAll(() => cluster.stop())

function loadOf(service: Service, { key, registrations, sessions }: PreparedEvent, calls: number, seed: number): Load {
  return new Load(service, { path, headers: basic(key), registrations, sessions, callers, calls, seed })
}

/** Servers of one database. */
async function startMany(database: string, count: number, env: Record<string, string> = {}): Promise<ServiceOfMany> {
  const around = { env: { LECTERN_DATABASE_URL: database, ...env } }
  return new ServiceOfMany(await Promise.all(Array.from({ length: count }, () => RestartedService.start([], around))))
}

test.each([
  { name: 'kill -9 of one of 4 servers', signal: 'SIGKILL', calls: 9_000, times: 8, seed: 11 },
  { name: 'SIGTERM to one of 4 servers', signal: 'SIGTERM', calls: 6_000, times: 4, seed: 12 },
] as const)('PostgreSQL, $name', async ({ name, signal, calls, times, seed }) => {
  const database = await databasesOf(cluster.url).fresh()
  const event = await prepareEvent(database)
  const service = await startMany(database, 4)
  const load = loadOf(service, event, calls, seed)
  load.begin()
  for (let i = 1; i <= times; i++) {
    await load.reached((i * calls) / (times + 1))
    await service.members[i % service.members.length]?.restart(signal)
  }
  await load.end()
  await service.stop()
  await checkAgainst(database, event.registrations)
  report(`PostgreSQL, ${name}`, times, load.tally)
})

test('PostgreSQL is killed by -9 and started again', async () => {
  const database = await databasesOf(cluster.url).fresh()
  const event = await prepareEvent(database)
  const service = await startMany(database, 2)
  const calls = 6_000
  const times = 5
  const load = loadOf(service, event, calls, 13)
  load.begin()
  for (let i = 1; i <= times; i++) {
    await load.reached((i * calls) / (times + 1))
    await cluster.kill()
    await cluster.start()
  }
  await load.end()
  await service.stop()
  await checkAgainst(database, event.registrations)
  report('PostgreSQL, kill -9 of PostgreSQL', times, load.tally)
})

test('PostgreSQL, connections are cut in the middle of commits', async () => {
  const database = await databasesOf(cluster.url).fresh()
  const event = await prepareEvent(database)
  const random = randomOf(14)
  let cuts = 0
  const proxy = await startProxy(database, (sent): Fate => {
    if (!isCommit(sent) || !random.chance(0.01)) return 'pass'
    cuts++
    return random.chance(0.5) ? 'cut before' : 'cut after'
  })
  const service = await startMany(proxy.through(database), 2)
  const load = loadOf(service, event, 6_000, 14)
  load.begin()
  await load.end()
  await service.stop()
  await proxy.stop()
  expect(cuts).toBeGreaterThan(10)
  await checkAgainst(database, event.registrations)
  report('PostgreSQL, connections cut in commits', cuts, load.tally)
})

test('PostgreSQL, the clock of one of 2 servers jumps', async () => {
  const database = await databasesOf(cluster.url).fresh()
  const event = await prepareEvent(database)
  const clock = new URL('shifted-clock.mjs', import.meta.url).href
  const service = await startMany(database, 2, { NODE_OPTIONS: `--import ${clock}` })
  const hour = 3_600_000
  const shifts = [hour, -hour, 365 * 24 * hour, -24 * hour]
  const calls = 4_000
  const load = loadOf(service, event, calls, 15)
  load.begin()
  for (const [i, shift] of shifts.entries()) {
    await load.reached(((i + 1) * calls) / (shifts.length + 1))
    service.members[0]?.child.stdin.write(`${shift}\n`)
  }
  await load.end()
  await service.stop()
  await checkAgainst(database, event.registrations)
  report('PostgreSQL, the clock jumps', shifts.length, load.tally)
})
