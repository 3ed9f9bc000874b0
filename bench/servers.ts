import { type ChildProcess, fork, type Serializable, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { CreatedKey } from '../src/accounts/keys.ts'
import { client, path } from './event.ts'
import type { Load, LoadResult } from './load.ts'
import type { LoadAnswer } from './load-process.ts'

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** A process under load. */
export interface Server {
  readonly port: number
  readonly pid: number
  stop(): Promise<void>
}

export interface BareServer extends Server {
  /** From now on it answers bodies of that many bytes. */
  answer(bytes: number): Promise<void>
}

/** Starts the bare `node:http` server. */
export async function startBare(): Promise<BareServer> {
  const child = fork(fileOf('bare.ts'))
  const port = await message<number>(child)
  return {
    port,
    pid: child.pid ?? 0,
    stop: () => ended(child),
    async answer(bytes) {
      child.send(bytes)
      await message<number>(child)
    },
  }
}

/** Lectern, and what it took from being started to its first answer, in milliseconds. */
export interface LecternServer extends Server {
  readonly readyAfter: number
}

/**
 * Starts Lectern as its users do, on a database file; what it logs goes to a file beside it.
 * @throws Error when it does not answer within 20 seconds
 */
export async function startLectern(
  file: string,
  nodeOptions: readonly string[] = [],
  program = fileOf('../dist/cli.js'),
): Promise<LecternServer> {
  return startServing([...nodeOptions, program, 'serve', '--database', `sqlite:${file}`], `${file}.log`)
}

/** Starts a program that serves at the port it is given. @param args for Node.js, without the port */
export async function startServing(args: readonly string[], logFile: string): Promise<LecternServer> {
  const port = await freePort()
  const log = openSync(logFile, 'a')
  const started = performance.now()
  // What is measured is how much it can do, not how much it lets one client do.
  const env = { LECTERN_RATE_LIMIT: '0', ...process.env }
  const child = spawn(process.execPath, [...args, '--port', String(port)], { stdio: ['ignore', 'ignore', log], env })
  closeSync(log)
  try {
    await firstAnswer(port, child)
  } catch (error) {
    child.kill()
    throw error
  }
  const readyAfter = performance.now() - started
  return { port, pid: child.pid ?? 0, readyAfter, stop: () => ended(child) }
}

/** Signs in by a key; answers the SessionId for the header X-SS-ID. */
export async function signIn({ port }: Server, { id, secret }: CreatedKey): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/Ams/Authenticate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ClientID: client, UserType: 'Admin', Username: id, Password: secret }),
  })
  const sessionId = response.headers.get('content-type')?.includes('json') ? await sessionIdOf(response) : null
  if (sessionId === null) throw new Error(`Signing in was answered by ${response.status}`)
  return sessionId
}

async function sessionIdOf(response: Response): Promise<string | null> {
  const body: unknown = await response.json()
  const hasSession = typeof body === 'object' && body !== null && 'SessionId' in body
  return hasSession && typeof body.SessionId === 'string' ? body.SessionId : null
}

/** The load generator, in a process of its own. */
export interface Generator {
  run(load: Load): Promise<LoadResult>
  stop(): Promise<void>
}

export function startGenerator(): Generator {
  const child = fork(fileOf('load-process.ts'))
  return {
    async run(load) {
      child.send(load)
      const answer = await message<LoadAnswer>(child)
      if ('result' in answer) return answer.result
      throw new Error(answer.error)
    },
    stop: () => ended(child),
  }
}

/** The next message of a child, which is known to send only such. @throws Error when it ends instead */
function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`A process of the benchmark ended with ${code}`))
    child.once('exit', ended)
    child.once('message', (received: T & Serializable) => {
      child.off('exit', ended)
      resolve(received)
    })
  })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return address !== null && typeof address === 'object' ? address.port : 0
}

/** Asks until there is an answer, whichever. */
async function firstAnswer(port: number, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + 20_000
  while (performance.now() < deadline && child.exitCode === null) {
    try {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST' })
      await response.arrayBuffer()
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
  throw new Error('The server does not answer; its log is beside its database')
}
