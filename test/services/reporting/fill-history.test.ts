import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { downsample, type OccupancyChange, occupancyOf } from '../../../src/services/reporting/fill-history.ts'

const change = (action: string, subject: string, after: object | null, at = 1): OccupancyChange => ({
  at,
  action,
  subject,
  after: after && JSON.stringify(after),
})
const ids = (...SessionIds: number[]) => ({ SessionIds })
const taken = (changes: readonly OccupancyChange[], session: number | null) =>
  occupancyOf(changes, session).map((step) => step.taken)

describe('the fill', () => {
  test('follows assignments, removals and promotions, of one session or of all', () => {
    const changes = [
      change('assign', 'a', ids(1, 2)),
      change('assign', 'b', ids(2)),
      change('remove', 'a', ids(1)),
      change('promote', 'c', ids(2)),
      change('waitlist.add', 'd', ids(2)),
    ]
    expect(taken(changes.slice(0, 4), null)).toEqual([2, 3, 2, 3])
    expect(taken(changes.slice(0, 4), 2)).toEqual([1, 2, 1, 2])
  })

  test('a registration that is cancelled takes nothing, and what it has left when it is restored', () => {
    const changes = [
      change('assign', 'a', ids(1, 2)),
      change('registration.cancel', 'a', null),
      change('remove', 'a', ids(1)),
      change('registration.restore', 'a', null),
      change('registration.delete', 'a', null),
      change('registration.create', 'a', { Status: 'Cancelled' }),
    ]
    expect(taken(changes, null)).toEqual([2, 0, 1, 0])
  })
})

test('thinned steps keep the last, no more than asked for, and the greatest gap is a span', () => {
  const gaps = fc.array(fc.tuple(fc.nat(1000), fc.nat(50)), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(gaps, fc.integer({ min: 2, max: 60 }), (list, points) => {
      let at = 0
      const steps = list.map(([gap, count]) => {
        at += gap
        return { at, taken: count }
      })
      const few = downsample(steps, points)
      expect(few.length).toBeLessThanOrEqual(Math.max(points, 0))
      expect(few.at(-1)).toEqual(steps.at(-1))
      const span = (at - (steps[0]?.at ?? 0) + 1) / points
      for (const step of steps) {
        const shown = few.find((each) => each.at >= step.at)
        expect((shown?.at ?? Number.POSITIVE_INFINITY) - step.at).toBeLessThanOrEqual(steps.length <= points ? 0 : span)
      }
    }),
  )
})
