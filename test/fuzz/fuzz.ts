import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { CreatedKey } from '../../src/accounts/keys.ts'
import { openStore } from '../../src/store/open.ts'
import { checksumsOf } from '../../src/transfer/export/checksum.ts'
import { basic, client, makeClients, otherClient } from '../support/http-server.ts'
import { type Input, inputsOf } from './inputs.ts'

export interface FuzzReport {
  readonly seed: number
  readonly inputs: number
  readonly seconds: number
  /** Inputs by kind, the shapes together, and answers by status. */
  readonly kinds: Readonly<Record<string, number>>
  readonly statuses: Readonly<Record<string, number>>
  /** Medians of the server's memory in megabytes, after the first tenth, and in the last tenth. */
  readonly memoryBefore: number
  readonly memoryAfter: number
  /** What must not be: each with the input that it came of. */
  readonly wrong: readonly string[]
}

/** How many inputs are drawn together, and how many are under way at once. */
const batch = 200
const atOnce = 16

/**
 * Sends inputs to a server of its own, the program as it is shipped, until there were enough, by their number or by time.
 * @param isSandbox whether it is one, and keeps what it is sent
 */
export async function fuzz(
  seed: number,
  isEnough: (inputs: number, seconds: number) => boolean,
  isSandbox = false,
): Promise<FuzzReport> {
  const directory = await mkdtemp(join(tmpdir(), 'lectern-fuzz-'))
  const database = `sqlite:${join(directory, 'fuzz.db')}`
  const engine = await openStore(database)
  const sessions = [{ id: 1, places: 2 }, { id: 2, from: 9, to: 11 }, { id: 3 }]
  const { key } = await makeClients(engine, { registrations: 5, ticketHolders: [1], sessions })
  await engine.close()
  const server = await startServer(database, isSandbox ? ['--sandbox'] : [])
  try {
    const signIn = await signInHeader(server.port, key)
    const before = await neighbours(database)
    const run = new FuzzRun(server)
    const started = performance.now()
    const seconds = () => (performance.now() - started) / 1_000
    for (let round = 0; !isEnough(run.inputs, seconds()) && server.child.exitCode === null; round++) {
      await run.send(inputsOf(seed + round, batch, signIn))
    }
    const took = seconds()
    await run.lookAfter()
    if (isSandbox) run.wrong.push(...(await unreadable(server.port, key)))
    if ((await neighbours(database)) !== before) run.wrong.push('something of another client was changed')
    const verified = spawn(process.execPath, [program, 'verify', '--database', database], { stdio: 'ignore' })
    const [code]: number[] = await once(verified, 'exit')
    if (code !== 0) run.wrong.push(`lectern verify ended with ${code}`)
    return run.report(seed, took)
  } finally {
    await server.stop()
    await rm(directory, { recursive: true })
  }
}

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

interface FuzzedServer {
  readonly child: ChildProcess
  readonly port: number
  stop(): Promise<void>
}

async function startServer(database: string, flags: readonly string[]): Promise<FuzzedServer> {
  const limits = ['--rate-limit', '0', '--request-limit', '2000']
  const args = [program, 'serve', '--port', '0', '--database', database, ...limits, ...flags]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const lines = createInterface({ input: child.stderr })
  const [first]: string[] = await once(lines, 'line')
  // What it logs is read, so that it does not wait, and is not looked at.
  lines.on('line', () => undefined)
  const { url }: { url: string } = JSON.parse(first ?? '')
  return {
    child,
    port: Number(new URL(url).port),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

async function signInHeader(port: number, { id, secret }: { id: string; secret: string }): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/Ams/Authenticate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ClientID: client, UserType: 'Admin', Username: id, Password: secret }),
  })
  const { SessionId }: { SessionId: string } = JSON.parse(await answer.text())
  return `X-SS-ID: ${SessionId}`
}

/** What a sandbox does not tell of the calls that it kept. */
async function unreadable(port: number, key: CreatedKey): Promise<string[]> {
  const wrong: string[] = []
  for (const path of ['/sandbox/calls', '/sandbox/har']) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: basic(key) })
    const text = await answer.text()
    if (answer.status !== 200 || text.length < 100) wrong.push(`${path} answers ${answer.status} ${text.slice(0, 200)}`)
  }
  return wrong
}

/** All that a client has in whose name nobody calls. */
async function neighbours(database: string): Promise<string> {
  const engine = await openStore(database)
  const digest = await checksumsOf(engine, otherClient)
  await engine.close()
  return JSON.stringify(digest)
}

class FuzzRun {
  inputs = 0
  readonly wrong: string[] = []
  readonly #server: FuzzedServer
  readonly #kinds = new Map<string, number>()
  readonly #statuses = new Map<string, number>()
  readonly #memory: number[] = []

  constructor(server: FuzzedServer) {
    this.#server = server
  }

  async send(inputs: readonly Input[]): Promise<void> {
    const left = [...inputs]
    const walk = async () => {
      for (let input = left.pop(); input; input = left.pop())
        this.#look(input, await exchanged(this.#server.port, input.bytes))
    }
    await Promise.all(Array.from({ length: atOnce }, walk))
    this.#memory.push(residentMegabytes(this.#server.child.pid ?? 0))
  }

  /** Whether it serves still. */
  async lookAfter(): Promise<void> {
    const { child, port } = this.#server
    if (child.exitCode !== null || child.signalCode !== null) this.wrong.push(`the server ended: ${child.exitCode}`)
    else if (
      !/^HTTP\/1\.1 200 /.test(
        await exchanged(port, Buffer.from('GET /health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')),
      )
    ) {
      this.wrong.push('the server is not ready')
    }
  }

  #look({ kind, bytes, answers }: Input, answer: string): void {
    this.inputs++
    count(this.#kinds, kind.startsWith('shape: ') ? 'shapes' : kind)
    // A body in which a status line stands is text of ours in no answer: bodies quote at most a few words.
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n/g)].map(([, status = '']) => status)
    for (const status of statuses) count(this.#statuses, status)
    if (statuses.length === 0) count(this.#statuses, 'none')
    const about = `${kind}: ${JSON.stringify(bytes.toString('latin1').slice(0, 200))}`
    if (statuses.some((status) => status === '500')) this.wrong.push(`500 of ${about}`)
    // So few are under way that none is refused for that: those that are refused tell of some that were never let go.
    if (statuses.includes('503')) this.wrong.push(`503 of ${about}`)
    if (statuses.some((status) => Number(status) > 505 || ['502', '504'].includes(status)))
      this.wrong.push(`${statuses} of ${about}`)
    if (statuses.length > answers) this.wrong.push(`${statuses.length} answers to ${about}`)
  }

  report(seed: number, seconds: number): FuzzReport {
    const tenth = Math.max(1, Math.floor(this.#memory.length / 10))
    return {
      seed,
      inputs: this.inputs,
      seconds,
      kinds: Object.fromEntries(this.#kinds),
      statuses: Object.fromEntries([...this.#statuses].sort()),
      memoryBefore: median(this.#memory.slice(tenth, 2 * tenth)),
      memoryAfter: median(this.#memory.slice(-tenth)),
      wrong: this.wrong,
    }
  }
}

/** How long an answer may stay away, in milliseconds, where the input may be a request that is not whole. */
const patience = 400

/** What comes back on a connection until the server closes it, or says no more. */
function exchanged(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1')
    socket.setEncoding('latin1')
    socket.setTimeout(patience, () => socket.destroy())
    socket.on('data', (text: string) => {
      if (answer.length < 1_000_000) answer += text
    })
    // The server may close a connection while much is still on its way to it.
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(answer))
    socket.write(bytes)
  })
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

function residentMegabytes(pid: number): number {
  try {
    return Math.round(Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024)
  } catch {
    return Number.NaN
  }
}
