import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRegistrationWindow, eventFull } from '../../src/registration/event-capacity.ts'
import { checkTickets, soldOut, type Ticket } from '../../src/registration/inventory.ts'
import type { Session } from '../../src/registration/model.ts'
import { planRestore } from '../../src/registration/restore.ts'
import { assign } from '../../src/registration/rules.ts'
import { lostTickets } from '../../src/registration/tickets.ts'
import { expectedViolations, named } from './oracle.ts'
import { anyEvent, byId, session } from './sessions.ts'

/** A registration of the model: what it holds, or held when it was cancelled. */
interface Person {
  live: boolean
  tickets: readonly number[]
  sessions: readonly number[]
}

const anyTickets = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 1, max: 4 }),
    active: fc.constantFrom(true, true, true, false),
    quantity: fc.option(fc.integer({ min: 0, max: 3 })),
  }),
  { selector: (ticket) => ticket.id, maxLength: 4 },
)

const anySteps = fc.array(
  fc.record({
    verb: fc.constantFrom('register', 'register', 'cancel', 'restore', 'force'),
    who: fc.nat({ max: 9 }),
    tickets: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
    picks: fc.array(fc.nat(), { maxLength: 3 }),
  }),
  { maxLength: 40 },
)

/** An event that registrations come to and go from, as the services would have it by the rules. */
class Model {
  readonly people: Person[] = []
  readonly #sessions: readonly Session[]
  readonly #tickets: readonly Omit<Ticket, 'sold'>[]
  readonly #capacity: number | null

  constructor(sessions: readonly Session[], tickets: readonly Omit<Ticket, 'sold'>[], capacity: number | null) {
    this.#sessions = sessions
    this.#tickets = tickets
    this.#capacity = capacity
  }

  get live(): Person[] {
    return this.people.filter((person) => person.live)
  }

  get sessions(): Session[] {
    const taken = (id: number) => this.live.filter((person) => person.sessions.includes(id)).length
    return this.#sessions.map((each) => ({ ...each, taken: taken(each.id) }))
  }

  get tickets(): Ticket[] {
    const sold = (id: number) => this.live.filter((person) => person.tickets.includes(id)).length
    return this.#tickets.map((each) => ({ ...each, sold: sold(each.id) }))
  }

  get places() {
    return { active: true, capacity: this.#capacity, taken: this.live.length, opensAt: null, closesAt: null }
  }

  register(tickets: readonly number[], wanted: readonly number[]): void {
    const known = new Map(this.tickets.map((ticket) => [ticket.id, ticket]))
    if (checkRegistrationWindow(this.places, 0, true).length + checkTickets(tickets, known, true).length > 0) return
    const outcome = assign({ cancelled: false, tickets }, [], wanted, byId(this.sessions))
    if (outcome.kind === 'assigned') this.people.push({ live: true, tickets, sessions: outcome.added })
  }

  /** @returns whether it was restored */
  restore(person: Person, isForced: boolean): boolean {
    if (person.live || eventFull(this.places)) return false
    const { violations, tickets, sessions } = planRestore(
      this.tickets.filter(({ id }) => person.tickets.includes(id)),
      this.sessions.filter(({ id }) => person.sessions.includes(id)),
    )
    if (violations.length > 0 && !isForced) return false
    Object.assign(person, { live: true, tickets, sessions })
    return true
  }
}

const anyModel = fc
  .record({ sessions: anyEvent, tickets: anyTickets, capacity: fc.option(fc.integer({ min: 1, max: 5 })) })
  .map(({ sessions, tickets, capacity }) => {
    const open = sessions.map((each) => ({ ...each, taken: 0 }))
    return { model: new Model(open, tickets, capacity), ids: open.map(({ id }) => id) }
  })

function play(
  { model, ids }: { model: Model; ids: readonly number[] },
  steps: typeof anySteps extends fc.Arbitrary<infer S> ? S : never,
) {
  for (const { verb, who, tickets, picks } of steps) {
    const person = model.people[who]
    const wanted = ids.length === 0 ? [] : picks.map((pick) => ids[pick % ids.length] ?? 0)
    if (verb === 'register') model.register(tickets, wanted)
    else if (person && verb === 'cancel') person.live = false
    else if (person) model.restore(person, verb === 'force')
  }
}

describe('an event that people come to and go from', () => {
  test('never has more people, tickets sold or session places taken than there are', () => {
    fc.assert(
      fc.property(anyModel, anySteps, (start, steps) => {
        play(start, steps)
        const { model } = start
        expect(model.live.length).toBeLessThanOrEqual(model.places.capacity ?? Number.POSITIVE_INFINITY)
        for (const { quantity, sold } of model.tickets) {
          expect(sold).toBeLessThanOrEqual(quantity ?? Number.POSITIVE_INFINITY)
        }
        for (const { capacity, taken } of model.sessions) {
          expect(taken).toBeLessThanOrEqual(capacity ?? Number.POSITIVE_INFINITY)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('has nobody who holds what the rules forbid, forced or not', () => {
    fc.assert(
      fc.property(anyModel, anySteps, (start, steps) => {
        play(start, steps)
        const open = start.model.sessions.map((each) => ({ ...each, capacity: null }))
        for (const { tickets, sessions } of start.model.live) {
          expect(expectedViolations({ cancelled: false, tickets }, [], sessions, open)).toEqual([])
        }
      }),
      { numRuns: 500 },
    )
  })

  test('gives who is cancelled and restored exactly what was held, when nothing else happened', () => {
    fc.assert(
      fc.property(anyModel, anySteps, (start, steps) => {
        play(start, steps)
        for (const person of start.model.live) {
          const before = { ...person, tickets: person.tickets.toSorted((a, b) => a - b) }
          person.live = false
          expect(start.model.restore(person, false)).toBe(true)
          expect(person).toEqual(before)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('restoring', () => {
  test('gives the reasons of a new assignment, and keeps a set to which nothing lost could be added', () => {
    fc.assert(
      fc.property(anyEvent, anyTickets, fc.nat({ max: 3 }), (sessions, kinds, sold) => {
        const tickets = kinds.map((ticket) => ({ ...ticket, sold }))
        const held = sessions.slice(0, 6)
        const outcome = planRestore(tickets, held)
        const all = tickets.map(({ id }) => id)
        const ofSessions = outcome.violations.filter((violation) => violation.code !== 'TicketSoldOut')
        const ids = held.map(({ id }) => id)
        expect(named(ofSessions)).toEqual(expectedViolations({ cancelled: false, tickets: all }, [], ids, held))
        const kept = held.filter(({ id }) => outcome.sessions.includes(id))
        const registration = { cancelled: false, tickets: outcome.tickets }
        for (const lost of held.filter(({ id }) => !outcome.sessions.includes(id))) {
          expect(assign(registration, kept, [lost.id], byId(held)).kind).toBe('refused')
        }
        expect(outcome.tickets).toEqual(
          tickets
            .filter((ticket) => soldOut(ticket) === null)
            .map(({ id }) => id)
            .sort((a, b) => a - b),
        )
      }),
      { numRuns: 1000 },
    )
  })

  test('keeps a ticket that was made inactive meanwhile', () => {
    expect(planRestore([{ id: 1, active: false, quantity: null, sold: 0 }], []).tickets).toEqual([1])
  })
})

describe('taking tickets away', () => {
  test('loses the sessions that had one and have none', () => {
    const held = [
      session(1, { tickets: [1, 2] }),
      session(2, { tickets: [1] }),
      session(3),
      session(4, { tickets: [9] }),
    ]
    const lost = (after: readonly number[]) => lostTickets(held, [1, 2], after).map(({ sessionId }) => sessionId)
    expect([lost([1, 2]), lost([2]), lost([])]).toEqual([[], [2], [1, 2]])
  })
})
