import cluster from 'node:cluster'
import { type RateLimiterAbstract, RateLimiterCluster, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { RateLimit } from '../protocol/host/limits.ts'

/** Over how long calls are counted, in seconds: a burst of so many seconds' worth is no trouble. */
export const rateLimitWindowSeconds = 10

/** How long a worker waits for the count of all, in milliseconds. */
const countedWithin = 2_000

/**
 * Counts the calls of each client: of this process, or of all workers together.
 * @param perSecond how many a client may make in a second, on average
 * @param failed told where the workers' common count cannot be had: the call is then let through
 */
export function createRateLimit(perSecond: number, failed: (error: unknown) => void): RateLimit {
  const limiter = limiterOf({ points: perSecond * rateLimitWindowSeconds, duration: rateLimitWindowSeconds })
  return {
    async take(client, calls) {
      try {
        await limiter.consume(client, calls)
        return 0
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return Math.max(1, Math.ceil(refused.msBeforeNext / 1000))
        failed(refused)
        return 0
      }
    },
    charge(client, calls) {
      limiter.penalty(client, calls).catch(failed)
    },
  }
}

function limiterOf(count: { points: number; duration: number }): RateLimiterAbstract {
  const keyPrefix = 'client'
  if (!cluster.isWorker) return new RateLimiterMemory({ ...count, keyPrefix })
  return new RateLimiterCluster({ ...count, keyPrefix, timeoutMs: countedWithin })
}
