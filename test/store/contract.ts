import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/store/engine.ts'
import { openStore } from '../../src/store/open.ts'
import { clientById, insertClient } from '../../src/store/queries/accounts.ts'
import { assignmentsOfEvent, deleteAssignments, insertAssignments } from '../../src/store/queries/assignments.ts'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { insertTicket } from '../../src/store/queries/events.ts'
import { insertTicketsHeld, registrationsOfEvent, ticketsOf } from '../../src/store/queries/registrations.ts'
import {
  countersThatDisagree,
  freePlaces,
  insertGroup,
  sessionsHeldOrNamed,
  sessionsOfEvent,
  takePlaces,
} from '../../src/store/queries/sessions.ts'
import { addAudit, addEvents, addRegistration, addSession, at, here } from './fill.ts'

/** Where an engine keeps its databases while it is tested. */
export interface Databases {
  /** The address of a database that is not there yet, or is empty. */
  fresh(): Promise<string>
  /** Writes into a closed database that a migration of that name was done. */
  pretendMigrated(url: string, migration: string): Promise<void>
}

/** What services may rely on, whichever engine is below. */
export function storeContract(name: string, databases: Databases): void {
  describe(`${name}: the store`, () => {
    let url: string
    let engine: Engine

    beforeEach(async () => {
      url = await databases.fresh()
      engine = await openStore(url)
      await addEvents(engine)
    })
    afterEach(() => engine.close())

    const trouble = (trouble: string) => expect.objectContaining({ name: 'StoreError', trouble })
    const subjects = async () => (await engine.all(auditOfEvent, here)).map((row) => row.subject)
    const taken = async () => (await engine.all(sessionsOfEvent, here)).map((row) => [row.id, row.taken])

    describe('opening', () => {
      test('makes the tables once: opening again changes nothing and keeps what was written', async () => {
        await engine.write((t) => addAudit(t, 'kept'))
        await engine.close()
        engine = await openStore(url)
        expect(await subjects()).toEqual(['kept'])
        expect(await engine.first(clientById, { client: 1 })).toEqual({ id: 1, name: 'Association', created_at: at })
      })

      test('refuses a database that a newer version wrote, and leaves it usable by that version', async () => {
        await engine.close()
        await databases.pretendMigrated(url, '9999-later')
        await expect(openStore(url)).rejects.toEqual(trouble('newer'))
      })
    })

    describe('a write', () => {
      test('that throws leaves nothing, and the error is its caller’s', async () => {
        const error = new Error('no')
        const failing = engine.write(async (t) => {
          await addAudit(t, 'lost')
          throw error
        })
        await expect(failing).rejects.toBe(error)
        expect(await subjects()).toEqual([])
      })

      test('is kept or lost alone, whatever others at the same moment do', async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 20 }), async (fates) => {
            const before = await subjects()
            const works = fates.map((isKept, i) =>
              engine.write(async (t) => {
                await addAudit(t, `first ${i}`)
                await addAudit(t, `second ${i}`)
                if (!isKept) throw new Error('no')
              }),
            )
            const ends = await Promise.allSettled(works)
            expect(ends.map((end) => end.status === 'fulfilled')).toEqual(fates)
            const kept = fates.flatMap((isKept, i) => (isKept ? [`first ${i}`, `second ${i}`] : []))
            expect((await subjects()).slice(before.length).sort()).toEqual(kept.sort())
          }),
          { numRuns: 20 },
        )
      })

      test('that the database refuses takes no other with it', async () => {
        const works = [1, 2, 1, 3].map((id) =>
          engine.write(async (t) => {
            await addAudit(t, `client ${id}`)
            await t.run(insertClient, { client: 100 + id, name: 'A', at })
          }),
        )
        const ends = await Promise.allSettled(works)
        expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
        expect((await subjects()).sort()).toEqual(['client 1', 'client 2', 'client 3'])
      })

      test('sees what it wrote itself; readers see it once it is done', async () => {
        const inside = await engine.write(async (t) => {
          await addAudit(t, 'new')
          return { own: (await t.all(auditOfEvent, here)).length, others: (await subjects()).length }
        })
        expect(inside).toEqual({ own: 1, others: 0 })
        expect(await subjects()).toEqual(['new'])
      })

      test('may not be added to once it is over', async () => {
        const transaction = await engine.write(async (t) => t)
        await expect(addAudit(transaction, 'late')).rejects.toEqual(trouble('failed'))
        expect(await subjects()).toEqual([])
      })

      test('answers what the work answers, and how many rows each statement changed', async () => {
        const changed = await engine.write(async (t) => {
          await addSession(t, 1, null)
          await addSession(t, 2, null)
          return [await t.run(takePlaces, { ...here, ids: [1, 2, 3] }), await t.run(takePlaces, { ...here, ids: [] })]
        })
        expect(changed).toEqual([2, 0])
      })
    })

    describe('closing', () => {
      test('ends the works under way, then refuses further ones and reads', async () => {
        const works = Array.from({ length: 300 }, (_, i) => engine.write((t) => addAudit(t, `${i}`)))
        const closed = engine.close()
        await expect(engine.write((t) => addAudit(t, 'late'))).rejects.toEqual(trouble('closed'))
        await Promise.all(works)
        await closed
        await expect(engine.write((t) => addAudit(t, 'late'))).rejects.toEqual(trouble('closed'))
        await expect(subjects()).rejects.toEqual(trouble('closed'))
        engine = await openStore(url)
        expect(await subjects()).toHaveLength(300)
      })

      test('twice is no mistake', async () => {
        await engine.close()
        await engine.close()
      })
    })

    describe('places', () => {
      beforeEach(() =>
        engine.write(async (t) => {
          for (let id = 1; id <= 200; id++) await addRegistration(t, id)
        }),
      )

      test('are never sold twice: 200 ask at once for 50', async () => {
        await engine.write((t) => addSession(t, 1, 50))
        const asks = Array.from({ length: 200 }, (_, i) =>
          engine.write(async (t) => {
            await t.run(insertAssignments, { ...here, registration: i + 1, ids: [1], at })
            if ((await t.run(takePlaces, { ...here, ids: [1] })) !== 1) throw new Error('full')
          }),
        )
        const ends = await Promise.allSettled(asks)
        expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(50)
        expect(await taken()).toEqual([[1, 50]])
        expect(await engine.all(assignmentsOfEvent, here)).toHaveLength(50)
        expect(await engine.all(countersThatDisagree, { client: 1 })).toEqual([])
      })

      test('are taken where there are any; null and 0 are no limit', async () => {
        const changed = await engine.write(async (t) => {
          await addSession(t, 1, 1)
          await addSession(t, 2, null)
          await addSession(t, 3, 0)
          const ids = { ...here, ids: [1, 2, 3] }
          return [await t.run(takePlaces, ids), await t.run(takePlaces, ids)]
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
        await engine.write(async (t) => {
          await addSession(t, 1, 1)
          await t.run(takePlaces, ids)
        })
        await engine.write((t) => Promise.resolve(t.run(freePlaces, ids)))
        expect(await taken()).toEqual([[1, 0]])
        await expect(engine.write((t) => Promise.resolve(t.run(freePlaces, ids)))).rejects.toEqual(trouble('failed'))
        expect(await engine.write((t) => Promise.resolve(t.run(takePlaces, ids)))).toBe(1)
      })

      test('that disagree with the assignments are found; cancelled registrations hold none', async () => {
        await engine.write(async (t) => {
          for (const id of [1, 2, 3]) await addSession(t, id, null)
          await addRegistration(t, 201, { cancelled: 1 })
          await t.run(insertAssignments, { ...here, registration: 201, ids: [1, 2], at })
          await t.run(insertAssignments, { ...here, registration: 1, ids: [1, 3], at })
          await t.run(takePlaces, { ...here, ids: [1, 2, 3] })
        })
        const wrong = { event_id: here.event, id: 2, taken: 1, assigned: 0 }
        expect(await engine.all(countersThatDisagree, { client: 1 })).toEqual([wrong])
        expect(await engine.all(countersThatDisagree, { client: 2 })).toEqual([])
      })
    })

    describe('assignments', () => {
      const mine = { ...here, registration: 1 }
      beforeEach(() =>
        engine.write(async (t) => {
          await t.run(insertGroup, { ...here, id: 7, name: 'Workshops', singleSelect: 1 })
          for (const id of [1, 2, 3]) await addSession(t, id, 10, id === 3 ? 7 : null)
          await addRegistration(t, 1)
          await addRegistration(t, 2)
        }),
      )

      test('are added and removed by list, of one registration', async () => {
        await engine.write(async (t) => {
          await t.run(insertAssignments, { ...mine, ids: [3, 1, 2], at })
          await t.run(insertAssignments, { ...mine, registration: 2, ids: [1], at })
          await t.run(insertAssignments, { ...mine, ids: [], at })
        })
        expect(await engine.write(async (t) => t.run(deleteAssignments, { ...mine, ids: [1, 2, 9] }))).toBe(2)
        expect(
          (await engine.all(assignmentsOfEvent, here)).toSorted((a, b) => a.registration - b.registration),
        ).toEqual([
          { registration: 1, session_id: 3 },
          { registration: 2, session_id: 1 },
        ])
      })

      test('are one of each at most', async () => {
        await engine.write(async (t) => t.run(insertAssignments, { ...mine, ids: [1], at }))
        const again = engine.write(async (t) => t.run(insertAssignments, { ...mine, ids: [2, 1], at }))
        await expect(again).rejects.toEqual(trouble('failed'))
        expect(await engine.all(assignmentsOfEvent, here)).toEqual([{ registration: 1, session_id: 1 }])
      })

      test('are found with the sessions named, each once and by id', async () => {
        await engine.write(async (t) => t.run(insertAssignments, { ...mine, ids: [3, 1], at }))
        await engine.write(async (t) => t.run(insertAssignments, { ...mine, registration: 2, ids: [2], at }))
        const rows = await engine.all(sessionsHeldOrNamed, { ...mine, ids: [2, 1, 99] })
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
        })
        expect(await engine.all(sessionsHeldOrNamed, { ...mine, event: 11, ids: [1] })).toEqual([])
      })
    })

    describe('keys', () => {
      const refused = async (work: Parameters<Engine['write']>[0]) =>
        expect(engine.write(work)).rejects.toEqual(trouble('failed'))

      test('a RegistrationID is one of its client, in any case; a badge one of its event; no badge is no clash', async () => {
        await engine.write(async (t) => {
          await addRegistration(t, 1, { registrationId: 'ABC', badge: 5 })
          await addRegistration(t, 2, { badge: null })
          await addRegistration(t, 3, { badge: null })
          await addRegistration(t, 1, { registrationId: 'other event', badge: 5, event: 11 })
        })
        await refused((t) => addRegistration(t, 4, { registrationId: ' abc ', event: 11 }))
        await refused((t) => addRegistration(t, 4, { badge: 5 }))
        expect((await engine.all(registrationsOfEvent, here)).map((row) => row.id).sort()).toEqual([1, 2, 3])
      })

      test('what a row refers to must be there', async () => {
        await engine.write(async (t) => {
          await addRegistration(t, 1)
          await addSession(t, 1, null)
          await t.run(insertTicket, { ...here, id: 1, name: 'Conference' })
        })
        await refused((t) => addSession(t, 2, null, 8))
        await refused((t) => addRegistration(t, 2, { event: 99 }))
        await refused(async (t) => t.run(insertAssignments, { ...here, registration: 1, ids: [1, 2], at }))
        await refused(async (t) => t.run(insertAssignments, { ...here, registration: 2, ids: [1], at }))
        await refused(async (t) => t.run(insertTicketsHeld, { ...here, registration: 1, ticket: 2 }))
        await engine.write(async (t) => t.run(insertTicketsHeld, { ...here, registration: 1, ticket: 1 }))
        expect(await engine.all(ticketsOf, { ...here, registration: 1 })).toEqual([{ ticket_id: 1 }])
      })
    })

    test('the audit is in the order of the changes', async () => {
      const names = Array.from({ length: 50 }, (_, i) => `change ${i}`)
      for (const name of names.slice(0, 10)) await engine.write((t) => addAudit(t, name))
      await engine.write(async (t) => {
        for (const name of names.slice(10)) await addAudit(t, name)
      })
      expect(await subjects()).toEqual(names)
    })
  })
}
