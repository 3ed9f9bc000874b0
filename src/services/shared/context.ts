import { randomUUID } from 'node:crypto'
import type { Principal } from '../../protocol/schema/access.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import type { Call } from '../../protocol/schema/handler.ts'
import type { Engine } from '../../store/engine.ts'

/** What every service is made of. */
export interface ServiceContext {
  readonly engine: Engine
  /** Milliseconds since 1970-01-01 UTC. */
  readonly now: () => number
  readonly process: ProcessInfo
  /** A GUID for what bears a name: chance, or in a sandbox with a seed the same each time. */
  readonly newGuid: (name: string) => string
}

/** What answers tell of this server process. */
export interface ProcessInfo {
  readonly AppInitTime: DateTime
  readonly ServerID: string
}

export function processInfo(now: number): ProcessInfo {
  return { AppInitTime: DateTime.fromEpoch(now), ServerID: randomUUID().replaceAll('-', '') }
}

/** The fields of a request that its answer carries too. */
interface Asked {
  readonly ClientID: number
  readonly BypassCache: boolean
  readonly Device: 'Desktop' | 'IOS' | 'Android'
}

/** The fields that every answer of the family begins with: taken from the store at `at`. */
export function responseMetadata({ ClientID, BypassCache, Device }: Asked, { process }: ServiceContext, at: number) {
  return { ClientID, BypassCache, Device, DateCached: DateTime.fromEpoch(at), UsingRedis: false, ...process }
}

/** Who does something, and when, as the audit records it. */
export interface Actor {
  readonly principal: string
  readonly requestId: string
  readonly at: number
}

export function auditContextOf(call: Call, at: number): Actor {
  return { principal: principalOf(call).id, requestId: call.requestId, at }
}

/** The caller of an operation that asks for a role: the gate has let nobody else in. */
export function principalOf({ principal }: Call): Principal {
  if (!principal) throw new Error('An operation that needs a role was called by nobody')
  return principal
}
