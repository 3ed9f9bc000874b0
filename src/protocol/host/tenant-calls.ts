import type { ServerResponse } from 'node:http'
import { guardCallback } from '../../runtime/guard.ts'
import { type Failure, failFor } from '../schema/failure.ts'
import { hostErrors } from './errors.ts'
import { maxUnsentBytes } from './limits.ts'

const retryAfterSeconds = 1

/** Limits how many calls of each tenant are in progress at once, so that no tenant can occupy every request slot. */
export class TenantCalls {
  readonly #maxCalls: number
  readonly #inProgress = new Map<number, number>()
  readonly #unsentBytes = new Map<number, number>()

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

  /** Counts the bytes of an answer of the tenant, until it is sent or its caller has gone. */
  addUnsent(tenant: number, response: ServerResponse, bytes: number): void {
    if (response.closed || response.destroyed) return
    this.#unsentBytes.set(tenant, (this.#unsentBytes.get(tenant) ?? 0) + bytes)
    response.once(
      'close',
      guardCallback('unsent-bytes', () => {
        const left = (this.#unsentBytes.get(tenant) ?? 0) - bytes
        if (left > 0) this.#unsentBytes.set(tenant, left)
        else this.#unsentBytes.delete(tenant)
      }),
    )
  }

  /** Why no further answer is made for the tenant, where it has not read those that it has; null: one is. */
  unsentFailure(tenant: number): Failure | null {
    const isFull = (this.#unsentBytes.get(tenant) ?? 0) > maxUnsentBytes
    return isFull ? failFor(retryAfterSeconds, hostErrors.TooManyUnreadAnswers, maxUnsentBytes / 1_048_576) : null
  }

  #leave(tenant: number): void {
    const others = (this.#inProgress.get(tenant) ?? 1) - 1
    if (others === 0) this.#inProgress.delete(tenant)
    else this.#inProgress.set(tenant, others)
  }
}
