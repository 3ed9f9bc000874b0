import fc from 'fast-check'
import type { Session } from '../../src/registration/model.ts'

/** A session without a limit, times, group or tickets, but for what is `given`. */
export function session(id: number, given: Partial<Session> = {}): Session {
  return {
    id,
    name: `Session ${id}`,
    capacity: null,
    taken: 0,
    startsAt: null,
    endsAt: null,
    allowOverlap: false,
    groupId: null,
    singleSelect: false,
    tickets: [],
    ...given,
  }
}

/** Times of one day as the rules take them: `at('9:30', '10:00')`. */
export function at(start: string, end: string): Pick<Session, 'startsAt' | 'endsAt'> {
  return { startsAt: clock(start), endsAt: clock(end) }
}

function clock(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return Date.UTC(2025, 10, 1, hours, minutes)
}

export function byId(sessions: readonly Session[]): ReadonlyMap<number, Session> {
  return new Map(sessions.map((s) => [s.id, s]))
}

/** The sessions of one small event: few times, groups and tickets, so that they get in each other's way. */
export const anyEvent = fc
  .uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 60 }),
      capacity: fc.option(fc.integer({ min: 1, max: 3 })),
      taken: fc.integer({ min: 0, max: 3 }),
      startsAt: fc.option(fc.integer({ min: 0, max: 20 }), { freq: 8 }),
      endsAt: fc.option(fc.integer({ min: 0, max: 24 }), { freq: 8 }),
      allowOverlap: fc.boolean(),
      groupId: fc.option(fc.integer({ min: 1, max: 6 })),
      tickets: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
    }),
    { selector: (s) => s.id, maxLength: 24 },
  )
  // The flag is the group's: here, groups of an even number allow one session.
  .map((event) => event.map((s) => session(s.id, { ...s, singleSelect: s.groupId !== null && s.groupId % 2 === 0 })))

export const anyRegistration = fc.record({
  cancelled: fc.boolean(),
  tickets: fc.uniqueArray(fc.integer({ min: 1, max: 4 })),
})

/** An event, some of its sessions held, and ids wanted: of it, held or not, unknown, or twice. */
export const anyCall = anyEvent.chain((event) =>
  fc.record({
    event: fc.constant(event),
    registration: anyRegistration,
    held: fc.subarray(event, { maxLength: Math.min(event.length, 4) }),
    wanted: fc.array(fc.oneof(fc.constantFrom(0, ...event.map((s) => s.id)), fc.integer({ min: 1, max: 60 })), {
      maxLength: 8,
    }),
  }),
)
