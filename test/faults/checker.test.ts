import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, describe, expect, test } from 'vitest'
import { basic } from '../support/http-server.ts'
import { freshDirectory } from '../support/program.ts'
import { checkAgainst } from './checker.ts'
import { type PreparedEvent, path, prepareEvent } from './event.ts'
import { Registration } from './history.ts'
import { Load } from './load.ts'
import { RestartedService } from './service.ts'

const places = (held: number[], waits: number[] = []) => ({ held: new Set(held), waits: new Set(waits) })
const assign = (sessions: number[], waitlist = false) => ({ verb: 'POST', sessions, waitlist }) as const
const remove = (sessions: number[]) => ({ verb: 'DELETE', sessions, waitlist: false }) as const

describe('the history of a registration', () => {
  const afterSteps = (...steps: Parameters<Registration['end']>[]) => {
    const registration = new Registration('person-1')
    for (const step of steps) registration.end(...step)
    return (held: number[], waits: number[] = []) => registration.settle(places(held, waits))
  }

  test('keeps what was answered', () => {
    const found = afterSteps([assign([1, 2]), { kind: 'done', places: places([1, 2]) }])
    expect(() => found([1])).toThrow(/person-1 has \[1\], and can have \[1,2\]/)
    expect(() => found([1, 2, 3])).toThrow()
    expect(() => found([1, 2])).not.toThrow()
  })

  test('knows that a call without an answer is done as a whole, or not at all', () => {
    const unanswered = () => afterSteps([assign([1, 2]), { kind: 'unknown' }])
    expect(() => unanswered()([])).not.toThrow()
    expect(() => unanswered()([1, 2])).not.toThrow()
    expect(() => unanswered()([1])).toThrow()
  })

  test('knows that a refusal changed nothing, and that an answer must fit what went before', () => {
    expect(() => afterSteps([assign([1]), { kind: 'nothing' }])([1])).toThrow()
    expect(() => afterSteps([assign([1]), { kind: 'done', places: places([1, 2]) }])).toThrow()
    expect(() =>
      afterSteps([assign([1]), { kind: 'unknown' }], [remove([2]), { kind: 'done', places: places([1]) }]),
    ).not.toThrow()
  })

  test('lets places come from waiting lists, and from nowhere else', () => {
    const waiting = () => afterSteps([assign([1], true), { kind: 'done', places: places([], [1]) }])
    expect(() => waiting()([], [1])).not.toThrow()
    expect(() => waiting()([1])).not.toThrow()
    expect(() => waiting()([2], [1])).toThrow()
    expect(() => waiting()([])).toThrow()
  })
})

describe('the checker', () => {
  let file: string
  let event: PreparedEvent

  beforeAll(async () => {
    file = join(freshDirectory(), 'lectern.db')
    event = await prepareEvent(`sqlite:${file}`)
    const service = await RestartedService.start(['--database', `sqlite:${file}`])
    const { key, registrations, sessions } = event
    const load = new Load(service, {
      path,
      headers: basic(key),
      registrations,
      sessions,
      callers: 8,
      calls: 900,
      seed: 1,
    })
    load.begin()
    await load.end()
    await service.stop()
  })

  /** What it says of a copy of the database to which something was done. */
  async function checked(damage: string): Promise<void> {
    const copy = join(freshDirectory(), 'lectern.db')
    copyFileSync(file, copy)
    const database = new Database(copy)
    expect(database.prepare(damage).run().changes).toBeGreaterThan(0)
    database.close()
    await checkAgainst(`sqlite:${copy}`, event.registrations)
  }

  test('finds nothing where nothing was done', async () => {
    await checkAgainst(`sqlite:${file}`, event.registrations)
  })

  test.each([
    [
      'an assignment that was answered is gone',
      'delete from assignment where rowid = (select min(rowid) from assignment)',
    ],
    ['a counter is wrong', 'update session set taken = taken + 1 where id = 11'],
    ['a change is not recorded', "delete from audit where id = (select max(id) from audit where action = 'assign')"],
    ['a waiting list is turned round', 'update waitlist set place = 1000 - place'],
    [
      'somebody is let in before another',
      "update audit set subject = 'person-0' where id = (select min(id) from audit where action = 'promote')",
    ],
    [
      'a change is recorded twice',
      "insert into audit (client_id, event_id, at, principal, request_id, action, subject, before, after) select client_id, event_id, at, principal, request_id, action, subject, before, after from audit where action = 'assign' limit 1",
    ],
  ])('finds that %s', async (_what, damage) => {
    await expect(checked(damage)).rejects.toThrow()
  })
})
