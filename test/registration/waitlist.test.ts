import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Session } from '../../src/registration/model.ts'
import { assign } from '../../src/registration/rules.ts'
import { assignOrWait, nextEligible, type WaitlistEntry } from '../../src/registration/waitlist.ts'
import { expectedViolations, named } from './oracle.ts'
import { anyCall, anyEvent, anyRegistration, byId, session } from './sessions.ts'

const runs = { numRuns: 2000 }
const isFull = (s: Session) => s.capacity !== null && s.taken >= s.capacity

describe('assigning or waiting', () => {
  const anyWait = anyCall.chain((call) =>
    fc.record({ call: fc.constant(call), waiting: fc.uniqueArray(fc.integer({ min: 1, max: 60 })) }),
  )

  test('refuses what the plain rules refuse, but for full sessions', () => {
    fc.assert(
      fc.property(anyWait, ({ call: { event, registration, held, wanted }, waiting }) => {
        const outcome = assignOrWait(registration, held, new Set(waiting), wanted, byId(event))
        const open = event.map((s) => ({ ...s, capacity: null }))
        const expected = expectedViolations(registration, held, wanted, open)
        if (outcome.kind === 'refused') expect(named(outcome.violations)).toEqual(expected)
        else expect(expected).toEqual([])
      }),
      runs,
    )
  })

  test('assigns each new session that has a place, waits for each that has none, and never both', () => {
    let assignments = 0
    fc.assert(
      fc.property(anyWait, ({ call: { event, registration, held, wanted }, waiting }) => {
        const outcome = assignOrWait(registration, held, new Set(waiting), wanted, byId(event))
        if (outcome.kind === 'refused') return
        assignments++
        const added = event.filter((s) => wanted.includes(s.id) && !held.includes(s))
        const ids = (sessions: readonly Session[]) => sessions.map((s) => s.id).sort((a, b) => a - b)
        expect(outcome.added).toEqual(ids(added.filter((s) => !isFull(s))))
        expect(outcome.waited).toEqual(ids(added.filter((s) => isFull(s) && !waiting.includes(s.id))))
      }),
      runs,
    )
    expect(assignments).toBeGreaterThan(100)
  })

  test('is assigning where nothing is full', () => {
    fc.assert(
      fc.property(anyCall, ({ event, registration, held, wanted }) => {
        const known = byId(event.filter((s) => !isFull(s)))
        const outcome = assignOrWait(registration, held, new Set(), wanted, known)
        const plain = assign(registration, held, wanted, known)
        expect(outcome).toEqual(plain.kind === 'refused' ? plain : { ...plain, waited: [] })
      }),
      runs,
    )
  })
})

describe('the next in line', () => {
  const anyLine = anyEvent
    .filter((event) => event.length > 0)
    .chain((event) =>
      fc.record({
        event: fc.constant(event),
        target: fc.constantFrom(...event),
        line: fc.array(
          fc.record({
            registration: anyRegistration,
            held: fc.subarray(event, { maxLength: Math.min(event.length, 3) }),
          }),
          { maxLength: 8 },
        ),
      }),
    )

  test('are the first to whom the rules give a place, in order, until there is none left', () => {
    fc.assert(
      fc.property(anyLine, ({ event, target, line }) => {
        const waiters = line.map(({ registration, held }, id): WaitlistEntry => ({ ...registration, id, held }))
        const chosen = nextEligible(target, waiters)
        const open = event.map((s) => (s.id === target.id ? { ...s, capacity: null } : s))
        const may = waiters.filter(
          (w) => !w.held.includes(target) && expectedViolations(w, w.held, [target.id], open).length === 0,
        )
        const free = target.capacity === null ? may.length : Math.max(0, target.capacity - target.taken)
        expect(chosen).toEqual(may.slice(0, free).map((w) => w.id))
      }),
      runs,
    )
  })

  test('of a long line are found in a moment', () => {
    const target = session(1, { capacity: 10_000 })
    const line = Array.from(
      { length: 20_000 },
      (_, id): WaitlistEntry => ({ id, cancelled: id % 2 === 0, tickets: [], held: [] }),
    )
    expect(nextEligible(target, line)).toHaveLength(10_000)
  }, 5_000)
})

describe('an event with waiting lists', () => {
  const people = 5
  const anySteps = fc.array(
    fc.record({
      who: fc.nat({ max: people - 1 }),
      verb: fc.constantFrom('wait', 'wait', 'assign', 'remove'),
      pick: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 60 },
  )

  test('is never over capacity; nobody both holds and waits; the order is kept; no promotion breaks a rule', () => {
    fc.assert(
      fc.property(
        anyEvent.filter((event) => event.length > 0),
        anySteps,
        (event, steps) => {
          const holds = Array.from({ length: people }, () => new Set<number>())
          const lines = new Map(event.map((s) => [s.id, [] as number[]]))
          const taken = (id: number) => holds.filter((held) => held.has(id)).length
          const known = () => byId(event.map((s) => ({ ...s, taken: taken(s.id) })))
          const registration = (who: number) => ({ cancelled: false, tickets: who === 0 ? [] : [who] })
          const heldBy = (who: number) =>
            [...(holds[who] ?? [])].map((id) => known().get(id)).filter((s) => s !== undefined)

          for (const { who, verb, pick } of steps) {
            const wanted = pick.map((i) => event[i % event.length]?.id ?? 0)
            const held = holds[who] ?? new Set()
            if (verb === 'remove') {
              for (const id of wanted) {
                held.delete(id)
                lines.set(
                  id,
                  (lines.get(id) ?? []).filter((other) => other !== who),
                )
              }
            } else {
              const waiting = new Set(event.map((s) => s.id).filter((id) => lines.get(id)?.includes(who)))
              const plain = assign(registration(who), heldBy(who), wanted, known())
              const outcome =
                verb === 'wait'
                  ? assignOrWait(registration(who), heldBy(who), waiting, wanted, known())
                  : plain.kind === 'refused'
                    ? plain
                    : { ...plain, waited: [] }
              if (outcome.kind === 'assigned') {
                for (const id of outcome.added) held.add(id)
                for (const id of outcome.added)
                  lines.set(
                    id,
                    (lines.get(id) ?? []).filter((other) => other !== who),
                  )
                for (const id of outcome.waited) lines.get(id)?.push(who)
              }
            }
            for (const { id } of event) {
              const before = lines.get(id) ?? []
              const target = known().get(id)
              if (!target) continue
              const waiters = before.map((other) => ({ ...registration(other), id: other, held: heldBy(other) }))
              const chosen = nextEligible(target, waiters)
              for (const other of chosen) holds[other]?.add(id)
              lines.set(
                id,
                before.filter((other) => !chosen.includes(other)),
              )
            }

            const open = event.map((s) => ({ ...s, capacity: null }))
            for (const s of event) {
              expect(taken(s.id)).toBeLessThanOrEqual(s.capacity ?? Number.POSITIVE_INFINITY)
              const line = lines.get(s.id) ?? []
              expect(new Set(line).size).toBe(line.length)
              for (const other of line) {
                expect(holds[other]?.has(s.id)).toBe(false)
                // Whoever still waits has no place to have, or is kept from it by a rule.
                const isKept = expectedViolations(registration(other), heldBy(other), [s.id], open).length > 0
                expect(isKept || taken(s.id) >= (s.capacity ?? Number.POSITIVE_INFINITY)).toBe(true)
              }
            }
            for (const [other, held] of holds.entries()) {
              expect(expectedViolations(registration(other), [], [...held], open)).toEqual([])
            }
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
