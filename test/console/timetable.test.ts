import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Session } from '../../console/src/model/session.ts'
import { daysOf, stepMinutes, timetableOf, withoutTime } from '../../console/src/model/timetable.ts'

const day = '2025-10-30'
const at = (minutes: number | null, date = day) => ({ date, minutes })

function session(id: number, given: Partial<Session> = {}): Session {
  const rest = { name: `Session ${id}`, presenter: '', description: '', places: null, taken: 0, attended: 0 }
  return {
    id,
    ...rest,
    room: 'A',
    start: at(600),
    end: at(660),
    allowsOverlap: false,
    groupId: null,
    tickets: [],
    ...given,
  }
}

test('rooms come as people count, and those without a room last', () => {
  const sessions = ['Room 10', '', 'Room 2'].map((room, index) => session(index, { room }))
  expect(timetableOf(sessions, day).rooms.map(({ name }) => name)).toEqual(['Room 2', 'Room 10', ''])
})

test('a day is shown in whole hours, from its first start to its last end', () => {
  const sessions = [session(1, { start: at(545), end: at(590) }), session(2, { start: at(700), end: at(725) })]
  expect(timetableOf(sessions, day)).toMatchObject({ from: 540, to: 780 })
})

test('what lasts beyond midnight ends the day, and what is over at once can be read all the same', () => {
  const late = session(1, { start: at(1_380), end: at(60, '2025-10-31') })
  const short = session(2, { start: at(1_380), end: at(1_380) })
  const [room] = timetableOf([late, short], day).rooms
  expect(room?.sessions.map(({ step, steps }) => ({ step, steps }))).toEqual([
    { step: 0, steps: 12 },
    { step: 0, steps: 3 },
  ])
})

test('sessions without a time are told apart', () => {
  const loose = [session(1, { start: null }), session(2, { start: at(null) })]
  expect(withoutTime([...loose, session(3)])).toEqual(loose)
  expect(daysOf([...loose, session(3, { start: at(1, '2025-10-31') })])).toEqual([day, '2025-10-31'])
  expect(timetableOf(loose, day).rooms).toEqual([])
})

test('every session has a place of its own: no two of a room cover each other', () => {
  const drawn = fc.record({
    room: fc.constantFrom('A', 'B'),
    start: fc.nat(1_439),
    length: fc.integer({ min: -30, max: 400 }),
  })
  fc.assert(
    fc.property(fc.array(drawn, { maxLength: 40 }), (list) => {
      const sessions = list.map(({ room, start, length }, id) =>
        session(id, { room, start: at(start), end: at(Math.min(1_439, start + length)) }),
      )
      const { from, to, rooms } = timetableOf(sessions, day)
      const cells = rooms.flatMap(({ name, lanes, sessions: placed }) =>
        placed.flatMap(({ step, steps, lane }) => {
          expect(lane).toBeLessThan(lanes)
          expect(steps).toBeGreaterThan(0)
          expect(from + (step + steps) * stepMinutes).toBeLessThanOrEqual(to)
          return Array.from({ length: steps }, (_, index) => `${name} ${lane} ${step + index}`)
        }),
      )
      expect(new Set(cells).size).toBe(cells.length)
      expect(rooms.flatMap(({ sessions: placed }) => placed)).toHaveLength(sessions.length)
    }),
  )
})
