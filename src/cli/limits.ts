import { getHeapStatistics } from 'node:v8'
import type { HostLimits } from '../protocol/host/limits.ts'
import type { ServingOptions } from './options.ts'

/** The part of the memory there is that may be in use while requests are taken on. */
const usable = 0.9

/** The share of all request slots that one tenant may occupy. */
const maxShareOfTenant = 0.8

/** So many long calls of a tenant wait for each one that is under way. */
const waitingPerLongCall = 8

type LimitOptions = Pick<
  ServingOptions,
  'bodyLimit' | 'requestLimit' | 'connectionLimit' | 'rowLimit' | 'answerLimit' | 'timeLimit' | 'longCallLimit'
>

/** What a server takes on: what its settings say, and what the process has. */
export function limitsOf(options: LimitOptions): HostLimits {
  const { bodyLimit, requestLimit, connectionLimit, rowLimit, answerLimit, timeLimit, longCallLimit } = options
  return {
    maxBodyBytes: bodyLimit,
    maxRequests: requestLimit,
    maxConnections: connectionLimit,
    headersTimeoutMs: 10_000,
    requestTimeoutMs: 60_000,
    work: { maxRows: rowLimit, maxAnswerBytes: answerLimit, maxMs: timeLimit * 1_000 },
    tenant: {
      maxCalls: Math.ceil(requestLimit * maxShareOfTenant),
      maxLongCalls: longCallLimit,
      maxWaiting: longCallLimit * waitingPerLongCall,
    },
    arrival: { maxRequests: 1_000, maxRequestsPerNetwork: 100, minBytesPerSecond: 500, graceMs: 5_000 },
    maxHeapBytes: Math.floor(getHeapStatistics().heap_size_limit * usable),
    maxResidentBytes: Math.floor(containerMemory() * usable),
  }
}

/** What a container lets the process have, in bytes; 0 where there is no such limit. */
function containerMemory(): number {
  const limit = process.constrainedMemory?.() ?? 0
  // Without a limit, some systems tell a number that no machine has.
  return limit < Number.MAX_SAFE_INTEGER / 2 ? limit : 0
}
