import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Engine } from '../../src/store/engine.ts'
import { openStore } from '../../src/store/open.ts'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { reserveSeats } from '../../src/store/queries/seats.ts'
import { insertTenantRow, tenantById } from '../../src/store/queries/tenants.ts'
import { describeKeys } from './contract-keys.ts'
import { describePlaces } from './contract-places.ts'
import { describeProgramme } from './contract-programme.ts'
import { describeRegistrations } from './contract-registrations.ts'
import { describeTokens } from './contract-tokens.ts'
import { describeRepeats, describeWaitlists } from './contract-waitlist.ts'
import { addAudit, addEvents, addSession, at, here, trouble } from './fill.ts'

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

    const subjects = async () => (await engine.all(auditOfEvent, here)).map((row) => row.subject)

    describe('opening', () => {
      test('makes the tables once: opening again changes nothing and keeps what was written', async () => {
        await engine.write((t) => addAudit(t, 'kept'))
        await engine.close()
        engine = await openStore(url)
        expect(await subjects()).toEqual(['kept'])
        expect(await engine.first(tenantById, { client: 1 })).toEqual({ id: 1, name: 'Association', created_at: at })
      })

      test('refuses a database that a newer version wrote', async () => {
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
            await t.run(insertTenantRow, { client: 100 + id, name: 'A', at })
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

      test('rejects as a whole when several statements sent at once fail, and no query throws when it is called', async () => {
        const failing = engine.write(async (t) => {
          // Client 1 exists: each of these fails, and none may do so before the others are awaited with it.
          const statements = [1, 1, 1].map((client) => t.run(insertTenantRow, { client, name: 'A', at }))
          await Promise.all([addAudit(t, 'lost'), ...statements])
        })
        await expect(failing).rejects.toEqual(trouble('failed'))
        expect(await subjects()).toEqual([])
      })

      test('may not be added to once it is over', async () => {
        const transaction = await engine.write((t) => Promise.resolve(t))
        await expect(addAudit(transaction, 'late')).rejects.toEqual(trouble('failed'))
        expect(await subjects()).toEqual([])
      })

      test('answers what the work answers, and how many rows each statement changed', async () => {
        const changed = await engine.write(async (t) => {
          await addSession(t, 1, null)
          await addSession(t, 2, null)
          return [
            await t.run(reserveSeats, { ...here, ids: [1, 2, 3] }),
            await t.run(reserveSeats, { ...here, ids: [] }),
          ]
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

    describePlaces(() => engine)
    describeWaitlists(() => engine)
    describeRepeats(() => engine)
    describeKeys(() => engine)
    describeTokens(() => engine)
    describeRegistrations(() => engine)
    describeProgramme(() => engine)

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
