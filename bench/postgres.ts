import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startCluster } from '../test/support/postgres/cluster.ts'
import { databasesOf } from '../test/support/postgres/databases.ts'
import { makeEventIn } from './event.ts'
import { signIn, startGenerator, startServing } from './servers.ts'
import { median } from './statistics.ts'

/*
 * Measures single assigns on PostgreSQL, as durable as it is by itself, with 1, 2 and 4 workers, beside its own statements with
 * nothing around them: `npm run bench:postgres`.
 */

const registrations = 60_000
const perRound = 2_000
const rounds = 3
const connections = 32
const run = promisify(execFile)
const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))

const directory = await mkdtemp(join(tmpdir(), 'lectern-postgres-bench-'))
const cluster = await startCluster({ durable: true })
const generator = startGenerator()
try {
  const databases = databasesOf(cluster.url)
  const url = await databases.fresh()
  const key = await makeEventIn(url, registrations)
  let next = 0
  const alone = async () => {
    const from = next
    next += perRound
    const range = [String(from), String(next)]
    const { stdout } = await run(process.execPath, [
      '--import',
      'tsx',
      fileOf('postgres-alone.ts'),
      url,
      String(connections),
      ...range,
    ])
    return Number(stdout)
  }
  const found: { readonly workers: number; readonly rates: number[]; readonly ratios: number[] }[] = []
  for (const workers of [1, 2, 4]) {
    const args = [
      fileOf('../dist/cli.js'),
      'serve',
      '--database',
      url,
      '--workers',
      String(workers),
      '--log-level',
      'warn',
    ]
    const server = await startServing(args, join(directory, 'server.log'))
    const signedIn = await signIn(server, key)
    const served = async () => {
      const from = next
      next += perRound
      const { requests, seconds } = await generator.run({
        asked: { verb: 'POST', sessions: 1, format: 'json' },
        ...{ port: server.port, signIn: signedIn, connections, from, to: next, seconds: 60 },
      })
      return requests / seconds
    }
    await served()
    const rates: number[] = []
    const ratios: number[] = []
    for (let round = 0; round < rounds; round++) {
      // As the server does by itself within a minute: tables that grow fast are planned for as they were.
      await databases.execute(url, 'analyze')
      const bare = await alone()
      const rate = await served()
      rates.push(rate)
      ratios.push(rate / bare)
    }
    found.push({ workers, rates, ratios })
    await server.stop()
  }
  process.stdout.write('| workers | assigns/s | of PostgreSQL alone |\n| --- | --- | --- |\n')
  for (const { workers, rates, ratios } of found) {
    process.stdout.write(`| ${workers} | ${Math.round(median(rates))} | ${median(ratios).toPrecision(3)} × |\n`)
  }
} finally {
  await generator.stop()
  await cluster.stop()
  await rm(directory, { recursive: true, force: true })
}
