/** An event as those who register for it meet it. */
export interface EventSeats {
  readonly active: boolean
  /** Places there are; null is no limit. */
  readonly capacity: number | null
  /** Registrations that are not cancelled. */
  readonly taken: number
  /** Milliseconds since 1970-01-01 UTC: registration is open from the one on and until the other; null is no bound. */
  readonly opensAt: number | null
  readonly closesAt: number | null
}

/** Why nobody may register. */
export type EventViolation = EventInactive | RegistrationClosed | EventFull

export interface EventInactive {
  readonly code: 'EventInactive'
}

/** It is before `opensAt`, or no longer before `closesAt`. */
export interface RegistrationClosed {
  readonly code: 'RegistrationClosed'
  readonly opensAt: number | null
  readonly closesAt: number | null
}

/** All places of the event are taken. */
export interface EventFull {
  readonly code: 'EventFull'
  readonly capacity: number
  readonly taken: number
}

/** Whether the event has a place left; null when it has. */
export function eventFull({ capacity, taken }: Pick<EventSeats, 'capacity' | 'taken'>): EventFull | null {
  return capacity !== null && taken >= capacity ? { code: 'EventFull', capacity, taken } : null
}

/**
 * What stands against registering for the event at `at` (milliseconds since 1970-01-01 UTC); nothing, when it is open.
 * @param needsPlace false for one that is cancelled from the first
 */
export function checkRegistrationWindow(event: EventSeats, at: number, needsPlace: boolean): EventViolation[] {
  const { opensAt, closesAt } = event
  const isOpen = (opensAt === null || at >= opensAt) && (closesAt === null || at < closesAt)
  const full = needsPlace ? eventFull(event) : null
  return [
    ...(event.active ? [] : [{ code: 'EventInactive' } as const]),
    ...(isOpen ? [] : [{ code: 'RegistrationClosed', opensAt, closesAt } as const]),
    ...(full ? [full] : []),
  ]
}
