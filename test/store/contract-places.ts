import { beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/store/engine.ts'
import { assignmentsOfEvent, deleteAssignments, insertAssignments } from '../../src/store/queries/assignments.ts'
import { releaseSeats, reserveSeats, wrongSessionCounters } from '../../src/store/queries/seats.ts'
import { insertGroup } from '../../src/store/queries/session-groups.ts'
import { sessionsHeldOrRequested, sessionsOfEvent } from '../../src/store/queries/sessions.ts'
import { addRegistration, addSession, at, here, trouble } from './fill.ts'

/** The part of the contract that is about places and assignments. */
export function describePlaces(engine: () => Engine): void {
  const taken = async () => (await engine().all(sessionsOfEvent, here)).map((row) => [row.id, row.taken])

  describe('places', () => {
    beforeEach(() =>
      engine().write(async (t) => {
        for (let id = 1; id <= 200; id++) await addRegistration(t, id)
      }),
    )

    test('are never sold twice: 200 ask at once for 50', async () => {
      await engine().write((t) => addSession(t, 1, 50))
      const asks = Array.from({ length: 200 }, (_, i) =>
        engine().write(async (t) => {
          await t.run(insertAssignments, { ...here, registration: i + 1, ids: [1], at })
          if ((await t.run(reserveSeats, { ...here, ids: [1] })) !== 1) throw new Error('full')
        }),
      )
      const ends = await Promise.allSettled(asks)
      expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(50)
      expect(await taken()).toEqual([[1, 50]])
      expect(await engine().all(assignmentsOfEvent, here)).toHaveLength(50)
      expect(await engine().all(wrongSessionCounters, { client: 1 })).toEqual([])
    })

    test('are taken where there are any; null and 0 are no limit', async () => {
      const changed = await engine().write(async (t) => {
        await addSession(t, 1, 1)
        await addSession(t, 2, null)
        await addSession(t, 3, 0)
        const ids = { ...here, ids: [1, 2, 3] }
        return [await t.run(reserveSeats, ids), await t.run(reserveSeats, ids)]
      })
      expect(changed).toEqual([3, 2])
      expect(await taken()).toEqual([
        [1, 1],
        [2, 2],
        [3, 2],
      ])
    })

    test('once given back can be taken again, and never more are given back than were taken', async () => {
      const ids = { ...here, ids: [1] }
      await engine().write(async (t) => {
        await addSession(t, 1, 1)
        await t.run(reserveSeats, ids)
      })
      await engine().write((t) => Promise.resolve(t.run(releaseSeats, ids)))
      expect(await taken()).toEqual([[1, 0]])
      await expect(engine().write((t) => Promise.resolve(t.run(releaseSeats, ids)))).rejects.toEqual(trouble('failed'))
      expect(await engine().write((t) => Promise.resolve(t.run(reserveSeats, ids)))).toBe(1)
    })

    test('that disagree with the assignments are found; cancelled registrations hold none', async () => {
      await engine().write(async (t) => {
        for (const id of [1, 2, 3]) await addSession(t, id, null)
        await addRegistration(t, 201, { cancelled: 1 })
        await t.run(insertAssignments, { ...here, registration: 201, ids: [1, 2], at })
        await t.run(insertAssignments, { ...here, registration: 1, ids: [1, 3], at })
        await t.run(reserveSeats, { ...here, ids: [1, 2, 3] })
      })
      const wrong = { event_id: here.event, id: 2, taken: 1, assigned: 0 }
      expect(await engine().all(wrongSessionCounters, { client: 1 })).toEqual([wrong])
      expect(await engine().all(wrongSessionCounters, { client: 2 })).toEqual([])
    })
  })

  describe('assignments', () => {
    const mine = { ...here, registration: 1 }
    beforeEach(() =>
      engine().write(async (t) => {
        await t.run(insertGroup, { ...here, id: 7, name: 'Workshops', singleSelect: 1 })
        for (const id of [1, 2, 3]) await addSession(t, id, 10, id === 3 ? 7 : null)
        await addRegistration(t, 1)
        await addRegistration(t, 2)
      }),
    )

    test('are added and removed by list, of one registration', async () => {
      await engine().write(async (t) => {
        await t.run(insertAssignments, { ...mine, ids: [3, 1, 2], at })
        await t.run(insertAssignments, { ...mine, registration: 2, ids: [1], at })
        await t.run(insertAssignments, { ...mine, ids: [], at })
      })
      expect(await engine().write(async (t) => t.run(deleteAssignments, { ...mine, ids: [1, 2, 9] }))).toBe(2)
      expect(
        (await engine().all(assignmentsOfEvent, here)).toSorted((a, b) => a.registration - b.registration),
      ).toEqual([
        { registration: 1, session_id: 3 },
        { registration: 2, session_id: 1 },
      ])
    })

    test('are one of each at most', async () => {
      await engine().write(async (t) => t.run(insertAssignments, { ...mine, ids: [1], at }))
      const again = engine().write(async (t) => t.run(insertAssignments, { ...mine, ids: [2, 1], at }))
      await expect(again).rejects.toEqual(trouble('failed'))
      expect(await engine().all(assignmentsOfEvent, here)).toEqual([{ registration: 1, session_id: 1 }])
    })

    test('are found with the sessions named, each once and by id', async () => {
      await engine().write(async (t) => t.run(insertAssignments, { ...mine, ids: [3, 1], at }))
      await engine().write(async (t) => t.run(insertAssignments, { ...mine, registration: 2, ids: [2], at }))
      const rows = await engine().all(sessionsHeldOrRequested, { ...mine, ids: [2, 1, 99] })
      expect(rows.map(({ id, held, single_select }) => [id, held !== null, single_select])).toEqual([
        [1, true, null],
        [2, false, null],
        [3, true, 1],
      ])
      expect(rows[0]).toEqual({
        id: 1,
        name: 'Session 1',
        presenter: null,
        start_date: '2025-11-01',
        start_time: '10:30',
        end_date: '2025-11-01',
        end_time: '11:00',
        starts_at: 1_761_989_400_000,
        ends_at: 1_761_991_200_000,
        allow_overlap: 0,
        max_registrants: 10,
        taken: 0,
        group_id: null,
        tickets: '[]',
        single_select: null,
        held: 1,
        waiting: 0,
        waits: 0,
      })
      expect(await engine().all(sessionsHeldOrRequested, { ...mine, event: 11, ids: [1] })).toEqual([])
    })
  })
}
