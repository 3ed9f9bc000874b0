import cluster, { type Worker } from 'node:cluster'
import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue, type Registry } from 'prom-client'
import { guardCallback } from '../runtime/guard.ts'

/** How long a scrape waits for the workers; of those that do not answer, the last snapshot counts. */
const answerTimeoutMs = 500
/** How often workers send a snapshot unasked: what one counts between its last snapshot and being killed is lost. */
const snapshotIntervalMs = 2_000

const requestType = 'lectern:metrics-request'
const snapshotType = 'lectern:metrics-snapshot'

/** All metrics of one process at one moment. */
type Snapshot = MetricObjectWithValues<MetricValue<string>>[]

interface SnapshotMessage {
  readonly type: typeof snapshotType
  readonly snapshot: Snapshot
}

/**
 * Sends the metrics of this worker to the primary process: at intervals, and when asked.
 * @returns a function that sends the last snapshot and stops
 */
export function sendSnapshots(registry: Registry): () => Promise<void> {
  const send = async () => {
    if (!process.connected) return
    const message: SnapshotMessage = { type: snapshotType, snapshot: await registry.getMetricsAsJSON() }
    await new Promise<void>((resolve) => {
      // Fails only where the primary process is gone, and nobody asks any more.
      if (process.send) process.send(message, undefined, undefined, () => resolve())
      else resolve()
    })
  }
  const answer = guardCallback('metrics-request', (message: unknown) =>
    hasType(message, requestType) ? send() : undefined,
  )
  process.on('message', answer)
  const timer = setInterval(guardCallback('metrics-snapshot', send), snapshotIntervalMs).unref()
  return async () => {
    clearInterval(timer)
    process.off('message', answer)
    await send()
  }
}

/** The metrics of all workers together, those that have ended included: counters never go back. */
export class WorkerMetrics {
  readonly #latest = new Map<number, Snapshot>()
  readonly #awaiting = new Map<number, () => void>()
  /** Counters and histograms of the workers that have ended. */
  #ended: Snapshot = []
  #folding: Promise<void> = Promise.resolve()

  constructor() {
    cluster.on(
      'message',
      guardCallback('worker-snapshot', (worker: Worker, message: unknown) => this.#receive(worker.id, message)),
    )
    cluster.on(
      'exit',
      guardCallback('worker-metrics', (worker: Worker) => this.#fold(worker.id)),
    )
  }

  /** Returns the metrics in the text format of Prometheus, after {@link answerTimeoutMs} at the latest. */
  async text(): Promise<string> {
    await this.#request()
    await this.#folding
    return AggregatorRegistry.aggregate([this.#ended, ...this.#latest.values()]).metrics()
  }

  #receive(id: number, message: unknown): void {
    if (!isSnapshotMessage(message)) return
    this.#latest.set(id, message.snapshot)
    this.#awaiting.get(id)?.()
  }

  /** Asks all workers for a snapshot, and waits until each has sent one or the time is up. */
  async #request(): Promise<void> {
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker?.isConnected())
    const answers = workers.map(
      (worker) =>
        new Promise<void>((resolve) => {
          if (!worker) return resolve()
          this.#awaiting.set(worker.id, resolve)
          worker.send({ type: requestType }, (error) => error && resolve())
        }),
    )
    let timer: NodeJS.Timeout | undefined
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, answerTimeoutMs)
    })
    await Promise.race([Promise.all(answers), timeout])
    clearTimeout(timer)
    this.#awaiting.clear()
  }

  /** Keeps the counts of a worker that has ended. */
  #fold(id: number): Promise<void> {
    const last = this.#latest.get(id)
    this.#latest.delete(id)
    this.#awaiting.get(id)?.()
    if (!last) return Promise.resolve()
    const counts = last.filter(({ type }) => isCount(type))
    this.#folding = this.#folding.then(async () => {
      this.#ended = await AggregatorRegistry.aggregate([this.#ended, counts]).getMetricsAsJSON()
    })
    return this.#folding
  }
}

/** Whether values of that type only grow, so that those of an ended process are to be added to the others. */
function isCount(type: unknown): boolean {
  return type === 'counter' || type === 'histogram'
}

function hasType(message: unknown, type: string): message is { readonly type: string } {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === type
}

function isSnapshotMessage(message: unknown): message is SnapshotMessage {
  return hasType(message, snapshotType) && 'snapshot' in message && Array.isArray(message.snapshot)
}
