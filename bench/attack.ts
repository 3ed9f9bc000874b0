import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CreatedKey } from '../src/accounts/keys.ts'
import { openStore } from '../src/store/open.ts'
import {
  type AttackTarget,
  holdHalfSent,
  type Probe,
  type ProbeResult,
  probe,
  readInBatch,
  readInParallel,
} from './attacks.ts'
import { addEvent, addTenant, client, event, registrationId, sessionIds } from './event.ts'
import { startServing } from './servers.ts'

/*
 * What others notice of attacks: `npm run bench:attack`. Three attacks are made one after the other, the first going on
 * during the others, while callers of another tenant and of nobody call from other addresses. Each of them is to be answered
 * within a second, and at most 5 % by 503; the exit code is 1 where that does not hold.
 */

const connections = 560
const batchItems = 200
const batchRegistrations = 5_000
const readers = 8
const readRegistrations = 10_000
const maxMs = 1_000
const maxBusyShare = 0.05
const probeIntervalMs = 200
const holdMs = 10_000
const victim = client + 1
const batcher = client + 2

const directory = await mkdtemp(join(tmpdir(), 'lectern-attack-'))
const file = join(directory, 'attack.db')
const database = `sqlite:${file}`
const engine = await openStore(database)
const key = await addTenant(engine, client)
await addEvent(engine, { client, event }, readRegistrations)
const batchKey = await addTenant(engine, batcher)
await addEvent(engine, { client: batcher, event }, batchRegistrations)
const victimKey = await addTenant(engine, victim)
await addEvent(engine, { client: victim, event }, 1_000)
await engine.close()
const program = new URL('../dist/cli.js', import.meta.url).pathname
const args = [program, 'serve', '--database', database, '--trust-proxy', '127.0.0.1']
const lectern = await startServing(args, `${file}.log`)
let isAllWell = true
try {
  const { port } = lectern
  const reads: AttackTarget = { port, key, client, event }
  const probes = probesOf(victimKey)
  print('| During | Probe | Calls | p50 ms | p99 ms | Longest ms | 503 | No answer | Holds |')
  print('| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |')
  await step('nothing', new Promise((resolve) => setTimeout(resolve, 2_000)))
  const endHalfSent = await holdHalfSent(reads, connections)
  const held = new Promise((resolve) => setTimeout(resolve, holdMs))
  await step(`${connections} half-sent requests`, held)
  const batch = readInBatch({ ...reads, key: batchKey, client: batcher }, batchItems, batchRegistrations)
  const batchStatus = await step(`a batch of ${batchItems} x ${batchRegistrations} rows`, batch)
  const statuses = await step(
    `${readers} reads of ${readRegistrations} rows`,
    readInParallel(reads, readers, readRegistrations),
  )
  endHalfSent()
  print(`The batch was answered by ${batchStatus}, the reads by ${statuses.join(', ')}.`)

  async function step<T>(name: string, during: Promise<T>): Promise<T> {
    const { outcome, results } = await probe(port, probes, probeIntervalMs, during)
    for (const result of results) report(name, result)
    return outcome
  }
} finally {
  await lectern.stop()
  await rm(directory, { recursive: true })
}
process.exitCode = isAllWell ? 0 : 1

/** What others do meanwhile: another tenant, those who sign in, and those who look at a page. */
function probesOf({ id, secret }: CreatedKey): Probe[] {
  const from = { 'x-forwarded-for': '198.51.100.7', accept: 'application/json' }
  const signedIn = { ...from, authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` }
  const json = { 'content-type': 'application/json' }
  const ofEvent = `/Ams/${victim}/Event/${event}`
  const assignment = JSON.stringify({ RegistrationID: registrationId(0), SessionIds: sessionIds(0, 1) })
  const credentials = JSON.stringify({ ClientID: victim, UserType: 'Admin', Username: id, Password: secret })
  return [
    {
      name: 'assign',
      method: 'POST',
      path: `${ofEvent}/EventRegistrationSessions`,
      headers: { ...signedIn, ...json },
      body: assignment,
    },
    { name: 'list of sessions', method: 'GET', path: `${ofEvent}/Sessions`, headers: signedIn, body: '' },
    { name: 'sign-in', method: 'POST', path: '/Ams/Authenticate', headers: { ...from, ...json }, body: credentials },
    { name: 'page', method: 'GET', path: '/metadata', headers: { ...from, accept: 'text/html' }, body: '' },
    { name: 'health', method: 'GET', path: '/health/ready', headers: from, body: '' },
  ]
}

function report(during: string, { name, durations, statuses }: ProbeResult): void {
  const sorted = [...durations].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const longest = at(1)
  const count = (status: number) => statuses.filter((each) => each === status).length
  const holds = longest <= maxMs && count(503) <= statuses.length * maxBusyShare && count(0) === 0
  isAllWell &&= holds
  const numbers = [statuses.length, at(0.5).toFixed(0), at(0.99).toFixed(0), longest.toFixed(0), count(503), count(0)]
  print(`| ${during} | ${name} | ${numbers.join(' | ')} | ${holds ? 'yes' : 'no'} |`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
