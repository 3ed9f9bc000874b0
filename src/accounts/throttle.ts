import { accessErrors, type RequestSource } from '../protocol/schema/access.ts'
import { type Failure, failFor } from '../protocol/schema/failure.ts'
import { networkOf } from '../protocol/schema/network.ts'
import { tokenHash } from './secrets.ts'

/** How failures are answered: so many are free, then each doubles the delay, up to the longest. */
interface BackoffPolicy {
  readonly freeFailures: number
  readonly maxDelayMs: number
}

const perName: BackoffPolicy = { freeFailures: 5, maxDelayMs: 60_000 }
/** Many callers may share an address. */
const perAddress: BackoffPolicy = { freeFailures: 20, maxDelayMs: 900_000 }
const minDelayMs = 1_000
/** Failures are forgotten after so long without another one. */
const memoryMs = 3_600_000
/** Names and addresses that are remembered; beyond it the one that failed longest ago is forgotten. */
const maxSubjects = 20_000

interface Failures {
  readonly count: number
  /** Milliseconds since 1970-01-01 UTC. */
  readonly lastAt: number
}

/**
 * Slows down wrong secrets, by the name that is tried, known or not, and by the address that tries. It is asked about
 * wrong secrets only: a right one is never delayed, so that nobody can lock somebody else out.
 *
 * Failures are counted in memory, by each process for itself. Secrets are 256 random bits, which no number of guesses
 * finds; what is limited here is the noise in the audit log.
 */
export class Throttle {
  readonly #now: () => number
  /** Least recently failed first. Keys are fingerprints: a name that was tried may be a secret in the wrong field. */
  readonly #failures = new Map<string, Failures>()

  constructor(now: () => number) {
    this.#now = now
  }

  /**
   * Counts a failed sign-in. Counting and deciding are one step, so concurrent guesses cannot exceed the allowance.
   * @param name of the key or app, whether it exists or not
   * @returns AccountLockedOut where too many failed lately; such a failure is not counted
   */
  reject(name: string, { address }: RequestSource): Failure | null {
    const byName = tokenHash(`name ${name}`)
    const byAddress = tokenHash(`address ${networkOf(address)}`)
    const waitMs = Math.max(this.#waitMs(byName, perName), this.#waitMs(byAddress, perAddress))
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000)
      return failFor(seconds, accessErrors.AccountLockedOut, seconds)
    }
    this.#count(byName)
    this.#count(byAddress)
    return null
  }

  #waitMs(subject: string, { freeFailures, maxDelayMs }: BackoffPolicy): number {
    const failures = this.#failures.get(subject)
    if (!failures || failures.count < freeFailures) return 0
    const delayMs = Math.min(minDelayMs * 2 ** (failures.count - freeFailures), maxDelayMs)
    // Cap the wait, so that a clock set back cannot extend it.
    return Math.min(failures.lastAt + delayMs - this.#now(), delayMs)
  }

  #count(subject: string): void {
    const lastAt = this.#now()
    const before = this.#failures.get(subject)
    const isRecent = before !== undefined && before.lastAt >= lastAt - memoryMs
    this.#failures.delete(subject)
    this.#failures.set(subject, { count: isRecent ? before.count + 1 : 1, lastAt })
    for (const oldest of this.#failures.keys()) {
      if (this.#failures.size <= maxSubjects) break
      this.#failures.delete(oldest)
    }
  }
}
