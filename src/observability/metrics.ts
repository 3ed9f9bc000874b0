import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { CallSummary } from '../protocol/host/access-log.ts'
import { hostErrors } from '../protocol/host/errors.ts'
import { onCommit, poolStats } from '../store/store-metrics.ts'

/** From a millisecond to ten seconds. */
const durations = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const groupSizes = [1, 2, 4, 8, 16, 32, 64, 128, 256]

/** All others are one: a caller may write any. */
const knownVerbs = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])

/** What a call counts as: made once for each combination, since finding it by its labels costs more than counting. */
interface Counted {
  readonly observe: (seconds: number) => void
  readonly refused: (() => void) | null
}

/**
 * The metrics of a server process, in base units. Labels have few values: operations of the contract, verbs, statuses and
 * codes, and never what a caller wrote.
 */
export class Metrics {
  readonly registry = new Registry()
  readonly #seconds: Histogram<'operation' | 'verb' | 'status'>
  readonly #refusals: Counter<'operation' | 'code'>
  readonly #counted = new Map<string, Counted>()

  constructor(version: string) {
    const registers = [this.registry]
    this.#seconds = new Histogram({
      name: 'lectern_request_duration_seconds',
      help: 'From the arrival of a request to its answer, by operation (none: no operation), verb and status.',
      labelNames: ['operation', 'verb', 'status'],
      buckets: durations,
      registers,
    })
    this.#refusals = new Counter({
      name: 'lectern_refusals_total',
      help: 'Requests that were refused, by operation and ErrorCode.',
      labelNames: ['operation', 'code'],
      registers,
    })
    this.#observeStore(registers)
    new Gauge({
      name: 'lectern_build_info',
      help: 'Always 1; the version is in its label.',
      labelNames: ['version'],
      registers,
      aggregator: 'first',
    }).set({ version }, 1)
    collectDefaultMetrics({ register: this.registry })
  }

  /** Counts an answered call. */
  answered({ operation, verb, status, code, milliseconds }: CallSummary): void {
    const name = operation ?? 'none'
    const known = knownVerbs.has(verb) ? verb : 'other'
    const key = `${name} ${known} ${status} ${code}`
    let counted = this.#counted.get(key)
    if (!counted) {
      counted = this.#countedAs(name, known, status, code)
      this.#counted.set(key, counted)
    }
    counted.observe(milliseconds / 1_000)
    counted.refused?.()
  }

  /** Counts requests that were refused for too much to do: they are refused too early to be measured. */
  shed(requests: number): void {
    this.#refusals.inc({ operation: 'none', code: hostErrors.ServerBusy.code }, requests)
  }

  #countedAs(operation: string, verb: string, status: number, code: string | null): Counted {
    const seconds = this.#seconds.labels({ operation, verb, status: String(status) })
    const refusal = code === null ? null : this.#refusals.labels({ operation, code })
    return { observe: (value) => seconds.observe(value), refused: refusal && (() => refusal.inc()) }
  }

  #observeStore(registers: Registry[]): void {
    const works = new Histogram({
      name: 'lectern_commit_works',
      help: 'Works that share a commit of the database.',
      buckets: groupSizes,
      registers,
    })
    const seconds = new Histogram({
      name: 'lectern_commit_duration_seconds',
      help: 'From the beginning of a transaction to the end of its commit.',
      buckets: durations,
      registers,
    })
    onCommit((commit) => {
      works.observe(commit.transactions)
      seconds.observe(commit.seconds)
    })
    new Gauge({
      name: 'lectern_pool_connections',
      help: 'Connections to PostgreSQL, by pool and state; waiting: works that wait for one.',
      labelNames: ['pool', 'state'],
      registers,
      collect() {
        for (const [pool, { open, idle, waiting }] of poolStats()) {
          this.set({ pool, state: 'busy' }, open - idle)
          this.set({ pool, state: 'idle' }, idle)
          this.set({ pool, state: 'waiting' }, waiting)
        }
      },
    })
  }
}
