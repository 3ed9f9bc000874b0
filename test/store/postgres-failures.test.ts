import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTenant } from '../../src/accounts/clients.ts'
import type { Engine, Transaction } from '../../src/store/engine.ts'
import { openStore } from '../../src/store/open.ts'
import { auditOfEvent } from '../../src/store/queries/audit.ts'
import { insertEvent } from '../../src/store/queries/events.ts'
import { lockSessions } from '../../src/store/queries/locks.ts'
import { reserveSeats } from '../../src/store/queries/seats.ts'
import { sessionsOfEvent } from '../../src/store/queries/sessions.ts'
import { insertTenantRow } from '../../src/store/queries/tenants.ts'
import { RetryTransaction } from '../../src/store/retry.ts'
import { type Fate, startProxy, type TestProxy } from '../support/postgres/proxy.ts'
import { describeWithPostgres } from '../support/postgres/with-postgres.ts'
import { addAudit, addEvents, addSession, at, here, trouble } from './fill.ts'

await describeWithPostgres('PostgreSQL: failures', { own: true }, (postgres) => {
  let url: string
  let engine: Engine
  beforeEach(async () => {
    url = `${await postgres.fresh()}?options=-cdeadlock_timeout%3D10ms`
    engine = await openStore(url)
    await addEvents(engine)
    await engine.write(async (t) => {
      for (const id of [1, 2]) await addSession(t, id, 10)
    })
  })
  afterEach(async () => {
    await engine.close()
    await postgres.drop(url)
  })

  const subjects = async (of = engine) => (await of.all(auditOfEvent, here)).map((row) => row.subject)
  const taken = async () => (await engine.all(sessionsOfEvent, here)).map((row) => row.taken)
  const take = async (t: Transaction, id: number) => t.run(reserveSeats, { ...here, ids: [id] })

  describe('works in each other’s way', () => {
    test('that wait for each other are both done, one after the other', async () => {
      const meet = meeting(2)
      let runs = 0
      const inOrder = (first: number, second: number) =>
        engine.write(async (t) => {
          runs++
          await take(t, first)
          await meet()
          await take(t, second)
        })
      await Promise.all([inOrder(1, 2), inOrder(2, 1)])
      expect(await taken()).toEqual([2, 2])
      expect(runs).toBe(3)
    })

    test('that both add what may be there once: one is told that it is there', async () => {
      const meet = meeting(2)
      // Both have looked, and found nothing, before either writes.
      const together: Engine = {
        all: (statement, args) => engine.all(statement, args),
        first: (statement, args) => engine.first(statement, args),
        flush: () => engine.flush(),
        close: () => engine.close(),
        changeNotifier: engine.changeNotifier,
        write: (work) =>
          engine.write((t) =>
            work({
              isRetry: t.isRetry,
              all: (statement, args) => t.all(statement, args),
              lock: (statement, args) => t.lock(statement, args),
              run: (statement, args) => t.run(statement, args),
              refreshStatistics: () => t.refreshStatistics(),
              first: async (statement, args) => {
                const found = await t.first(statement, args)
                await meet()
                return found
              },
            }),
          ),
      }
      const deed = { at, principal: 'cli', requestId: 'test' }
      const outcomes = await Promise.all([createTenant(together, 5, 'A', deed), createTenant(together, 5, 'B', deed)])
      expect(outcomes.filter((outcome) => outcome === undefined)).toHaveLength(1)
      expect(outcomes.find((outcome) => outcome !== undefined)).toMatchObject({ code: 'ClientExists' })
    })

    test('a lock makes the other wait, and then see what was done', async () => {
      const [isLocked, release] = [signal(), signal()]
      const first = engine.write(async (t) => {
        await t.lock(lockSessions, { ...here, ids: [2, 1] })
        isLocked.give()
        await release.given
        await take(t, 1)
      })
      await isLocked.given
      let seen: number | undefined
      const second = engine.write(async (t) => {
        const [, rows] = await Promise.all([t.lock(lockSessions, { ...here, ids: [1] }), t.all(sessionsOfEvent, here)])
        seen = rows[0]?.taken
      })
      // It waits: the server says so.
      await until(async () => {
        const waiting = await postgres.execute(url, `select 1 from pg_locks where not granted`)
        return waiting.length > 0
      })
      expect(seen).toBeUndefined()
      // What refers to a locked row can be written meanwhile.
      await engine.write((t) => addAudit(t, 'meanwhile'))
      release.give()
      await Promise.all([first, second])
      expect(seen).toBe(1)
    })

    test('again and again: the database is busy, and nothing is kept', async () => {
      let runs = 0
      const work = engine.write(async (t) => {
        runs++
        await addAudit(t, `run ${runs}`)
        throw new RetryTransaction()
      })
      await expect(work).rejects.toEqual(trouble('busy'))
      expect(runs).toBeGreaterThan(1)
      expect(await subjects()).toEqual([])
    })

    test('a query that waits for too long is given up', async () => {
      const impatient = await openStore(`${url}&statement_timeout=50`)
      const [isLocked, release] = [signal(), signal()]
      const first = engine.write(async (t) => {
        await t.lock(lockSessions, { ...here, ids: [1] })
        isLocked.give()
        await release.given
      })
      await isLocked.given
      await expect(impatient.write((t) => take(t, 1))).rejects.toEqual(trouble('busy'))
      release.give()
      await first
      await impatient.write((t) => take(t, 1))
      await impatient.close()
      expect(await taken()).toEqual([1, 0])
    })
  })

  test('a work that passes over an error, waited for or not, is not kept', async () => {
    const again = { client: 1, name: 'Again', at }
    const works = [
      engine.write(async (t) => {
        await addAudit(t, 'before')
        await Promise.resolve(t.run(insertTenantRow, again)).catch(() => undefined)
      }),
      engine.write(async (t) => {
        await addAudit(t, 'before')
        Promise.resolve(t.run(insertTenantRow, again)).catch(() => undefined)
      }),
    ]
    await Promise.all(works.map((work) => expect(work).rejects.toEqual(trouble('failed'))))
    expect(await subjects()).toEqual([])
  })

  test('text with NUL, which PostgreSQL cannot hold, is kept with another sign for it', async () => {
    await engine.write((t) => addAudit(t, 'a\0b'))
    expect(await subjects()).toEqual(['a\ufffdb'])
    expect(
      await engine.write(async (t) => t.run(insertEvent, { ...here, event: 12, name: '\0', timeZone: 'UTC', at })),
    ).toBe(1)
  })

  describe('a connection that is lost', () => {
    const killAll = () =>
      postgres.execute(
        url,
        `select pg_terminate_backend(pid, 5000) from pg_stat_activity
          where application_name = 'lectern' and datname = current_database()`,
      )
    let proxy: TestProxy | undefined
    let distant: Engine | undefined
    afterEach(async () => {
      await distant?.close()
      await proxy?.stop()
    })
    const behind = async (fateOf: (sent: string) => Fate) => {
      proxy = await startProxy(url, fateOf)
      distant = await openStore(proxy.through(url))
      return distant
    }

    test('while nothing is asked of it is replaced, unseen by who reads and writes', async () => {
      await engine.write((t) => addAudit(t, 'before'))
      expect(await subjects()).toEqual(['before'])
      await killAll()
      expect(await subjects()).toEqual(['before'])
      await engine.write((t) => addAudit(t, 'after'))
      expect(await subjects()).toEqual(['before', 'after'])
    })

    test('in a work leaves nothing of it, and says so', async () => {
      const work = engine.write(async (t) => {
        await addAudit(t, 'lost')
        await killAll()
        await addAudit(t, 'later')
      })
      await expect(work).rejects.toEqual(trouble('unreachable'))
      expect(await subjects()).toEqual([])
    })

    test('in a read: it is read once more', async () => {
      let asked = 0
      const far = await behind((sent) => (sent.includes('from "audit"') && asked++ === 0 ? 'cut before' : 'pass'))
      expect(await subjects(far)).toEqual([])
      expect(asked).toBe(2)
    })

    test('in every read ends in an error', async () => {
      const far = await behind((sent) => (sent.includes('from "audit"') ? 'cut before' : 'pass'))
      await expect(subjects(far)).rejects.toEqual(trouble('unreachable'))
    })

    test.each<[Fate, readonly string[]]>([
      ['cut before', []],
      ['cut after', ['this']],
    ])('in a commit (%s the server had it): nobody knows what became of it, and that is told', async (fate, kept) => {
      let armed = false
      const far = await behind((sent) => (armed && sent.includes('commit\0') ? fate : 'pass'))
      armed = true
      let runs = 0
      const work = far.write(async (t) => {
        runs++
        await addAudit(t, 'this')
      })
      await expect(work).rejects.toEqual(trouble('unknown'))
      expect([runs, await subjects()]).toEqual([1, kept])
      armed = false
      await far.write((t) => addAudit(t, 'next'))
      expect(await subjects()).toEqual([...kept, 'next'])
    })
  })

  test('more works than connections wait for their turn; a turn that does not come is told', async () => {
    const small = await openStore(`${url}&pool_size=3&connect_timeout=1`)
    await Promise.all(Array.from({ length: 50 }, (_, i) => small.write((t) => addAudit(t, `${i}`))))
    expect(await subjects()).toHaveLength(50)
    const [isLent, release] = [signal(), signal()]
    const first = small.write(async (t) => {
      await t.all(sessionsOfEvent, here)
      isLent.give()
      await release.given
    })
    await isLent.given
    await expect(small.write((t) => addAudit(t, 'late'))).rejects.toEqual(trouble('busy'))
    // Reads have connections of their own.
    expect(await subjects(small)).toHaveLength(50)
    release.give()
    await first
    await small.close()
  })
})

interface Signal {
  readonly given: Promise<void>
  give(): void
}

function signal(): Signal {
  let give = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { given, give }
}

/** Lets nobody pass before `size` have come; those who come later pass at once. */
function meeting(size: number): () => Promise<void> {
  const all = signal()
  let come = 0
  return () => {
    if (++come >= size) all.give()
    return all.given
  }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve))
}
