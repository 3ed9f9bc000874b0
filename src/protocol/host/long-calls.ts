import { type Failure, failFor } from '../schema/failure.ts'
import { hostErrors } from './errors.ts'
import type { TenantLimits } from './limits.ts'

/** When a caller who is refused may try again, in seconds. */
const retryAfterSeconds = 5

interface Tenant {
  underWay: number
  readonly waiting: (() => void)[]
}

/** The long calls of each tenant: a few at once, and others wait for their turn, so that no tenant keeps the rest from theirs. */
export class LongCalls {
  readonly #limits: TenantLimits
  readonly #tenants = new Map<number, Tenant>()

  constructor(limits: TenantLimits) {
    this.#limits = limits
  }

  /** Waits for the tenant's turn. @returns what ends the call, or TooManyLongCalls */
  async enter(tenant: number): Promise<(() => void) | Failure> {
    const { maxLongCalls, maxWaiting } = this.#limits
    const found = this.#tenants.get(tenant) ?? { underWay: 0, waiting: [] }
    this.#tenants.set(tenant, found)
    if (found.underWay < maxLongCalls) found.underWay++
    else if (found.waiting.length >= maxWaiting) {
      return failFor(retryAfterSeconds, hostErrors.TooManyLongCalls, found.waiting.length)
    }
    // Its place is handed over by the one that ends.
    else await new Promise<void>((resolve) => found.waiting.push(resolve))
    return () => this.#leave(tenant, found)
  }

  #leave(tenant: number, found: Tenant): void {
    const next = found.waiting.shift()
    if (next) next()
    else if (--found.underWay === 0) this.#tenants.delete(tenant)
  }
}
