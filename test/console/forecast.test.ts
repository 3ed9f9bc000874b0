import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forecast } from '../../console/src/model/forecast.ts'
import type { Session as Shown } from '../../console/src/model/session.ts'
import type { Session } from '../../src/registration/model.ts'
import { assign } from '../../src/registration/rules.ts'
import { anyEvent, anyRegistration, byId } from '../registration/sessions.ts'

/** A session of the rules as the console reads it. */
function shown({ id, name, capacity, taken, startsAt, endsAt, allowOverlap, groupId, tickets }: Session): Shown {
  const wall = (minutes: number | null) => (minutes === null ? null : { date: '2025-11-01', minutes })
  const rest = { presenter: '', room: '', description: '', attended: 0 }
  const times = { start: wall(startsAt), end: wall(endsAt), allowsOverlap: allowOverlap }
  return { id, name, places: capacity, taken, groupId, tickets, ...times, ...rest }
}

test('what is told before is what the rules will say', () => {
  const drawn = anyEvent
    .filter((event) => event.length > 0)
    .chain((event) =>
      fc.record({
        event: fc.constant(event),
        wanted: fc.constantFrom(...event),
        held: fc.subarray(event, { maxLength: Math.min(event.length, 4) }),
        registration: anyRegistration,
      }),
    )
  fc.assert(
    fc.property(drawn, ({ event, wanted, held, registration }) => {
      fc.pre(!held.includes(wanted))
      const outcome = assign(registration, held, [wanted.id], byId(event))
      const codes = outcome.kind === 'refused' ? outcome.violations.map(({ code }) => code) : []
      const groups = event.flatMap(({ groupId, singleSelect }) =>
        groupId === null
          ? []
          : [{ id: groupId, name: `Group ${groupId}`, isTrack: false, isSingleSelect: singleSelect }],
      )
      const whose = { isCancelled: registration.cancelled, tickets: registration.tickets }
      const told = forecast(whose, held.map(shown), shown(wanted), { groups, tickets: new Map() })
      expect(told.map(({ code }) => code).toSorted()).toEqual(codes.toSorted())
    }),
    { numRuns: 1_000 },
  )
})
