import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Session } from '../../src/registration/model.ts'
import { maxConflictsShown, type SessionViolation } from '../../src/registration/outcome.ts'
import { assign, remove } from '../../src/registration/rules.ts'
import { cross, expectedViolations, named } from './oracle.ts'
import { anyCall, anyEvent, byId, session } from './sessions.ts'

const runs = { numRuns: 2000 }
/** How many of the runs have to reach what a property is about. */
const minReached = 100
const ids = (sessions: readonly Session[]) => sessions.map((s) => s.id).sort((a, b) => a - b)

describe('assigning', () => {
  test('adds all that is new, or gives every reason that the plain rules give and no other', () => {
    fc.assert(
      fc.property(anyCall, ({ event, registration, held, wanted }) => {
        const outcome = assign(registration, held, wanted, byId(event))
        const expected = expectedViolations(registration, held, wanted, event)
        if (outcome.kind === 'refused') {
          expect(named(outcome.violations)).toEqual(expected)
          expect(expected).not.toEqual([])
        } else {
          expect(expected).toEqual([])
          const isNew = (s: Session) => wanted.includes(s.id) && !held.includes(s)
          expect(outcome.added).toEqual(ids(event.filter(isNew)))
        }
      }),
      runs,
    )
  })

  test('gives the right facts with each reason', () => {
    let refusals = 0
    fc.assert(
      fc.property(anyCall, ({ event, registration, held, wanted }) => {
        const outcome = assign(registration, held, wanted, byId(event))
        if (outcome.kind === 'assigned') return
        refusals++
        const added = event.filter((s) => wanted.includes(s.id) && !held.includes(s))
        for (const violation of outcome.violations) {
          if (violation.code === 'RegistrationCancelled' || violation.code === 'SessionNotFound') continue
          const about = event.find((s) => s.id === violation.sessionId)
          expect(about).toBeDefined()
          if (about)
            expectFacts(
              violation,
              about,
              [...held, ...added].filter((s) => s.id !== about.id),
            )
        }
      }),
      runs,
    )
    expect(refusals).toBeGreaterThan(minReached)
  })

  test('does not look at the order of the ids or at their number', () => {
    const shuffled = anyCall.chain((call) =>
      fc.record({
        call: fc.constant(call),
        order: fc.shuffledSubarray([...call.wanted, ...call.wanted], { minLength: call.wanted.length * 2 }),
        heldOrder: fc.shuffledSubarray(call.held, { minLength: call.held.length }),
        eventOrder: fc.shuffledSubarray(call.event, { minLength: call.event.length }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ call: { event, registration, held, wanted }, order, heldOrder, eventOrder }) => {
        const outcome = assign(registration, held, wanted, byId(event))
        expect(assign(registration, heldOrder, order, byId(eventOrder))).toEqual(outcome)
        expect(remove(heldOrder, order, byId(eventOrder))).toEqual(remove(held, wanted, byId(event)))
      }),
      runs,
    )
  })

  test('gives reasons in their order', () => {
    const codes = ['SessionNotFound', 'SessionFull', 'SessionOverlap', 'SingleSelect', 'TicketRequired']
    let refusals = 0
    fc.assert(
      fc.property(anyCall, ({ event, registration, held, wanted }) => {
        const outcome = assign(registration, held, wanted, byId(event))
        if (outcome.kind === 'assigned') return
        refusals++
        const places = outcome.violations.map((v) => ('sessionId' in v ? v.sessionId * 10 + codes.indexOf(v.code) : -1))
        expect(places).toEqual(places.toSorted((a, b) => a - b))
      }),
      runs,
    )
    expect(refusals).toBeGreaterThan(minReached)
  })

  test('again is no change', () => {
    let assignments = 0
    fc.assert(
      fc.property(anyCall, ({ event, registration, held, wanted }) => {
        const known = byId(event)
        const outcome = assign(registration, held, wanted, known)
        if (outcome.kind === 'refused') return
        assignments++
        const after = [...held, ...event.filter((s) => outcome.added.includes(s.id))]
        expect(assign(registration, after, wanted, known)).toEqual({ kind: 'assigned', added: [] })
      }),
      runs,
    )
    expect(assignments).toBeGreaterThan(minReached)
  })

  test('and then removing what was added leaves what was held', () => {
    let assignments = 0
    fc.assert(
      fc.property(anyCall, ({ event, registration, held, wanted }) => {
        const known = byId(event)
        const outcome = assign(registration, held, wanted, known)
        if (outcome.kind === 'refused') return
        assignments++
        const after = [...held, ...event.filter((s) => outcome.added.includes(s.id))]
        const undone = remove(after, outcome.added, known)
        expect(undone).toEqual({ kind: 'removed', removed: outcome.added })
        expect(ids(after.filter((s) => !outcome.added.includes(s.id)))).toEqual(ids(held))
      }),
      runs,
    )
    expect(assignments).toBeGreaterThan(minReached)
  })
})

describe('removing', () => {
  test('takes away what is both held and named, unless a session is unknown', () => {
    fc.assert(
      fc.property(anyCall, ({ event, held, wanted }) => {
        const unknown = wanted.filter((id) => !event.some((s) => s.id === id))
        const outcome = remove(held, wanted, byId(event))
        if (outcome.kind === 'removed') {
          expect(unknown).toEqual([])
          expect(outcome.removed).toEqual(ids(held.filter((s) => wanted.includes(s.id))))
        } else {
          expect(named(outcome.violations)).toEqual([...new Set(unknown)].map((id) => `SessionNotFound ${id}`).sort())
        }
      }),
      runs,
    )
  })
})

describe('an event of several registrations', () => {
  const people = 4
  const anySteps = fc.array(
    fc.record({
      who: fc.nat({ max: people - 1 }),
      verb: fc.constantFrom('assign', 'assign', 'remove'),
      wanted: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }),
      pick: fc.array(fc.nat(), { maxLength: 3 }),
    }),
    { maxLength: 40 },
  )

  test('never has more in a session than its capacity, and no registration ever breaks a rule', () => {
    fc.assert(
      fc.property(anyEvent, anySteps, (event, steps) => {
        const holds = Array.from({ length: people }, () => new Set<number>())
        const taken = (id: number) => holds.filter((held) => held.has(id)).length
        const now = () => byId(event.map((s) => ({ ...s, taken: taken(s.id) })))

        for (const { who, verb, wanted, pick } of steps) {
          const registration = { cancelled: false, tickets: who === 0 ? [] : [who] }
          const held = holds[who] ?? new Set()
          const known = now()
          // Mostly sessions there are; now and then any number.
          const named = event.length > 0 && pick.length > 0 ? pick.map((i) => event[i % event.length]?.id ?? 0) : wanted
          const sessions = [...held].map((id) => known.get(id)).filter((s) => s !== undefined)
          if (verb === 'assign') {
            const outcome = assign(registration, sessions, named, known)
            if (outcome.kind === 'assigned') for (const id of outcome.added) held.add(id)
          } else {
            const outcome = remove(sessions, named, known)
            if (outcome.kind === 'removed') for (const id of outcome.removed) held.delete(id)
          }
          for (const s of event) expect(taken(s.id)).toBeLessThanOrEqual(s.capacity ?? Number.POSITIVE_INFINITY)
          // What it holds could be assigned to it anew, in an event with places for all.
          const open = event.map((s) => ({ ...s, capacity: null }))
          expect(expectedViolations(registration, [], [...held], open)).toEqual([])
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('large requests', () => {
  const count = 20_000
  const registration = { cancelled: false, tickets: [] }
  const all = Array.from({ length: count }, (_, i) => i + 1)

  test('of sessions that all cross and are of one group are refused, each session for both, in a moment', () => {
    const event = byId(all.map((id) => session(id, { startsAt: id, endsAt: 1e6 + id, groupId: 1, singleSelect: true })))
    const outcome = assign(registration, [], all, event)
    expect(outcome.kind === 'refused' && outcome.violations.length).toBe(2 * count)
  }, 5_000)

  test('of sessions one after the other are assigned in a moment', () => {
    const event = byId(all.map((id) => session(id, { startsAt: id, endsAt: id + 1, groupId: id, singleSelect: true })))
    expect(assign(registration, [], all, event)).toEqual({ kind: 'assigned', added: all })
  }, 5_000)

  test('of sessions that all allow crossing, beside one that does not, are refused in a moment', () => {
    const event = byId(all.map((id) => session(id, { startsAt: id, endsAt: 1e6 + id, allowOverlap: id !== count })))
    const outcome = assign(registration, [], all, event)
    expect(outcome.kind === 'refused' && outcome.violations.length).toBe(count)
  }, 5_000)
})

/** Checks what a violation says of the session it is `about`; `others` would be held together with it. */
function expectFacts(violation: SessionViolation, about: Session, others: readonly Session[]): void {
  const told = (rivals: readonly Session[]) => ({
    with: rivals.slice(0, maxConflictsShown).map(({ id, name }) => ({ id, name })),
    more: rivals.length > maxConflictsShown,
  })
  switch (violation.code) {
    case 'SessionFull':
      expect(violation).toMatchObject({ capacity: about.capacity, taken: about.taken })
      break
    case 'TicketRequired':
      expect(violation.tickets).toEqual(about.tickets)
      break
    case 'SingleSelect': {
      const rivals = others.filter((s) => s.groupId === about.groupId).toSorted((a, b) => a.id - b.id)
      expect(violation).toMatchObject({ groupId: about.groupId, ...told(rivals) })
      break
    }
    case 'SessionOverlap': {
      const rivals = others
        .filter((s) => cross(s, about) && !(s.allowOverlap && about.allowOverlap))
        .toSorted((a, b) => (a.startsAt ?? 0) - (b.startsAt ?? 0) || a.id - b.id)
      expect(violation).toMatchObject(told(rivals))
    }
  }
}
