import { type Failure, failFor } from '../schema/failure.ts'
import { hostErrors } from './errors.ts'

const retryAfterSeconds = 1

/** Limits how many calls of each tenant are in progress at once, so that no tenant can occupy every request slot. */
export class TenantCalls {
  readonly #maxCalls: number
  readonly #inProgress = new Map<number, number>()

  constructor(maxCalls: number) {
    this.#maxCalls = maxCalls
  }

  /** Counts a call. @returns what ends it, to be called any number of times, or TooManyConcurrentCalls */
  enter(tenant: number): (() => void) | Failure {
    const inProgress = this.#inProgress.get(tenant) ?? 0
    if (inProgress >= this.#maxCalls) {
      return failFor(retryAfterSeconds, hostErrors.TooManyConcurrentCalls, this.#maxCalls)
    }
    this.#inProgress.set(tenant, inProgress + 1)
    let hasEnded = false
    return () => {
      if (hasEnded) return
      hasEnded = true
      this.#leave(tenant)
    }
  }

  #leave(tenant: number): void {
    const others = (this.#inProgress.get(tenant) ?? 1) - 1
    if (others === 0) this.#inProgress.delete(tenant)
    else this.#inProgress.set(tenant, others)
  }
}
