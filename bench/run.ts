import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkStore } from './check.ts'
import { measureCodecs } from './codecs.ts'
import { makeEvent } from './event.ts'
import { markdownOf } from './markdown.ts'
import type { Machine, Measurements, ScenarioMeasurement } from './measurements.ts'
import { residentBytes } from './process-usage.ts'
import { reportOf } from './report.ts'
import { Bench, type Changes, mainScenario, scenariosOf } from './scenarios.ts'
import { signIn, startBare, startGenerator, startLectern } from './servers.ts'
import { type AloneResult, measureSqliteAlone } from './sqlite-alone.ts'

const isQuick = process.argv.includes('--quick')
const registrations = isQuick ? 30_000 : 100_000

/** Whatever happens, a run ends. */
const longest = isQuick ? 60_000 : 240_000
setTimeout(() => {
  process.stderr.write('The benchmark takes too long, and is given up.\n')
  process.exit(1)
}, longest).unref()

const directory = await mkdtemp(join(await realDisk(), 'lectern-bench-'))
try {
  await write(await measure(directory))
} finally {
  await rm(directory, { recursive: true })
}

async function measure(directory: string): Promise<Measurements> {
  say('codecs')
  const codecs = isQuick ? measureCodecs(5, 30) : measureCodecs()
  say('start-up')
  const readyAfter = await measureStarts(directory, isQuick ? 3 : 7)
  say('SQLite alone')
  const sqliteAlone = await measureAlone(directory, isQuick ? 3 : 5)
  const scenarios = await measureScenarios(directory)
  say('memory')
  const memory = await measureMemory(directory)
  return { at: new Date().toISOString(), machine: machine(), scenarios, sqliteAlone, codecs, readyAfter, memory }
}

/** Each on a database that is not there yet. */
async function measureStarts(directory: string, times: number): Promise<number[]> {
  const found: number[] = []
  for (let i = 0; i < times; i++) {
    const server = await startLectern(join(directory, `start-${i}.db`))
    found.push(server.readyAfter)
    await server.stop()
  }
  return found
}

async function measureAlone(directory: string, times: number): Promise<AloneResult[]> {
  const file = join(directory, 'alone.db')
  await makeEvent(file, registrations)
  return Array.from({ length: times }, () => measureSqliteAlone(file, 10_000))
}

async function measureScenarios(directory: string): Promise<ScenarioMeasurement[]> {
  const file = join(directory, 'scenarios.db')
  const key = await makeEvent(file, registrations)
  const [generator, bare, lectern] = [startGenerator(), await startBare(), await startLectern(file)]
  const found: ScenarioMeasurement[] = []
  let changes: Changes
  try {
    const bench = new Bench(generator, bare, lectern, await signIn(lectern, key), registrations)
    for (const scenario of scenariosOf(isQuick)) {
      const { sessions, format, connections } = scenario
      say(`${sessions} ${sessions === 1 ? 'session' : 'sessions'}, ${format}, ${connections} connections`)
      found.push(...(await bench.measure(scenario)))
    }
    changes = bench.changes
  } finally {
    await Promise.all([generator.stop(), bare.stop(), lectern.stop()])
  }
  await checkStore(file, { changes: changes.assigns + changes.removals, assignments: 0 })
  return found
}

/** The memory of a new process after an assign to every registration. */
async function measureMemory(directory: string): Promise<Measurements['memory']> {
  const file = join(directory, 'memory.db')
  const key = await makeEvent(file, registrations)
  const [generator, lectern] = [startGenerator(), await startLectern(file)]
  let bytes: number
  try {
    const { sessions, format, connections } = mainScenario
    await generator.run({
      asked: { verb: 'POST', sessions, format },
      port: lectern.port,
      signIn: await signIn(lectern, key),
      connections,
      from: 0,
      to: registrations,
      seconds: 100,
    })
    bytes = residentBytes(lectern.pid)
  } finally {
    await Promise.all([generator.stop(), lectern.stop()])
  }
  await checkStore(file, { changes: registrations, assignments: registrations })
  return { bytes, assigns: registrations }
}

/** A directory on a disk: what tmpfs keeps is not durable, and costs no waiting. */
async function realDisk(): Promise<string> {
  const tmpfs = 0x01021994
  if ((await statfs(tmpdir())).type !== tmpfs) return tmpdir()
  return fileURLToPath(new URL('../dist/', import.meta.url))
}

function machine(): Machine {
  const { platform, arch, versions } = process
  const cpu = cpus()[0]?.model ?? 'unknown'
  return { cpu, cpus: availableParallelism(), platform: `${platform} ${arch}`, node: versions.node }
}

/** Prints the report; a full run is kept in bench/results, as the latest and as that of its day. */
async function write(measurements: Measurements): Promise<void> {
  const report = reportOf(measurements)
  const markdown = markdownOf(report)
  process.stdout.write(`\n${markdown}`)
  const results = new URL('results/', import.meta.url)
  await mkdir(results, { recursive: true })
  const names = isQuick ? ['quick'] : ['latest', report.at.slice(0, 10)]
  for (const name of names) {
    await writeFile(new URL(`${name}.json`, results), `${JSON.stringify(report, rounded, 2)}\n`)
    await writeFile(new URL(`${name}.md`, results), markdown)
  }
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value
}

function say(what: string): void {
  process.stderr.write(`${what} …\n`)
}
