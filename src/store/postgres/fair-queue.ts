import { guardCallback } from '../../runtime/guard.ts'
import type { Scope } from '../change-log.ts'

/** How many slots there are, and how many of them one tenant, and one event, may hold at once. */
export interface SlotLimits {
  readonly slots: number
  readonly maxPerTenant: number
  readonly maxPerEvent: number
}

/** Gives a slot back. */
export type Release = () => void

/** Slots that a tenant, or one of its events, holds, and since when it was not given another one. */
interface Share {
  held: number
  lastGrant: number
}

interface EventShare extends Share {
  readonly waiting: Waiter[]
}

interface TenantShare extends Share {
  readonly events: Map<number | null, EventShare>
}

interface Waiter {
  readonly grant: (release: Release) => void
}

/**
 * Lends a few slots, such as connections, to tenants and their events. A free slot goes to the tenant that holds fewest, within
 * it to the event that holds fewest, and among equals to the one that waited longest: who asks for much waits behind its own.
 */
export class FairQueue {
  readonly #limits: SlotLimits
  readonly #tenants = new Map<number | null, TenantShare>()
  #free: number
  #waiting = 0
  #grants = 0

  constructor(limits: SlotLimits) {
    this.#limits = limits
    this.#free = limits.slots
  }

  /** How many wait for a slot. */
  get waiting(): number {
    return this.#waiting
  }

  /**
   * Waits for a slot.
   * @param maxWaitMs how long
   * @returns null where none was free in time
   */
  async acquire(scope: Scope, maxWaitMs: number): Promise<Release | null> {
    const tenant = this.#tenantOf(scope)
    const event = eventOf(tenant, scope)
    if (this.#free > 0 && this.#mayHoldMore(tenant) && this.#mayEventHoldMore(event)) {
      return this.#grant(scope, tenant, event)
    }
    return new Promise((resolve) => {
      const timer = setTimeout(
        guardCallback('fair-queue-timer', () => {
          event.waiting.splice(event.waiting.indexOf(waiter), 1)
          this.#waiting--
          this.#forget(scope, tenant, event)
          resolve(null)
        }),
        maxWaitMs,
      )
      const waiter: Waiter = {
        grant(release) {
          clearTimeout(timer)
          resolve(release)
        },
      }
      event.waiting.push(waiter)
      this.#waiting++
    })
  }

  #grant(scope: Scope, tenant: TenantShare, event: EventShare): Release {
    this.#free--
    this.#grants++
    for (const share of [tenant, event]) {
      share.held++
      share.lastGrant = this.#grants
    }
    let isReleased = false
    return () => {
      if (isReleased) return
      isReleased = true
      this.#free++
      tenant.held--
      event.held--
      this.#forget(scope, tenant, event)
      this.#serve()
    }
  }

  /** Lends what is free to those that wait. */
  #serve(): void {
    while (this.#free > 0 && this.#waiting > 0) {
      const next = this.#next()
      if (next === null) return
      const { client, tenant, eventId, event } = next
      const waiter = event.waiting.shift()
      if (waiter === undefined) return
      this.#waiting--
      waiter.grant(this.#grant({ client, event: eventId }, tenant, event))
    }
  }

  #next() {
    let best: { client: number | null; tenant: TenantShare; eventId: number | null; event: EventShare } | null = null
    for (const [client, tenant] of this.#tenants) {
      if (!this.#mayHoldMore(tenant) || (best && !isBefore(tenant, best.tenant))) continue
      let first: { eventId: number | null; event: EventShare } | null = null
      for (const [eventId, event] of tenant.events) {
        if (event.waiting.length === 0 || !this.#mayEventHoldMore(event)) continue
        if (first === null || isBefore(event, first.event)) first = { eventId, event }
      }
      if (first) best = { client, tenant, ...first }
    }
    return best
  }

  #mayHoldMore({ held }: TenantShare): boolean {
    return held < this.#limits.maxPerTenant
  }

  #mayEventHoldMore({ held }: EventShare): boolean {
    return held < this.#limits.maxPerEvent
  }

  #tenantOf({ client }: Scope): TenantShare {
    const known = this.#tenants.get(client)
    if (known) return known
    const tenant: TenantShare = { held: 0, lastGrant: 0, events: new Map() }
    this.#tenants.set(client, tenant)
    return tenant
  }

  /** Keeps only shares of those that hold something, or wait. */
  #forget({ client, event: eventId }: Scope, tenant: TenantShare, event: EventShare): void {
    if (event.held === 0 && event.waiting.length === 0) tenant.events.delete(eventId)
    if (tenant.held === 0 && tenant.events.size === 0) this.#tenants.delete(client)
  }
}

function eventOf({ events }: TenantShare, { event: id }: Scope): EventShare {
  const known = events.get(id)
  if (known) return known
  const event: EventShare = { held: 0, lastGrant: 0, waiting: [] }
  events.set(id, event)
  return event
}

function isBefore(a: Share, b: Share): boolean {
  return a.held < b.held || (a.held === b.held && a.lastGrant < b.lastGrant)
}
