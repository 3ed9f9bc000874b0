import { Connection } from './connection.ts'
import { requestWriter } from './requests.ts'
import { quantile } from './statistics.ts'

/** Requests that come when they come, whether those before them were answered or not. */
export interface OpenLoad {
  readonly port: number
  readonly signIn: string
  /** How many requests come in a second. */
  readonly rate: number
  readonly seconds: number
  /** How many connections there are from the beginning, as of a proxy; a request that finds none free is not sent. */
  readonly connections: number
  /** Registrations are walked round and round: each is assigned its session, and the next time around it is taken off again. */
  readonly registrations: number
}

export interface OpenLoadResult {
  readonly seconds: number
  /** Requests that came, those of them that found a connection, and their answers by status; 0: none. */
  readonly came: number
  readonly sent: number
  readonly statuses: Readonly<Record<string, number>>
  /** From sending to the answer, in milliseconds: of those done, and of those refused by 429 or 503. */
  readonly done: Latencies
  readonly refused: Latencies
  /** The registrations that hold their session now, as far as was acknowledged. */
  readonly held: readonly number[]
  /** Those of which nobody knows: their last request has no answer. */
  readonly unknown: readonly number[]
}

export interface Latencies {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** Puts a server under load until the time is over, and waits for the answers that are due. */
export async function runOpenLoad(load: OpenLoad): Promise<OpenLoadResult> {
  const run = new OpenRun(load)
  return run.result()
}

class OpenRun {
  readonly #load: OpenLoad
  readonly #assign: (registration: number) => string
  readonly #remove: (registration: number) => string
  readonly #isHeld: Uint8Array
  readonly #isBusy: Uint8Array
  readonly #unknown = new Set<number>()
  readonly #idle: Connection[] = []
  readonly #statuses = new Map<number, number>()
  readonly #done: number[] = []
  readonly #refused: number[] = []
  #came = 0
  #sent = 0
  #answered = 0
  #next = 0

  constructor(load: OpenLoad) {
    this.#load = load
    this.#assign = requestWriter({ verb: 'POST', sessions: 1, format: 'json' }, load.signIn)
    this.#remove = requestWriter({ verb: 'DELETE', sessions: 1, format: 'json' }, load.signIn)
    this.#isHeld = new Uint8Array(load.registrations)
    this.#isBusy = new Uint8Array(load.registrations)
  }

  async result(): Promise<OpenLoadResult> {
    const { rate, seconds } = this.#load
    await Promise.all(Array.from({ length: this.#load.connections }, () => this.#connect()))
    const started = performance.now()
    while (performance.now() - started < seconds * 1_000) {
      const due = Math.floor(((performance.now() - started) / 1_000) * rate)
      while (this.#came < due) this.#comes()
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    const took = (performance.now() - started) / 1_000
    while (this.#answered < this.#sent) await new Promise((resolve) => setTimeout(resolve, 20))
    for (const connection of this.#idle) connection.close()
    const held = [...this.#isHeld.entries()].filter(([, is]) => is === 1).map(([registration]) => registration)
    return {
      seconds: took,
      came: this.#came,
      sent: this.#sent,
      statuses: Object.fromEntries(this.#statuses),
      done: latenciesOf(this.#done),
      refused: latenciesOf(this.#refused),
      held: held.filter((registration) => !this.#unknown.has(registration)),
      unknown: [...this.#unknown],
    }
  }

  #comes(): void {
    this.#came++
    const connection = this.#idle.pop()
    if (!connection) return
    this.#sent++
    // One whose request is under way still is passed over: what it will hold is not known yet.
    do this.#next = (this.#next + 1) % this.#load.registrations
    while (this.#isBusy[this.#next] === 1)
    this.#send(connection, this.#next)
  }

  #send(connection: Connection, registration: number): void {
    this.#isBusy[registration] = 1
    const write = this.#isHeld[registration] === 1 ? this.#remove : this.#assign
    const sentAt = performance.now()
    connection.ask(
      write(registration),
      ({ status }) => {
        this.#ended(registration, sentAt, status)
        this.#idle.push(connection)
      },
      () => {
        connection.close()
        this.#ended(registration, sentAt, 0)
        void this.#connect()
      },
    )
  }

  #ended(registration: number, sentAt: number, status: number): void {
    const took = performance.now() - sentAt
    this.#answered++
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1)
    this.#isBusy[registration] = 0
    if (status === 200) {
      this.#isHeld[registration] = this.#isHeld[registration] === 1 ? 0 : 1
      this.#unknown.delete(registration)
      this.#done.push(took)
    } else if (status === 0) this.#unknown.add(registration)
    else this.#refused.push(took)
  }

  async #connect(): Promise<void> {
    try {
      this.#idle.push(await Connection.open(this.#load.port))
    } catch {
      // One less: requests that find none are counted.
    }
  }
}

function latenciesOf(all: number[]): Latencies {
  if (all.length === 0) return { p50: 0, p99: 0, max: 0 }
  return { p50: quantile(all, 0.5), p99: quantile(all, 0.99), max: all.reduce((most, each) => Math.max(most, each), 0) }
}
