import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBelowTaken } from '../../src/registration/capacity.ts'
import { type ConflictMap, newConflicts } from '../../src/registration/changes.ts'
import type { Session } from '../../src/registration/model.ts'
import { assign } from '../../src/registration/rules.ts'
import { narrowsTickets } from '../../src/registration/tickets.ts'
import { parseZonedDateTime } from '../../src/time/date-time.ts'
import { cross, expectedViolations } from './oracle.ts'
import { anyEvent, byId, session } from './sessions.ts'

const runs = { numRuns: 1000 }
const free = { cancelled: false, tickets: [1, 2, 3, 4] }

/** An event, and what a change makes of it: some sessions are as in another event. */
const anyChange = fc.tuple(anyEvent, anyEvent, fc.array(fc.nat(), { maxLength: 4 })).map(([before, other, picks]) => {
  const after = [...before]
  for (const [i, pick] of picks.entries()) {
    const [at, from] = [before.length > 0 ? pick % before.length : -1, other[i]]
    const old = after[at]
    if (old && from) after[at] = { ...from, id: old.id, name: old.name }
  }
  return { before, after }
})

const listed = (rivalries: ConflictMap) =>
  [...rivalries].flatMap(([id, ids]) => ids.map((other) => [id, other].sort((a, b) => a - b).join(' '))).sort()

/** The pairs of an event for which `clash` holds. */
function pairs(event: readonly Session[], clash: (a: Session, b: Session) => boolean): string[] {
  return event.flatMap((a) => event.filter((b) => a.id < b.id && clash(a, b)).map((b) => `${a.id} ${b.id}`))
}

const overlaps = (a: Session, b: Session) => cross(a, b) && !(a.allowOverlap && b.allowOverlap)
const excludes = (a: Session, b: Session) => a.groupId !== null && a.groupId === b.groupId && a.singleSelect

describe('a change to the sessions of an event', () => {
  test('sets against each other the pairs that clash after it and did not before, each once', () => {
    fc.assert(
      fc.property(anyChange, ({ before, after }) => {
        const found = newConflicts(before, after)
        const isNew = (clash: typeof overlaps) => {
          const old = new Set(pairs(before, clash))
          return pairs(after, clash).filter((pair) => !old.has(pair))
        }
        expect(listed(found.overlaps)).toEqual(isNew(overlaps).sort())
        expect(listed(found.singleSelects)).toEqual(isNew(excludes).sort())
      }),
      runs,
    )
  })

  test('that sets nothing that a registration holds against each other leaves it within the rules', () => {
    fc.assert(
      fc.property(anyChange, fc.array(fc.nat(), { maxLength: 6 }), ({ before, after }, picks) => {
        const open = (event: readonly Session[]) => event.map((s) => ({ ...s, capacity: null }))
        const wanted = picks.map((pick) => before[pick % Math.max(1, before.length)]?.id ?? 0).filter((id) => id > 0)
        const held = assign(free, [], wanted, byId(open(before)))
        fc.pre(held.kind === 'assigned')
        const ids = new Set(wanted)
        const { overlaps: times, singleSelects } = newConflicts(before, after)
        const hurt = [...listed(times), ...listed(singleSelects)].some((pair) =>
          pair.split(' ').every((id) => ids.has(Number(id))),
        )
        const broken = expectedViolations(free, [], wanted, open(after))
        expect(broken.length > 0).toBe(hurt)
      }),
      runs,
    )
  })

  test('that changes nothing sets nothing against each other', () => {
    fc.assert(
      fc.property(anyEvent, (event) => {
        const none = new Map()
        expect(newConflicts(event, structuredClone(event))).toEqual({ overlaps: none, singleSelects: none })
      }),
    )
  })
})

test('a capacity is lowered below what is taken only where fewer places are left for those who hold them', () => {
  const limit = fc.option(fc.integer({ min: 1, max: 9 }))
  fc.assert(
    fc.property(limit, limit, fc.nat({ max: 9 }), (before, after, taken) => {
      const [was, is] = [before ?? Number.POSITIVE_INFINITY, after ?? Number.POSITIVE_INFINITY]
      expect(isBelowTaken(before, after, taken)).toBe(is < was && is < taken)
    }),
  )
})

test('tickets are narrowed exactly where some holder of them would be shut out', () => {
  const tickets = fc.subarray([1, 2, 3, 4])
  const admits = (needed: readonly number[], holds: readonly number[]) =>
    needed.length === 0 || needed.some((ticket) => holds.includes(ticket))
  const everyHolding = Array.from({ length: 16 }, (_, bits) => [1, 2, 3, 4].filter((t) => bits & (1 << (t - 1))))
  fc.assert(
    fc.property(tickets, tickets, (before, after) => {
      const shutsOut = everyHolding.some((holds) => admits(before, holds) && !admits(after, holds))
      expect(narrowsTickets(before, after)).toBe(shutsOut)
    }),
  )
})

describe('sessions in Europe/Paris around the changes of its clocks', () => {
  /** When the clocks of Paris change, and what they show then: by hand, not by a library. */
  const changes = [
    { at: Date.UTC(2025, 2, 30, 1), before: 1, after: 2 },
    { at: Date.UTC(2025, 9, 26, 1), before: 2, after: 1 },
  ]
  const minute = 60_000
  const anySpan = fc.record({ from: fc.integer({ min: -300, max: 300 }), length: fc.integer({ min: 1, max: 240 }) })

  test.each(changes)('cross exactly where they share a moment: %j', ({ at, before, after }) => {
    const moment = (minutes: number) => {
      const epochMs = at + minutes * minute
      const hours = epochMs < at ? before : after
      const wall = new Date(epochMs + hours * 60 * minute).toISOString().slice(0, 16)
      const read = parseZonedDateTime(`${wall}+0${hours}:00`, 'Europe/Paris')
      if (read.kind === 'problem') throw new Error(read.reason)
      expect(read.time).toBe(wall.slice(11))
      return read.epochMs
    }
    fc.assert(
      fc.property(anySpan, anySpan, (one, other) => {
        const made = [one, other].map(({ from, length }, i) =>
          session(i + 1, { startsAt: moment(from), endsAt: moment(from + length) }),
        )
        const isShared = one.from < other.from + other.length && other.from < one.from + one.length
        const apart = made.map((s) => ({ ...s, startsAt: null, endsAt: null }))
        expect(listed(newConflicts(apart, made).overlaps)).toEqual(isShared ? ['1 2'] : [])
        expect(assign(free, [], [1, 2], byId(made)).kind).toBe(isShared ? 'refused' : 'assigned')
      }),
      runs,
    )
  })
})
