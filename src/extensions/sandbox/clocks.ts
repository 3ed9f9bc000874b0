import { AsyncLocalStorage } from 'node:async_hooks'
import { SandboxClock } from './clock.ts'

/** The clocks of the tenants of a sandbox: no tenant changes the time of another. */
export class SandboxClocks {
  readonly #real: () => number
  readonly #changed: () => void
  readonly #clocks = new Map<number, SandboxClock>()
  readonly #tenant = new AsyncLocalStorage<number>()

  /**
   * @param real returns the real time, in milliseconds since 1970-01-01 UTC
   * @param changed called after each change of a clock: what was computed for the time before is outdated
   */
  constructor(real: () => number, changed: () => void) {
    this.#real = real
    this.#changed = changed
  }

  of(client: number): SandboxClock {
    const clock = this.#clocks.get(client) ?? new SandboxClock(this.#real, this.#changed)
    this.#clocks.set(client, clock)
    return clock
  }

  /** Runs `work` at the time of a tenant; null: at the real time. */
  run<T>(client: number | null, work: () => T): T {
    return client === null ? this.#tenant.exit(work) : this.#tenant.run(client, work)
  }

  /** Returns the time of the tenant whose call is running, and the real time outside of calls. */
  readonly now = (): number => {
    const client = this.#tenant.getStore()
    return client === undefined ? this.#real() : this.of(client).now()
  }
}
