import type { Logger } from 'pino'
import { guardCallback } from '../runtime/guard.ts'
import { StoreError, type StoreErrorCode } from '../store/errors.ts'

/** How often failed calls are summed up, and a database that is away is asked whether it is back, in milliseconds. */
const intervalMs = 1_000

/** The database was away. Of `unknown`, a change was being committed when the connection broke. */
const awayTroubles: ReadonlySet<StoreErrorCode> = new Set(['unreachable', 'unknown'])

/**
 * Logs what the database could not do: one line when it goes away, one when it is back, and otherwise at most one line a
 * second with how many calls failed. A line for each call would be thousands, all the same; the access log has them.
 */
export class AvailabilityLog {
  readonly #logger: Pick<Logger, 'error' | 'warn' | 'info'>
  readonly #isAvailable: () => Promise<boolean>
  #failures = new Map<StoreErrorCode, number>()
  #awaySince: number | null = null
  #failedWhileAway = 0
  #timer: NodeJS.Timeout | null = null
  #isClosed = false

  /** @param isAvailable whether the database answers now; never rejects */
  constructor(logger: Pick<Logger, 'error' | 'warn' | 'info'>, isAvailable: () => Promise<boolean>) {
    this.#logger = logger
    this.#isAvailable = isAvailable
  }

  /** Counts a failure. @param requestId of the call that failed; null: it was none */
  readonly report = (error: unknown, requestId: string | null): void => {
    if (this.#isClosed) return
    const trouble = error instanceof StoreError ? error.code : 'unreachable'
    const isAway = awayTroubles.has(trouble)
    const message = error instanceof Error ? error.message : String(error)
    if (isAway && this.#awaySince === null) {
      this.#awaySince = performance.now()
      this.#failedWhileAway = 0
      this.#logger.error({ trouble, requestId, reason: message }, 'database unavailable')
    } else if (!isAway && this.#timer === null) {
      this.#logger.warn({ trouble, requestId, reason: message }, 'unavailable')
    } else if (requestId !== null) {
      this.#failures.set(trouble, (this.#failures.get(trouble) ?? 0) + 1)
    }
    if (isAway && requestId !== null) this.#failedWhileAway++
    this.#schedule()
  }

  /** Ends it: what fails from now on, fails because the server stops. */
  close(): void {
    this.#isClosed = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  #schedule(): void {
    this.#timer ??= setTimeout(
      guardCallback('availability-log', () => this.#look()),
      intervalMs,
    ).unref()
  }

  /** Sums up the last interval. Goes on while the database is away, or calls fail. */
  async #look(): Promise<void> {
    const failures = Object.fromEntries(this.#failures)
    const calls = [...this.#failures.values()].reduce((sum, count) => sum + count, 0)
    this.#failures = new Map()
    if (calls > 0) this.#logger.warn({ calls, failures }, 'calls failed for want of the database')
    // While calls fail it is not back, even where it answers: a standby may be read and not written.
    const isBack = this.#awaySince !== null && calls === 0 && (await this.#isAvailable())
    this.#timer = null
    if (this.#isClosed) return
    if (isBack && this.#awaySince !== null) {
      const awayMs = Math.round(performance.now() - this.#awaySince)
      this.#awaySince = null
      this.#logger.info({ awayMs, calls: this.#failedWhileAway }, 'database available again')
    }
    if (this.#awaySince !== null || calls > 0) this.#schedule()
  }
}
