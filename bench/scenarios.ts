import type { LoadResult } from './load.ts'
import type { Round, ScenarioMeasurement, Stretch } from './measurements.ts'
import { cpuSeconds } from './process-usage.ts'
import type { Asked } from './requests.ts'
import type { BareServer, Generator, Server } from './servers.ts'

/** What is asked in a scenario: an assign of some sessions, and then their removal. */
export interface Scenario {
  readonly sessions: number
  readonly format: 'json' | 'jsv'
  readonly connections: number
  readonly rounds: number
  /** How long each stretch lasts. */
  readonly seconds: number
}

/** The scenario that the targets speak of. */
export const mainScenario = { sessions: 1, format: 'json', connections: 32 } as const

/** All combinations; the main one for longer. */
export function scenariosOf(isQuick: boolean): Scenario[] {
  if (isQuick) {
    const short = { connections: 32, rounds: 3, seconds: 0.4 }
    return [
      { ...mainScenario, rounds: 5, seconds: 0.5 },
      { ...short, sessions: 1, format: 'jsv' },
      { ...short, sessions: 5, format: 'json' },
    ]
  }
  const scenarios: Scenario[] = []
  for (const connections of [1, 32, 128]) {
    for (const format of ['json', 'jsv'] as const) {
      for (const sessions of [1, 5]) {
        const isMain = sessions === 1 && format === 'json' && connections === 32
        scenarios.push({ sessions, format, connections, ...(isMain ? main : other) })
      }
    }
  }
  return scenarios
}

const main = { rounds: 9, seconds: 1 }
const other = { rounds: 3, seconds: 0.6 }
const warmUp = 0.4

/** How many changes Lectern answered by 2xx, warm-ups included. */
export interface Changes {
  assigns: number
  removals: number
}

/** The two servers, the generator, and the registrations that are walked round and round. */
export class Bench {
  readonly changes: Changes = { assigns: 0, removals: 0 }
  readonly #generator: Generator
  readonly #bare: BareServer
  readonly #lectern: Server
  readonly #signIn: string
  readonly #registrations: number
  #next = 0

  constructor(generator: Generator, bare: BareServer, lectern: Server, signIn: string, registrations: number) {
    this.#generator = generator
    this.#bare = bare
    this.#lectern = lectern
    this.#signIn = signIn
    this.#registrations = registrations
  }

  /** Measures a scenario: a warm-up of both servers, then rounds in which now the one goes first, now the other. */
  async measure(scenario: Scenario): Promise<ScenarioMeasurement[]> {
    const { sessions, format, connections } = scenario
    const warm = { ...scenario, seconds: warmUp }
    const sizes = await this.#walkLectern(warm)
    await this.#walkBare(warm, sizes)
    const assigns: Round[] = []
    const removals: Round[] = []
    for (let round = 0; round < scenario.rounds; round++) {
      const isBareFirst = round % 2 === 0
      const before = isBareFirst ? await this.#walkBare(scenario, sizes) : null
      const lectern = await this.#walkLectern(scenario)
      const bare = before ?? (await this.#walkBare(scenario, sizes))
      assigns.push({ bare: bare.assign, lectern: lectern.assign })
      removals.push({ bare: bare.remove, lectern: lectern.remove })
    }
    return [
      { asked: { verb: 'POST', sessions, format }, connections, rounds: assigns },
      { asked: { verb: 'DELETE', sessions, format }, connections, rounds: removals },
    ]
  }

  /** Assigns to registrations that hold nothing, and removes again from the same: every request is a change. */
  async #walkLectern(scenario: Scenario): Promise<Walk> {
    if (this.#next > this.#registrations / 2) this.#next = 0
    const from = this.#next
    const assign = await this.#load(this.#lectern, scenario, 'POST', from, this.#registrations)
    this.#next += assign.requests
    const remove = await this.#load(this.#lectern, { ...scenario, seconds: 60 }, 'DELETE', from, this.#next)
    this.changes.assigns += assign.requests
    this.changes.removals += remove.requests
    return { assign, remove }
  }

  /** The same requests to the bare server, which answers as many bytes. */
  async #walkBare(scenario: Scenario, sizes: Walk): Promise<Walk> {
    await this.#bare.answer(sizes.assign.bodyBytes)
    const assign = await this.#load(this.#bare, scenario, 'POST', 0, Number.MAX_SAFE_INTEGER)
    await this.#bare.answer(sizes.remove.bodyBytes)
    const remove = await this.#load(this.#bare, scenario, 'DELETE', 0, Number.MAX_SAFE_INTEGER)
    return { assign, remove }
  }

  async #load(
    server: Server,
    { sessions, format, connections, seconds }: Scenario,
    verb: Asked['verb'],
    from: number,
    to: number,
  ): Promise<Stretch & Pick<LoadResult, 'bodyBytes'>> {
    const asked: Asked = { verb, sessions, format }
    const cpuBefore = cpuSeconds(server.pid)
    const load = { asked, port: server.port, signIn: this.#signIn, connections, from, to, seconds }
    const { cpu: generatorCpu, ...result } = await this.#generator.run(load)
    return { ...result, generatorCpu, serverCpu: cpuSeconds(server.pid) - cpuBefore }
  }
}

interface Walk {
  readonly assign: Stretch & Pick<LoadResult, 'bodyBytes'>
  readonly remove: Stretch & Pick<LoadResult, 'bodyBytes'>
}
