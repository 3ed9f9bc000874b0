import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

export const root = fileURLToPath(new URL('../..', import.meta.url))

const description: { bin: { lectern: string } } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** The program that is installed as `lectern`. */
export const program = join(root, description.bin.lectern)

const directory = mkdtempSync(join(tmpdir(), 'lectern-cli-'))
const alive = new Set<ChildProcessWithoutNullStreams>()
afterAll(() => {
  for (const child of alive) child.kill('SIGKILL')
  rmSync(directory, { recursive: true, force: true })
})

let directories = 0

/** A new empty directory, which goes with the test file. */
export function freshDirectory(): string {
  const path = join(directory, String(++directories))
  mkdirSync(path)
  return path
}

/** A database that is not there yet. */
export function freshDatabase(): string {
  return `sqlite:${join(freshDirectory(), 'lectern.db')}`
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Surroundings {
  /** On top of the environment of the tests, which says nothing of Lectern. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly input?: string | Uint8Array
  /** Leads a process group of its own, as in a terminal. */
  readonly detached?: boolean
  /** The user that it runs as, where the tests may say so. */
  readonly uid?: number
}

export interface Running {
  readonly child: ChildProcessWithoutNullStreams
  /** What it has written to stdout or stderr, once that has `text` in it. Rejected where it ends without. */
  written(stream: 'stdout' | 'stderr', text: string): Promise<string>
  /** The first line that it writes to stdout or stderr. Rejected where it ends without. */
  firstLine(stream: 'stdout' | 'stderr'): Promise<string>
  readonly ended: Promise<Ended>
  stop(signal?: NodeJS.Signals): Promise<Ended>
}

export function start(command: string, args: readonly string[], around: Surroundings = {}): Running {
  const { env, cwd = directory, input, detached = false, uid } = around
  const user = uid === undefined ? {} : { uid, gid: uid }
  const child = spawn(command, args, { cwd, detached, env: { ...plainEnvironment(), ...env }, ...user })
  alive.add(child)
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text
    })
  }
  // A program may end before it has read all.
  child.stdin.on('error', () => {})
  if (input !== undefined) child.stdin.end(input)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      alive.delete(child)
      resolve({ code, signal, ...output })
    })
  })
  const written = (stream: 'stdout' | 'stderr', text: string) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        if (!output[stream].includes(text)) return
        child[stream].off('data', look)
        resolve(output[stream])
      }
      child[stream].on('data', look)
      look()
      void ended.then((end) => reject(new Error(`It ended without ${text}: ${JSON.stringify(end)}`)), reject)
    })
  return {
    child,
    written,
    firstLine: async (stream) => (await written(stream, '\n')).split('\n', 1).join(),
    ended,
    stop(signal = 'SIGTERM') {
      child.kill(signal)
      return ended
    },
  }
}

function plainEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('LECTERN_')))
}

/** Starts `lectern`. */
export function lectern(args: readonly string[], around: Surroundings = {}): Running {
  return start(process.execPath, [program, ...args], around)
}

/** Runs `lectern` to its end. */
export function run(args: readonly string[], around: Surroundings = {}): Promise<Ended> {
  return lectern(args, { input: '', ...around }).ended
}

let path: string | undefined

/** A shell where `lectern` is a command, and what it does with a line. */
export function startShell(line: string, around: Surroundings = {}): Running {
  path ??= `${commandDirectory()}:${process.env.PATH ?? ''}`
  return start('bash', ['-c', line], { ...around, env: { PATH: path, ...around.env } })
}

/** Runs a line in a shell where `lectern` is a command. */
export function shell(line: string, around: Surroundings = {}): Promise<Ended> {
  return startShell(line, { input: '', ...around }).ended
}

function commandDirectory(): string {
  const bin = freshDirectory()
  writeFileSync(join(bin, 'lectern'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, { mode: 0o755 })
  return bin
}
