import { describe, expect, test } from 'vitest'
import { capacityOf, type Registration, type Session } from '../../src/registration/model.ts'
import { assign } from '../../src/registration/rules.ts'
import { at, byId, session } from './sessions.ts'

const registered: Registration = { cancelled: false, tickets: [] }
const cancelled: Registration = { cancelled: true, tickets: [] }

/** Asks for all the `wanted` sessions, with those of `held` assigned already. */
function ask(wanted: readonly Session[], held: readonly Session[] = [], registration = registered) {
  const ids = wanted.map((s) => s.id)
  return assign(registration, held, ids, byId([...held, ...wanted]))
}

const assigned = (...added: number[]) => ({ kind: 'assigned', added })
const refused = (...violations: object[]) => ({ kind: 'refused', violations })

describe('assigning', () => {
  test('adds every session that is named', () => {
    expect(ask([session(2), session(1)])).toEqual(assigned(1, 2))
  })

  test('orders ids as numbers', () => {
    expect(ask([session(10), session(9), session(100)])).toEqual(assigned(9, 10, 100))
  })

  test('counts a session named twice once', () => {
    const last = session(1, { capacity: 5, taken: 4, groupId: 1, singleSelect: true, ...at('9:00', '10:00') })
    expect(ask([last, last])).toEqual(assigned(1))
  })

  test('of nothing is no change', () => {
    expect(ask([])).toEqual(assigned())
  })

  test('refuses all for the sake of one', () => {
    expect(assign(registered, [], [1, 2], byId([session(1)]))).toEqual(
      refused({ code: 'SessionNotFound', sessionId: 2 }),
    )
  })

  test('of a session that is held is no change, whatever has become of it', () => {
    const full = session(1, { capacity: 1, taken: 1, tickets: [9] })
    expect(ask([full, session(2)], [full])).toEqual(assigned(2))
  })

  test('of a held session that the event no longer has is no change either', () => {
    expect(assign(registered, [session(1)], [1], byId([]))).toEqual(assigned())
  })

  test('gives every reason of every session, by session and then by rule', () => {
    const event = [
      session(3, { capacity: 1, taken: 1, tickets: [7], groupId: 1, singleSelect: true, ...at('9:00', '10:00') }),
      session(1, { ...at('9:30', '11:00') }),
      session(5, { groupId: 1, singleSelect: true }),
    ]
    expect(assign(cancelled, [], [5, 4, 3, 1], byId(event))).toEqual(
      refused(
        { code: 'RegistrationCancelled' },
        { code: 'SessionOverlap', sessionId: 1, with: [{ id: 3, name: 'Session 3' }], more: false },
        { code: 'SessionFull', sessionId: 3, capacity: 1, taken: 1 },
        { code: 'SessionOverlap', sessionId: 3, with: [{ id: 1, name: 'Session 1' }], more: false },
        { code: 'SingleSelect', sessionId: 3, groupId: 1, with: [{ id: 5, name: 'Session 5' }], more: false },
        { code: 'TicketRequired', sessionId: 3, tickets: [7] },
        { code: 'SessionNotFound', sessionId: 4 },
        { code: 'SingleSelect', sessionId: 5, groupId: 1, with: [{ id: 3, name: 'Session 3' }], more: false },
      ),
    )
  })
})

describe('a cancelled registration', () => {
  test('takes no session', () => {
    expect(ask([session(1)], [], cancelled)).toEqual(refused({ code: 'RegistrationCancelled' }))
  })

  test('takes not even one that it holds', () => {
    expect(ask([session(1)], [session(1)], cancelled)).toEqual(refused({ code: 'RegistrationCancelled' }))
  })
})

describe('capacity', () => {
  test('the last place can be taken', () => {
    expect(ask([session(1, { capacity: 2, taken: 1 })])).toEqual(assigned(1))
  })

  test('none beyond it', () => {
    expect(ask([session(1, { capacity: 2, taken: 2 })])).toEqual(
      refused({ code: 'SessionFull', sessionId: 1, capacity: 2, taken: 2 }),
    )
  })

  test('nor where a lowered capacity is exceeded already', () => {
    expect(ask([session(1, { capacity: 2, taken: 5 })])).toEqual(
      refused({ code: 'SessionFull', sessionId: 1, capacity: 2, taken: 5 }),
    )
  })

  test('null is no limit', () => {
    expect(ask([session(1, { capacity: null, taken: 1_000_000 })])).toEqual(assigned(1))
  })

  test.each([
    [null, null],
    [0, null],
    [-1, null],
    [1, 1],
    [290, 290],
  ])('MaxRegistrants %s is a capacity of %s', (maxRegistrants, capacity) => {
    expect(capacityOf(maxRegistrants)).toBe(capacity)
  })
})

describe('times', () => {
  const overlap = (id: number, ...others: number[]) => ({
    code: 'SessionOverlap',
    sessionId: id,
    with: others.map((other) => ({ id: other, name: `Session ${other}` })),
    more: false,
  })

  test('two wanted sessions that cross both offend', () => {
    const wanted = [session(1, at('9:00', '10:00')), session(2, at('9:30', '10:30'))]
    expect(ask(wanted)).toEqual(refused(overlap(1, 2), overlap(2, 1)))
  })

  test('a wanted session that crosses a held one offends', () => {
    const held = [session(1, at('9:00', '10:00'))]
    expect(ask([session(2, at('9:30', '10:30'))], held)).toEqual(refused(overlap(2, 1)))
  })

  test('held sessions that cross each other offend nobody', () => {
    const held = [session(1, at('9:00', '10:00')), session(2, at('9:00', '10:00'))]
    expect(ask([session(3, at('10:00', '11:00'))], held)).toEqual(assigned(3))
  })

  test('a session may start the moment another ends', () => {
    const wanted = [session(1, at('9:00', '10:00')), session(2, at('10:00', '11:00')), session(3, at('8:00', '9:00'))]
    expect(ask(wanted)).toEqual(assigned(1, 2, 3))
  })

  test.each([
    ['the same times', at('9:00', '10:00')],
    ['within', at('9:15', '9:45')],
    ['around', at('8:00', '11:00')],
    ['with the same start', at('9:00', '9:01')],
    ['with the same end', at('9:59', '10:00')],
  ])('%s cross', (_, times) => {
    expect(ask([session(2, times)], [session(1, at('9:00', '10:00'))])).toEqual(refused(overlap(2, 1)))
  })

  test.each([
    ['no time at all', { startsAt: null, endsAt: null }],
    ['no end', { ...at('9:00', '10:00'), endsAt: null }],
    ['no start', { ...at('9:00', '10:00'), startsAt: null }],
    ['no length', at('9:30', '9:30')],
    ['an end before its start', at('9:45', '9:15')],
  ])('a session with %s crosses nothing', (_, times) => {
    const hour = session(1, at('9:00', '10:00'))
    expect(ask([session(2, times)], [hour])).toEqual(assigned(2))
    expect(ask([hour], [session(2, times)])).toEqual(assigned(1))
    expect(ask([session(2, times)], [session(3, times)])).toEqual(assigned(2))
  })

  test('two sessions may cross when both allow it', () => {
    const wanted = [1, 2].map((id) => session(id, { ...at('9:00', '10:00'), allowOverlap: true }))
    expect(ask(wanted)).toEqual(assigned(1, 2))
  })

  test('not when only one does', () => {
    const open = session(1, { ...at('9:00', '10:00'), allowOverlap: true })
    expect(ask([session(2, at('9:00', '10:00'))], [open])).toEqual(refused(overlap(2, 1)))
    expect(ask([open], [session(2, at('9:00', '10:00'))])).toEqual(refused(overlap(1, 2)))
  })

  test('names all that are crossed by their start, and only those', () => {
    const held = [
      session(5, at('8:00', '9:30')),
      session(4, at('10:00', '10:30')),
      session(3, at('9:00', '9:10')),
      session(2, at('11:00', '12:00')),
    ]
    expect(ask([session(1, at('9:00', '11:00'))], held)).toEqual(refused(overlap(1, 5, 3, 4)))
  })

  test('names ten at most, and says that there are more', () => {
    const held = (count: number) => Array.from({ length: count }, (_, i) => session(i + 2, at('9:00', '10:00')))
    const shown = held(10).map(({ id, name }) => ({ id, name }))
    const said = (count: number) => ask([session(1, at('9:00', '10:00'))], held(count))
    expect(said(10)).toEqual(refused({ code: 'SessionOverlap', sessionId: 1, with: shown, more: false }))
    expect(said(11)).toEqual(refused({ code: 'SessionOverlap', sessionId: 1, with: shown, more: true }))
  })
})

describe('a group that allows one session', () => {
  const ofGroup = (id: number, groupId: number | null = 1) => session(id, { groupId, singleSelect: true })
  const second = (id: number, ...others: number[]) => ({
    code: 'SingleSelect',
    sessionId: id,
    groupId: 1,
    with: others.map((other) => ({ id: other, name: `Session ${other}` })),
    more: false,
  })

  test('allows one', () => {
    expect(ask([ofGroup(1)])).toEqual(assigned(1))
  })

  test('no second beside a held one', () => {
    expect(ask([ofGroup(2)], [ofGroup(1)])).toEqual(refused(second(2, 1)))
  })

  test('no two at once: both offend', () => {
    expect(ask([ofGroup(1), ofGroup(2)])).toEqual(refused(second(1, 2), second(2, 1)))
  })

  test('names the others by id', () => {
    expect(ask([ofGroup(2), ofGroup(3)], [ofGroup(1)])).toEqual(refused(second(2, 1, 3), second(3, 1, 2)))
  })

  test('names ten at most, and says that there are more', () => {
    const held = Array.from({ length: 11 }, (_, i) => ofGroup(i + 1))
    const shown = held.slice(0, 10).map(({ id, name }) => ({ id, name }))
    expect(ask([ofGroup(12)], held)).toEqual(refused({ ...second(12), with: shown, more: true }))
  })

  test('allows one of each group', () => {
    expect(ask([ofGroup(1, 1), ofGroup(2, 2)])).toEqual(assigned(1, 2))
  })

  test('sessions of no group are no group', () => {
    expect(ask([ofGroup(1, null), ofGroup(2, null)], [ofGroup(3, null)])).toEqual(assigned(1, 2))
  })

  test('other groups allow any number', () => {
    expect(ask([session(1, { groupId: 1 }), session(2, { groupId: 1 })])).toEqual(assigned(1, 2))
  })
})

describe('tickets', () => {
  const holder: Registration = { cancelled: false, tickets: [5, 6] }

  test('any one of those listed is enough', () => {
    expect(ask([session(1, { tickets: [4, 6] })], [], holder)).toEqual(assigned(1))
  })

  test('one is needed', () => {
    expect(ask([session(1, { tickets: [4, 7] })], [], holder)).toEqual(
      refused({ code: 'TicketRequired', sessionId: 1, tickets: [4, 7] }),
    )
    expect(ask([session(1, { tickets: [4] })])).toEqual(refused({ code: 'TicketRequired', sessionId: 1, tickets: [4] }))
  })

  test('a session that lists none needs none', () => {
    expect(ask([session(1)])).toEqual(assigned(1))
  })
})
