import { mkdtemp, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { client, event, makeEvent } from './event.ts'
import { Bench, mainScenario } from './scenarios.ts'
import { type Server, signIn, startBare, startGenerator, startLectern } from './servers.ts'
import { median } from './statistics.ts'

/** What the main job costs while as many people look on in the console as may: the ratio without them and with them. */
const watchers = 20
const registrations = 100_000
const turns = 6
const scenario = { ...mainScenario, rounds: 2, seconds: 1 }

const directory = await mkdtemp(join(tmpdir(), 'lectern-watchers-'))
const file = join(directory, 'lectern.db')
const key = await makeEvent(file, registrations)
const [generator, bare, lectern] = [startGenerator(), await startBare(), await startLectern(file)]
try {
  const session = await signIn(lectern, key)
  const bench = new Bench(generator, bare, lectern, session, registrations)
  const [alone, watched]: [number[], number[]] = [[], []]
  let bytes = 0
  // In turn: the more there are assigned, the slower it goes either way.
  for (let turn = 0; turn < turns; turn++) {
    alone.push(...(await ratios(bench)))
    const watching = await watch(lectern, session)
    watched.push(...(await ratios(bench)))
    bytes += watching.bytes()
    watching.end()
  }
  const [without, beside] = [median(alone), median(watched)]
  process.stdout.write(
    `ratio alone ${without.toFixed(3)}, with ${watchers} watchers ${beside.toFixed(3)}: ${(beside / without).toFixed(3)}; ` +
      `they were sent ${bytes} bytes\n`,
  )
} finally {
  await Promise.all([generator.stop(), bare.stop(), lectern.stop()])
  await rm(directory, { recursive: true })
}

/** Lectern's assigns per second as a share of the bare server's, in each round. */
async function ratios(bench: Bench): Promise<number[]> {
  const [assigns] = await bench.measure(scenario)
  return (assigns?.rounds ?? []).map(
    (round) => round.lectern.requests / round.lectern.seconds / (round.bare.requests / round.bare.seconds),
  )
}

/** Opens the streams of changes that consoles open. @throws Error where they are not answered */
async function watch({ port }: Server, session: string) {
  let bytes = 0
  const path = `/Ams/${client}/Event/${event}/Changes`
  const headers = { accept: 'text/event-stream', 'x-ss-id': session }
  const ends = await Promise.all(
    Array.from(
      { length: watchers },
      () =>
        new Promise<() => void>((resolve, reject) => {
          const request = get({ port, path, headers, agent: false }, (response) => {
            if (response.statusCode !== 200) return reject(new Error(`Watching was answered by ${response.statusCode}`))
            response.on('data', (chunk: Buffer) => {
              bytes += chunk.length
            })
            response.on('error', () => {})
            resolve(() => request.destroy())
          })
          request.on('error', reject)
        }),
    ),
  )
  return { bytes: () => bytes, end: () => ends.forEach((end) => void end()) }
}
