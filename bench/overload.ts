import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openStore } from '../src/store/open.ts'
import { assignmentsOfEvent } from '../src/store/queries/assignments.ts'
import { client, event, makeEvent } from './event.ts'
import type { OpenLoad, OpenLoadResult } from './open-load.ts'
import { residentBytes } from './process-usage.ts'
import { type LecternServer, signIn, startGenerator, startLectern } from './servers.ts'

/*
 * Three times the load that the server can carry: `npm run bench:overload -- [seconds]`. First what it can carry is measured,
 * by callers who wait for their answers; then requests come at three times that rate, whether they are answered or not. At the
 * end what the database holds is compared with what was acknowledged.
 */

const registrations = 100_000
const seconds = Number(process.argv[2] ?? 300)
const times = 3
const sampleEvery = 2_000

const directory = await mkdtemp(join(tmpdir(), 'lectern-overload-'))
const file = join(directory, 'overload.db')
const key = await makeEvent(file, registrations)
const lectern = await startLectern(file)
try {
  const signedIn = await signIn(lectern, key)
  const capacity = await capacityOf(lectern, signedIn)
  print(`carries ${Math.round(capacity)} requests a second; now ${times} times as many come, for ${seconds} s`)
  const memory: number[] = []
  const sampling = setInterval(() => memory.push(residentBytes(lectern.pid)), sampleEvery)
  const load = {
    port: lectern.port,
    signIn: signedIn,
    rate: capacity * times,
    seconds,
    connections: 3_000,
    registrations,
  }
  const result = await runElsewhere(load)
  clearInterval(sampling)
  report(result, memory)
  await compare(result)
} finally {
  await lectern.stop()
  await rm(directory, { recursive: true })
}

/** Requests a second that callers on 32 connections have answered. */
async function capacityOf({ port }: LecternServer, signedIn: string): Promise<number> {
  const generator = startGenerator()
  const common = { port, signIn: signedIn, connections: 32, from: 0 }
  const assign = { verb: 'POST', sessions: 1, format: 'json' } as const
  const first = await generator.run({ ...common, asked: assign, to: registrations, seconds: 4 })
  // Taken off again, so that all begin with nothing.
  const remove = { verb: 'DELETE', sessions: 1, format: 'json' } as const
  const second = await generator.run({ ...common, asked: remove, to: first.requests, seconds: 60 })
  await generator.stop()
  return (first.requests + second.requests) / (first.seconds + second.seconds)
}

async function runElsewhere(load: OpenLoad): Promise<OpenLoadResult> {
  const child: ChildProcess = fork(fileURLToPath(new URL('open-load-process.ts', import.meta.url)))
  child.send(load)
  const [result]: OpenLoadResult[] = await once(child, 'message')
  child.disconnect()
  if (!result) throw new Error('The generator answered nothing')
  return result
}

function report(result: OpenLoadResult, memory: readonly number[]): void {
  const { came, sent, seconds: took, statuses, done, refused } = result
  const each = Object.entries(statuses).map(([status, count]) => `${count} x ${status === '0' ? 'no answer' : status}`)
  print(`${came} came in ${took.toFixed(1)} s, ${Math.round(came / took)} a second`)
  print(`${sent} found a connection, ${Math.round(sent / took)} a second: ${each.join(', ')}`)
  const line = (name: string, { p50, p99, max }: OpenLoadResult['done']) =>
    print(`${name}: p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, longest ${max.toFixed(0)} ms`)
  line('done', done)
  line('refused', refused)
  const megabytes = (bytes: number | undefined) => ((bytes ?? 0) / 1e6).toFixed(0)
  const tenth = Math.max(1, Math.floor(memory.length / 10))
  const mean = (some: readonly number[]) => some.reduce((sum, one) => sum + one, 0) / some.length
  print(
    `memory: ${megabytes(mean(memory.slice(tenth, 2 * tenth)))} MB in the second tenth, ` +
      `${megabytes(mean(memory.slice(-tenth)))} MB in the last, ${megabytes(Math.max(...memory))} MB at most`,
  )
}

/** @throws Error where the database does not hold what was acknowledged */
async function compare({ held, unknown }: OpenLoadResult): Promise<void> {
  const engine = await openStore(`sqlite:${file}`)
  const rows = await engine.all(assignmentsOfEvent, { client, event })
  await engine.close()
  const open = new Set(unknown)
  const found = new Set(
    rows.map(({ registration }) => registration - 1).filter((registration) => !open.has(registration)),
  )
  const missing = held.filter((registration) => !found.has(registration)).length
  const tooMany = found.size - (held.length - missing)
  print(
    `held by what was acknowledged ${held.length}, missing ${missing}, too many ${tooMany}, unknown ${unknown.length}`,
  )
  if (missing + tooMany > 0) throw new Error('The database does not hold what was acknowledged')
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
