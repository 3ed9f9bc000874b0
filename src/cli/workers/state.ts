import { exitCodes } from '../exit.ts'

/** Waits before failed workers are started again double from the first to the longest. */
const minRestartWaitMs = 100
const maxRestartWaitMs = 10_000
/** A worker that served for at least this long had started well: its end is not a failure to start. */
const minServingMs = 5_000
/** A worker that is not ready by then is killed. Long, because a new version may have to migrate the tables. */
const maxStartMs = 300_000
/** A worker that has not ended by then, after it was told to, is killed. Longer than requests in progress are given. */
const maxDrainMs = 45_000
/** With no worker left, the server ends after this many failed starts in a row. */
const maxFailures = 5
/** A reload is given up after this many failed starts in a row. */
const maxReloadFailures = 3

/** What a worker is doing. A worker that is gone is no longer listed. */
export type WorkerPhase = 'started' | 'ready' | 'draining'

export interface SupervisedWorker {
  readonly id: number
  readonly phase: WorkerPhase
  /** When the phase began. */
  readonly since: number
}

/** A rolling replacement of all workers. */
interface Reload {
  /** The workers that are still to be replaced, the next one first. */
  readonly pending: readonly number[]
  /** Failed starts since the last worker that became ready. */
  readonly failures: number
}

/** The workers of a server, and what is to become of them. Times are milliseconds on any one clock. */
export interface SupervisorState {
  /** How many workers were asked for. */
  readonly size: number
  readonly workers: readonly SupervisedWorker[]
  readonly lastId: number
  /** Rounds of failed starts in a row. */
  readonly failures: number
  /** No worker is started before. */
  readonly startNotBefore: number
  /** Whether any worker was ever ready: until then, a wrong setting ends the server. */
  readonly hasServed: boolean
  /** Whether the operator was told that all workers listen. */
  readonly isAnnounced: boolean
  readonly reload: Reload | null
  /** The exit code of a server that is stopping; null: it is not. */
  readonly exitCode: number | null
}

export type SupervisorEvent =
  /** Time has passed: see {@link nextWakeAt}. */
  | { readonly type: 'tick' }
  | { readonly type: 'ready'; readonly id: number }
  | { readonly type: 'gone'; readonly id: number; readonly code: number | null; readonly signal: string | null }
  | { readonly type: 'reload' }
  | { readonly type: 'stop' }

export type SupervisorAction =
  | { readonly type: 'fork'; readonly id: number }
  /** Tells a worker to answer what it is doing and end. */
  | { readonly type: 'terminate'; readonly id: number }
  | { readonly type: 'kill'; readonly id: number }
  /** All workers listen for the first time. */
  | { readonly type: 'announce' }
  | {
      readonly type: 'log'
      readonly level: 'info' | 'warn' | 'error'
      readonly message: string
      readonly facts: Readonly<Record<string, unknown>>
    }
  /** All workers are gone: the server ends. */
  | { readonly type: 'finish'; readonly code: number }

export interface Transition {
  readonly state: SupervisorState
  readonly actions: readonly SupervisorAction[]
}

/** The state before the first event. */
export function initialState(size: number): SupervisorState {
  return {
    size,
    workers: [],
    lastId: 0,
    failures: 0,
    startNotBefore: Number.NEGATIVE_INFINITY,
    hasServed: false,
    isAnnounced: false,
    reload: null,
    exitCode: null,
  }
}

/** Returns the state after an event, and what is to be done. Pure: the caller carries the actions out. */
export function transition(state: SupervisorState, event: SupervisorEvent, now: number): Transition {
  const step = new Step(state, now)
  step.apply(event)
  step.advance()
  return { state: step.state, actions: step.actions }
}

/** Returns when the next tick is due, if no other event comes first; null: never. */
export function nextWakeAt({ workers, startNotBefore, exitCode }: SupervisorState, now: number): number | null {
  const deadlines = workers.flatMap(({ phase, since }) => {
    if (phase === 'started') return since + maxStartMs
    return phase === 'draining' ? since + maxDrainMs : []
  })
  if (exitCode === null && startNotBefore > now) deadlines.push(startNotBefore)
  return deadlines.length === 0 ? null : Math.min(...deadlines)
}

/** Whether a worker serves, or is about to. */
function isAlive({ phase }: SupervisedWorker): boolean {
  return phase !== 'draining'
}

/** One transition as it is being made. */
class Step {
  state: SupervisorState
  readonly actions: SupervisorAction[] = []
  readonly #now: number

  constructor(state: SupervisorState, now: number) {
    this.state = state
    this.#now = now
  }

  apply(event: SupervisorEvent): void {
    switch (event.type) {
      case 'tick':
        this.#killOverdue()
        break
      case 'ready':
        this.#onReady(event.id)
        break
      case 'gone':
        this.#onGone(event.id, event.code, event.signal)
        break
      case 'reload':
        this.#onReload()
        break
      case 'stop':
        this.#stop(exitCodes.done)
    }
  }

  /** Starts and drains workers until there are as many as were asked for. */
  advance(): void {
    if (this.state.exitCode !== null) {
      if (this.state.workers.length === 0) this.actions.push({ type: 'finish', code: this.state.exitCode })
      return
    }
    this.#announce()
    this.#drainReplaced()
    this.#finishReload()
    this.#start(this.#missing())
  }

  /** How many workers are to be started now. */
  #missing(): number {
    const { size, workers, reload, startNotBefore, hasServed } = this.state
    if (this.#now < startNotBefore) return 0
    const alive = workers.filter(isAlive).length
    // Until one listens, only one is started: it shows whether the settings are right, and picks the port.
    if (!hasServed) return alive === 0 ? 1 : 0
    if (alive < size) return size - alive
    const isSettled = workers.every(({ phase }) => phase === 'ready')
    return isSettled && reload !== null ? 1 : 0
  }

  #start(count: number): void {
    for (let i = 0; i < count; i++) {
      const id = this.state.lastId + 1
      const worker: SupervisedWorker = { id, phase: 'started', since: this.#now }
      this.#update({ lastId: id, workers: [...this.state.workers, worker] })
      this.actions.push({ type: 'fork', id })
    }
  }

  #announce(): void {
    const ready = this.state.workers.filter(({ phase }) => phase === 'ready').length
    if (this.state.isAnnounced || ready < this.state.size) return
    this.#update({ isAnnounced: true })
    this.actions.push({ type: 'announce' })
  }

  /** A replacement is ready: the worker that it replaces may end. */
  #drainReplaced(): void {
    const { size, workers, reload } = this.state
    const ready = workers.filter(({ phase }) => phase === 'ready')
    const replaced = reload?.pending[0] ?? ready[0]?.id
    if (ready.length > size && replaced !== undefined) this.#drain(replaced)
  }

  #drain(id: number): void {
    this.#enter(id, 'draining')
    this.#forgetPending(id)
    this.actions.push({ type: 'terminate', id })
  }

  #finishReload(): void {
    const { reload, workers } = this.state
    if (reload === null || reload.pending.length > 0 || workers.some(({ phase }) => phase !== 'ready')) return
    this.#update({ reload: null })
    this.#log('info', 'workers replaced')
  }

  #onReady(id: number): void {
    const worker = this.#find(id)
    if (worker?.phase !== 'started') return
    this.#enter(id, 'ready')
    const { reload, isAnnounced } = this.state
    this.#update({ hasServed: true, reload: reload && { ...reload, failures: 0 } })
    if (reload === null && isAnnounced) this.#log('info', 'worker replaced', { worker: id })
  }

  #onGone(id: number, code: number | null, signal: string | null): void {
    const worker = this.#find(id)
    if (!worker) return
    this.#update({ workers: this.state.workers.filter((other) => other !== worker) })
    this.#forgetPending(id)
    if (this.state.exitCode !== null || worker.phase === 'draining') return
    this.#countFailure(worker)
    const restartInMs = Math.max(0, Math.round(this.state.startNotBefore - this.#now))
    this.#log('error', 'a worker ended', { worker: id, code, signal, phase: worker.phase, restartInMs })
    if (worker.phase === 'started') this.#countReloadFailure()
    if (this.#isHopeless(code)) this.#stop(code || exitCodes.defect)
  }

  /** Has the next start wait. Workers that fail together, or while others wait already, count once. */
  #countFailure({ phase, since }: SupervisedWorker): void {
    if (this.#now < this.state.startNotBefore) return
    const hadServed = phase === 'ready' && this.#now - since >= minServingMs
    const failures = hadServed ? 1 : this.state.failures + 1
    const waitMs = Math.min(minRestartWaitMs * 2 ** (failures - 1), maxRestartWaitMs)
    this.#update({ failures, startNotBefore: this.#now + waitMs })
  }

  #countReloadFailure(): void {
    const { reload } = this.state
    if (reload === null) return
    const failures = reload.failures + 1
    const isOver = failures >= maxReloadFailures
    this.#update({ reload: isOver ? null : { ...reload, failures } })
    if (isOver) this.#log('error', 'reload failed: new workers do not start, the old ones keep serving', { failures })
  }

  /** Whether there is no point in going on: nobody serves, and nothing but the operator can change that. */
  #isHopeless(code: number | null): boolean {
    const { hasServed, workers, failures } = this.state
    if (!hasServed && isWrongSetting(code)) return true
    // A database that was lost may return.
    return workers.filter(isAlive).length === 0 && failures >= maxFailures && code !== exitCodes.database
  }

  #onReload(): void {
    if (this.state.exitCode !== null) return
    const pending = this.state.workers.filter(isAlive).map(({ id }) => id)
    // Whoever asks for it has reason to think that workers can start now.
    this.#update({ reload: { pending, failures: 0 }, failures: 0, startNotBefore: this.#now })
    this.#log('info', 'replacing workers')
  }

  #stop(code: number): void {
    if (this.state.exitCode !== null) return
    for (const { id } of this.state.workers.filter(isAlive)) this.#drain(id)
    this.#update({ exitCode: code, reload: null })
  }

  #killOverdue(): void {
    for (const { id, phase, since } of this.state.workers) {
      const maxMs = phase === 'started' ? maxStartMs : maxDrainMs
      if (phase === 'ready' || this.#now - since < maxMs) continue
      // The wait for its end begins anew, so that it is killed again rather than waited for.
      this.#enter(id, phase)
      this.#log('error', `a worker takes too long to ${phase === 'started' ? 'start' : 'end'}: killed`, { worker: id })
      this.actions.push({ type: 'kill', id })
    }
  }

  #find(id: number): SupervisedWorker | undefined {
    return this.state.workers.find((worker) => worker.id === id)
  }

  #enter(id: number, phase: WorkerPhase): void {
    const since = this.#now
    this.#update({ workers: this.state.workers.map((each) => (each.id === id ? { id, phase, since } : each)) })
  }

  #forgetPending(id: number): void {
    const { reload } = this.state
    if (reload === null) return
    this.#update({ reload: { ...reload, pending: reload.pending.filter((other) => other !== id) } })
  }

  #update(changed: Partial<SupervisorState>): void {
    this.state = { ...this.state, ...changed }
  }

  #log(level: 'info' | 'warn' | 'error', message: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.actions.push({ type: 'log', level, message, facts })
  }
}

/** Exit codes that another try would only repeat: a wrong setting, a database that cannot be used, a port in use. */
function isWrongSetting(code: number | null): boolean {
  return code === exitCodes.usage || code === exitCodes.database || code === exitCodes.address
}
