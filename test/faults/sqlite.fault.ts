import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { basic } from '../support/http-server.ts'
import { freshDirectory } from '../support/program.ts'
import { rowsOf } from '../support/servers.ts'
import { checkAgainst } from './checker.ts'
import { type PreparedEvent, path, prepareEvent } from './event.ts'
import { Load, type Service } from './load.ts'
import { report } from './report.ts'
import { RestartedService } from './service.ts'

const callers = 32

function loadOf(service: Service, { key, registrations, sessions }: PreparedEvent, calls: number, seed: number): Load {
  return new Load(service, { path, headers: basic(key), registrations, sessions, callers, calls, seed })
}

async function check(file: string, { registrations }: PreparedEvent): Promise<void> {
  await checkAgainst(`sqlite:${file}`, registrations)
  expect(rowsOf(file, 'pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  expect(rowsOf(file, 'pragma foreign_key_check')).toEqual([])
}

async function prepared(): Promise<{ file: string; args: string[]; event: PreparedEvent }> {
  const file = join(freshDirectory(), 'lectern.db')
  const event = await prepareEvent(`sqlite:${file}`)
  return { file, args: ['--database', `sqlite:${file}`], event }
}

test.each([
  { name: 'kill -9 of the server', signal: 'SIGKILL', calls: 14_000, times: 10 },
  { name: 'SIGTERM under load', signal: 'SIGTERM', calls: 9_000, times: 6 },
] as const)('SQLite, $name', async ({ name, signal, calls, times }) => {
  const { file, args, event } = await prepared()
  const service = await RestartedService.start(args)
  const load = loadOf(service, event, calls, 1)
  load.begin()
  for (let i = 1; i <= times; i++) {
    await load.reached((i * calls) / (times + 1))
    // What was answered until now is there, whatever comes.
    await service.restart(signal)
  }
  await load.end()
  await service.stop()
  await check(file, event)
  report(`SQLite, ${name}`, times, load.tally)
})

test('SQLite, the clock jumps', async () => {
  const { file, args, event } = await prepared()
  const clock = new URL('shifted-clock.mjs', import.meta.url).href
  const service = await RestartedService.start(args, { env: { NODE_OPTIONS: `--import ${clock}` } })
  const calls = 8_000
  const hour = 3_600_000
  const shifts = [hour, -hour, 365 * 24 * hour, -24 * hour, 0]
  const load = loadOf(service, event, calls, 3)
  load.begin()
  for (const [i, shift] of shifts.entries()) {
    await load.reached(((i + 1) * calls) / (shifts.length + 1))
    service.child.stdin.write(`${shift}\n`)
  }
  await load.end()
  await service.stop()
  await check(file, event)
  report('SQLite, the clock jumps', shifts.length, load.tally)
})

test('SQLite, the disk is full', async (context) => {
  const disk = freshDirectory()
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk]).status !== 0) {
    return context.skip('a small disk cannot be mounted here')
  }
  try {
    const file = join(disk, 'lectern.db')
    const event = await prepareEvent(`sqlite:${file}`)
    const service = await RestartedService.start(['--database', `sqlite:${file}`])
    const calls = 9_000
    const load = loadOf(service, event, calls, 4)
    load.begin()
    const times = 4
    for (let i = 1; i <= times; i++) {
      await load.reached((i * calls) / (times + 2))
      const seen = load.tally.unavailable
      fill(disk)
      // The callers are refused, and the server is killed while it can write nothing.
      await refusedSince(load, seen)
      if (i % 2 === 0) await service.restart('SIGKILL', () => Promise.resolve(empty(disk)))
      else empty(disk)
    }
    await load.end()
    await service.stop()
    await check(file, event)
    report('SQLite, the disk is full', times, load.tally)
  } finally {
    spawnSync('umount', [disk])
  }
})

function fill(disk: string): void {
  mkdirSync(join(disk, 'filler'), { recursive: true })
  for (let i = 0; ; i++) {
    try {
      writeFileSync(join(disk, 'filler', String(i)), Buffer.alloc(65_536))
    } catch {
      return
    }
  }
}

function empty(disk: string): void {
  rmSync(join(disk, 'filler'), { recursive: true, force: true })
}

/** Resolved once some calls were refused because the database could not keep them. */
async function refusedSince({ tally }: Load, seen: number): Promise<void> {
  await expect.poll(() => tally.unavailable, { timeout: 60_000 }).toBeGreaterThan(seen + callers)
}
