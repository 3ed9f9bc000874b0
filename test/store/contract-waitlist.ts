import { beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/store/engine.ts'
import { assignmentsOfEvent, assignSessionToMany, sessionsHeldBy } from '../../src/store/queries/assignments.ts'
import {
  answerOfKey,
  claimKey,
  forgetKey,
  forgetOldKeys,
  recordAnswer,
  releaseKey,
} from '../../src/store/queries/idempotency.ts'
import { reserveSeatsForMany, wrongSessionCounters } from '../../src/store/queries/seats.ts'
import { sessionsHeldOrRequested } from '../../src/store/queries/sessions.ts'
import {
  deletePromotedEntries,
  deleteWaitlistEntries,
  insertWaitlistEntries,
  sessionsWithVacancies,
  waitlistOfRegistration,
  waitlistPage,
  waitlistsOfEvent,
} from '../../src/store/queries/waitlist.ts'
import { addRegistration, addSession, at, here } from './fill.ts'

/** The part of the contract that is about waiting lists. */
export function describeWaitlists(engine: () => Engine): void {
  const wait = (registration: number, ids: readonly number[]) =>
    engine().write(async (t) => t.run(insertWaitlistEntries, { ...here, registration, ids, at }))
  const lists = async () =>
    (await engine().all(waitlistsOfEvent, here)).map((row) => [row.session_id, row.registration, row.place])

  describe('waiting lists', () => {
    beforeEach(() =>
      engine().write(async (t) => {
        for (const id of [1, 2, 3]) await addSession(t, id, id === 3 ? null : 2)
        for (const id of [1, 2, 3, 4]) await addRegistration(t, id, { cancelled: id === 4 ? 1 : 0 })
      }),
    )

    test('are in the order of joining, also after some have left', async () => {
      await wait(1, [1, 2])
      await wait(2, [1])
      await wait(3, [2, 1])
      await engine().write(async (t) => t.run(deleteWaitlistEntries, { ...here, registration: 2, ids: [1, 2, 9] }))
      await wait(2, [1])
      expect(await lists()).toEqual([
        [1, 1, 1],
        [1, 3, 3],
        [1, 2, 4],
        [2, 1, 1],
        [2, 3, 2],
      ])
      expect(await engine().all(waitlistOfRegistration, { ...here, registration: 2 })).toEqual([
        { session_id: 1, position: 3 },
      ])
    })

    test('are told with the registrations and sessions', async () => {
      await wait(1, [2])
      const own = async (registration: number) =>
        (await engine().all(sessionsHeldOrRequested, { ...here, registration, ids: [1] })).map((row) => row.waits)
      expect([await own(1), await own(2)]).toEqual([[1], [0]])
      const rows = await engine().all(sessionsHeldOrRequested, { ...here, registration: 3, ids: [1, 2] })
      expect(rows.map((row) => row.waiting)).toEqual([0, 1])
    })

    test('of sessions with a free place are found, and read in steps', async () => {
      for (const registration of [1, 2, 3, 4]) await wait(registration, [1, 3])
      await engine().write(async (t) => t.run(reserveSeatsForMany, { ...here, session: 1, count: 2 }))
      expect((await engine().all(sessionsWithVacancies, { ...here, ids: [1, 2, 3] })).map((row) => row.id)).toEqual([3])
      const line = { ...here, session: 1, limit: 2 }
      const first = await engine().all(waitlistPage, { ...line, after: 0 })
      const second = await engine().all(waitlistPage, { ...line, after: first.at(-1)?.place ?? 0 })
      expect([...first, ...second].map((row) => [row.id, row.registration_id, row.cancelled])).toEqual([
        [1, 'R-1', 0],
        [2, 'R-2', 0],
        [3, 'R-3', 0],
        [4, 'R-4', 1],
      ])
    })

    test('give places to several at once, and never more than there are', async () => {
      for (const registration of [1, 2, 3]) await wait(registration, [1])
      const several = { ...here, session: 1, registrations: [1, 2] }
      const changed = await engine().write(async (t) => [
        await t.run(reserveSeatsForMany, { ...several, count: 3 }),
        await t.run(reserveSeatsForMany, { ...several, count: 2 }),
        await t.run(assignSessionToMany, { ...several, at }),
        await t.run(deletePromotedEntries, several),
      ])
      expect(changed).toEqual([0, 1, 2, 2])
      expect(await lists()).toEqual([[1, 3, 3]])
      const held = await engine().all(sessionsHeldBy, { ...here, registrations: [1, 2, 3] })
      expect(held.map((row) => [row.registration, row.id, row.taken])).toEqual([
        [1, 1, 2],
        [2, 1, 2],
      ])
      expect(await engine().all(assignmentsOfEvent, here)).toHaveLength(2)
      expect(await engine().all(wrongSessionCounters, { client: 1 })).toEqual([])
    })
  })
}

/** The part of the contract that is about the answers kept for repeats. */
export function describeRepeats(engine: () => Engine): void {
  const named = { client: 1, principal: 'P', key: 'k' }
  const claim = (key: string, time: number) =>
    engine().write(async (t) => t.run(claimKey, { ...named, key, fingerprint: 'f', at: time }))
  const isKept = async (key: string) => (await engine().first(answerOfKey, { ...named, key })) !== undefined

  describe('keys of repeats', () => {
    test('are taken once, and released', async () => {
      expect([await claim('k', at), await claim('k', at), await claim('other', at)]).toEqual([1, 0, 1])
      await engine().write(async (t) => t.run(recordAnswer, { ...named, answer: '{}' }))
      expect(await engine().first(answerOfKey, named)).toEqual({ fingerprint: 'f', answer: '{}' })
      await engine().write(async (t) => t.run(releaseKey, named))
      expect([await isKept('k'), await isKept('other')]).toEqual([false, true])
    })

    test('are forgotten by age, the oldest first', async () => {
      for (let i = 0; i < 5; i++) await claim(`k${i}`, at + i)
      await engine().write(async (t) => {
        await t.run(forgetKey, { ...named, key: 'k2', before: at + 2 })
        await t.run(forgetOldKeys, { client: 1, before: at + 4, most: 2 })
      })
      const kept = await Promise.all([0, 1, 2, 3, 4].map((i) => isKept(`k${i}`)))
      expect(kept).toEqual([false, false, true, true, true])
    })
  })
}
