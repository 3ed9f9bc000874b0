import cluster, { type Worker } from 'node:cluster'
import { RateLimiterClusterMaster } from 'rate-limiter-flexible'
import type { ProgramLog } from '../log.ts'
import { exitCodes } from './exit.ts'

/** A worker that lived so long had begun well, in milliseconds. */
const settledAfter = 5_000
/** Waits before a worker that ended is replaced grow from the first to the longest, in milliseconds. */
const firstWait = 100
const longestWait = 10_000
/** So many in a row that end before they have begun well are the end of all. */
const mostFailures = 5

export interface Supervised {
  readonly count: number
  /** Told to end: no new requests. */
  readonly stopped: Promise<void>
  readonly log: ProgramLog
  /** Told once, when all listen. */
  readonly onListening: (port: number, pids: readonly (number | undefined)[]) => void
}

/** Runs workers until it is told to end. @returns the exit code of all: 0, or that of workers which cannot begin */
export function supervise(supervised: Supervised): Promise<number> {
  return new Supervisor(supervised).run()
}

/** Worker processes that share a port: those that end are replaced, and on SIGHUP all are, one after the other. */
class Supervisor {
  readonly #supervised: Supervised
  readonly #workers = new Set<Worker>()
  #failures = 0
  #isStopping = false
  #replacing: Promise<void> = Promise.resolve()
  #end: (code: number) => void = () => undefined

  constructor(supervised: Supervised) {
    this.#supervised = supervised
  }

  async run(): Promise<number> {
    const { count, stopped, onListening } = this.#supervised
    // Counts the calls of clients for all workers.
    new RateLimiterClusterMaster()
    const ended = new Promise<number>((resolve) => {
      this.#end = resolve
    })
    process.on('SIGHUP', () => {
      this.#tell('replacing workers')
      this.#replacing = this.#replacing.then(() => this.#replaceAll())
    })
    // One after the other: the first picks the port, where any will do.
    for (let i = 0; i < count && !this.#isStopping; i++) {
      const port = await this.#begin()
      if (port !== null && this.#workers.size === count) onListening(port, this.#pids)
    }
    void stopped.then(() => this.#stop(0))
    return ended
  }

  /** Starts a worker. @returns the port that it listens on; null where it ended instead */
  #begin(): Promise<number | null> {
    const worker = cluster.fork()
    this.#workers.add(worker)
    const began = performance.now()
    worker.once('exit', (code, signal) => this.#ended(worker, code, signal, performance.now() - began))
    return new Promise((resolve) => {
      worker.once('listening', ({ port }) => resolve(port))
      worker.once('exit', () => resolve(null))
    })
  }

  #ended(worker: Worker, code: number, signal: string | null, lived: number): void {
    const wasMine = this.#workers.delete(worker)
    if (this.#isStopping) {
      if (this.#workers.size === 0) this.#end(0)
      return
    }
    // One that was replaced was to end.
    if (!wasMine) return
    this.#failures = lived < settledAfter ? this.#failures + 1 : 1
    const { log } = this.#supervised
    log.logger.error({ worker: worker.process.pid, code, signal }, 'a worker ended')
    if (this.#failures >= mostFailures || isHopeless(code)) {
      this.#stop(code || exitCodes.defect)
      return
    }
    const wait = Math.min(firstWait * 2 ** (this.#failures - 1), longestWait)
    setTimeout(() => {
      if (!this.#isStopping) void this.#begin().then((port) => port !== null && this.#tell('worker replaced'))
    }, wait)
  }

  /** The next one listens before the one it replaces is told to end. */
  async #replaceAll(): Promise<void> {
    for (const old of [...this.#workers]) {
      if (this.#isStopping || !this.#workers.has(old)) continue
      if ((await this.#begin()) === null) return
      const gone = new Promise((resolve) => old.once('exit', resolve))
      this.#workers.delete(old)
      old.process.kill('SIGTERM')
      await gone
    }
    this.#tell('workers replaced')
  }

  get #pids(): (number | undefined)[] {
    return [...this.#workers].map((worker) => worker.process.pid)
  }

  #tell(what: string): void {
    this.#supervised.log.logger.info({ workers: this.#pids }, what)
    this.#supervised.log.flush()
  }

  #stop(code: number): void {
    if (this.#isStopping) return
    this.#isStopping = true
    const end = this.#end
    if (this.#workers.size === 0) end(code)
    // Not cluster's own kill, which takes the worker's share of the port away before it can answer.
    for (const worker of this.#workers) worker.process.kill('SIGTERM')
    // What began badly ends with its code, whatever the others end with.
    this.#end = () => end(code)
  }
}

/** Exit codes that another try would only repeat: a setting that is wrong, a database that cannot be used, a port in use. */
function isHopeless(code: number): boolean {
  return code >= 2 && code <= 4
}
