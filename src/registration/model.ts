/** A session of an event, as the rules see it. */
export interface Session {
  readonly id: number
  readonly name: string
  /** Places there are; null is no limit. Never 0: see {@link capacityOf}. */
  readonly capacity: number | null
  /** Places held by registrations that are not cancelled. */
  readonly taken: number
  /** Milliseconds since 1970-01-01 UTC; null when no time is set. */
  readonly startsAt: number | null
  /** Milliseconds since 1970-01-01 UTC, itself no longer part of the session; null when no time is set. */
  readonly endsAt: number | null
  /** It may cross another session that allows it too. */
  readonly allowOverlap: boolean
  /** The group it belongs to; null when it belongs to none. */
  readonly groupId: number | null
  /** Its group's: a registration holds at most one session of the group. Means nothing without a group. */
  readonly singleSelect: boolean
  /** The tickets of which a registration needs any one; empty when none is needed. */
  readonly tickets: readonly number[]
}

/** A registration for an event, as the rules see it. */
export interface Registration {
  readonly cancelled: boolean
  /** The tickets it holds. */
  readonly tickets: readonly number[]
}

/** The capacity that MaxRegistrants stands for: the contract reads null and 0 as no limit, and so are negative numbers. */
export function capacityOf(maxRegistrants: number | null): number | null {
  return maxRegistrants !== null && maxRegistrants > 0 ? maxRegistrants : null
}
