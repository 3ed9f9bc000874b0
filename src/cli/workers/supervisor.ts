import cluster, { type Worker } from 'node:cluster'
import { RateLimiterClusterMaster } from 'rate-limiter-flexible'
import type { ProgramLog } from '../../observability/log.ts'
import { guardCallback } from '../../runtime/guard.ts'
import {
  initialState,
  nextWakeAt,
  type SupervisorAction,
  type SupervisorEvent,
  type SupervisorState,
  transition,
} from './state.ts'

interface SupervisorOptions {
  /** How many workers serve, always. */
  readonly size: number
  /** Resolves when the server is to end. */
  readonly stopped: Promise<void>
  readonly log: ProgramLog
  /** Called once, when all workers listen. */
  readonly onListening: (port: number, pids: readonly number[]) => void
}

/**
 * Keeps worker processes that share a port: those that end are started again, and on SIGHUP all are replaced, one after
 * the other. What is to be done is decided by state.ts.
 * @returns the exit code of the server: 0, or that of workers which cannot start
 */
export function supervise(options: SupervisorOptions): Promise<number> {
  return new Supervisor(options).run()
}

class Supervisor {
  readonly #options: SupervisorOptions
  readonly #workers = new Map<number, Worker>()
  #state: SupervisorState
  #port = 0
  #timer: NodeJS.Timeout | undefined
  #finish: (code: number) => void = () => undefined

  constructor(options: SupervisorOptions) {
    this.#options = options
    this.#state = initialState(options.size)
  }

  run(): Promise<number> {
    // Counts the calls of clients for all workers.
    new RateLimiterClusterMaster()
    const finished = new Promise<number>((resolve) => {
      this.#finish = resolve
    })
    process.on(
      'SIGHUP',
      guardCallback('process-sighup', () => this.#handle({ type: 'reload' })),
    )
    void this.#options.stopped.then(() => this.#handle({ type: 'stop' }))
    this.#handle({ type: 'tick' })
    return finished
  }

  #handle(event: SupervisorEvent): void {
    const { state, actions } = transition(this.#state, event, performance.now())
    this.#state = state
    for (const action of actions) this.#carryOut(action)
    this.#setTimer()
  }

  #setTimer(): void {
    clearTimeout(this.#timer)
    const now = performance.now()
    const wakeAt = nextWakeAt(this.#state, now)
    if (wakeAt !== null)
      this.#timer = setTimeout(
        guardCallback('supervisor-timer', () => this.#handle({ type: 'tick' })),
        Math.ceil(wakeAt - now),
      )
  }

  #carryOut(action: SupervisorAction): void {
    const { log, onListening } = this.#options
    switch (action.type) {
      case 'fork':
        this.#fork(action.id)
        break
      case 'terminate':
        // Not cluster's own kill, which takes the worker's share of the port away before it can answer.
        this.#workers.get(action.id)?.process.kill('SIGTERM')
        break
      case 'kill':
        this.#workers.get(action.id)?.process.kill('SIGKILL')
        break
      case 'announce':
        onListening(this.#port, this.#pids)
        break
      case 'log': {
        const { worker, ...facts } = action.facts
        const pid = typeof worker === 'number' ? { worker: this.#pidOf(worker) } : {}
        log.logger[action.level]({ ...pid, ...facts, workers: this.#pids }, action.message)
        log.flush()
        break
      }
      case 'finish':
        clearTimeout(this.#timer)
        this.#finish(action.code)
    }
  }

  #fork(id: number): void {
    const worker = this.#forked(id)
    if (!worker) return
    this.#workers.set(id, worker)
    const onGone = (code: number | null, signal: string | null) => {
      this.#handle({ type: 'gone', id, code, signal })
      this.#workers.delete(id)
    }
    worker.once(
      'listening',
      guardCallback('worker-listening', ({ port }) => {
        this.#port = port
        this.#handle({ type: 'ready', id })
      }),
    )
    worker.once('exit', guardCallback('worker-exit', onGone))
    worker.on(
      'error',
      guardCallback('worker-error', (error) => {
        this.#options.log.logger.error({ error }, 'a worker cannot be reached')
        // Where the system has no room for a process, there is none that could exit.
        if (worker.process.pid === undefined) onGone(null, null)
      }),
    )
  }

  /** A new process; null where the system has none, which counts as a worker that ended. */
  #forked(id: number): Worker | null {
    try {
      return cluster.fork()
    } catch (error) {
      this.#options.log.logger.error({ error }, 'a worker cannot be started')
      setImmediate(guardCallback('worker-fork', () => this.#handle({ type: 'gone', id, code: null, signal: null })))
      return null
    }
  }

  #pidOf(id: number): number | undefined {
    return this.#workers.get(id)?.process.pid
  }

  /** The processes that serve, or are about to. */
  get #pids(): number[] {
    return this.#state.workers.flatMap(({ id, phase }) => (phase === 'draining' ? [] : (this.#pidOf(id) ?? [])))
  }
}
