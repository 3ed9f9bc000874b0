import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RegistrationSessionResponse, registrationSessions } from '../../../src/contract/registration-sessions.ts'
import { Failure, fail } from '../../../src/protocol/schema/failure.ts'
import { type Call, type Service, service } from '../../../src/protocol/schema/handler.ts'
import { LongWork } from '../../../src/protocol/schema/long-work.ts'
import { registrationSessionsService } from '../../../src/services/assignments/registration-sessions.ts'
import { processInfo, type ServiceContext } from '../../../src/services/index.ts'
import { withIdempotency } from '../../../src/services/middleware/idempotency.ts'
import { serviceErrors } from '../../../src/services/shared/errors.ts'
import type { Engine } from '../../../src/store/engine.ts'
import { openStore } from '../../../src/store/open.ts'
import { assignmentsOfEvent } from '../../../src/store/queries/assignments.ts'
import { auditOfEvent } from '../../../src/store/queries/audit.ts'
import { addAudit, addEvents, addRegistration, addSession, here } from '../../store/fill.ts'

let directory: string
let url: string
let engine: Engine

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lectern-idempotency-'))
  url = `sqlite:${join(directory, 'a.db')}`
  engine = await openStore(url)
  await addEvents(engine)
  await engine.write(async (t) => {
    for (const id of [1, 2]) await addSession(t, id, 10)
    for (const id of [1, 2]) await addRegistration(t, id)
  })
})
afterEach(async () => {
  await engine.close()
  rmSync(directory, { recursive: true })
})

const contextOf = (engine: Engine): ServiceContext => ({
  engine,
  now: Date.now,
  process: processInfo(0),
  newGuid: () => '',
})
const keyed = (key: string): Call => ({
  verb: 'POST',
  principal: { clientId: 1, id: 'key', roles: ['admin'], scopes: new Set(['read', 'write'] as const) },
  sessionId: null,
  address: '127.0.0.1',
  requestId: 'test',
  sent: new Set(['RegistrationID', 'SessionIds']),
  idempotencyKey: key,
  credentials: null,
  grantId: null,
  refreshToken: null,
  work: new LongWork({ violation: () => undefined, enter: () => Promise.resolve(() => undefined) }),
  countFor: () => Promise.resolve(undefined),
  changeSession: () => {},
})
const request = registrationSessions.request.create({
  ClientID: 1,
  EventID: here.event,
  RegistrationID: 'R-1',
  SessionIds: [1],
})
const subjects = async () => (await engine.all(auditOfEvent, here)).map((row) => row.subject)

/** A service that does one thing, then another, and ends as `end` has it. */
const twoSteps = (end: () => Failure | null): Service =>
  withIdempotency(
    ({ engine }) =>
      service(registrationSessions, async () => {
        await engine.write((t) => addAudit(t, 'first'))
        await engine.write((t) => addAudit(t, 'second'))
        return end() ?? RegistrationSessionResponse.create({ RegistrationID: 'done' })
      }),
    contextOf(engine),
  )

describe('a call with a key', () => {
  test('keeps nothing where it breaks after its work is done: neither the work nor the key', async () => {
    let isBroken = true
    const broken = twoSteps(() => {
      if (isBroken) throw new Error('broken')
      return null
    })
    await expect(broken.handle(request, keyed('a'))).rejects.toThrow('broken')
    expect(await subjects()).toEqual([])
    isBroken = false
    expect(await broken.handle(request, keyed('a'))).toMatchObject({ RegistrationID: 'done' })
    expect(await broken.handle(request, keyed('a'))).toMatchObject({ RegistrationID: 'done' })
    expect(await subjects()).toEqual(['first', 'second'])
  })

  test('takes no other call with it that shares its commit', async () => {
    const broken = twoSteps(() => {
      throw new Error('broken')
    })
    const good = twoSteps(() => null)
    const ends = await Promise.allSettled([
      good.handle(request, keyed('a')),
      broken.handle(request, keyed('b')),
      good.handle(request, keyed('c')),
      good.handle(request, keyed('a')),
    ])
    expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
    expect(await subjects()).toEqual(['first', 'second', 'first', 'second'])
  })

  test('that is refused may be refused otherwise the next time', async () => {
    const reasons = ['one thing', 'another']
    const refusing = twoSteps(() => {
      const reason = reasons.shift()
      return reason === undefined ? null : fail(serviceErrors.ArgumentException, reason)
    })
    const messages = [await refusing.handle(request, keyed('a')), await refusing.handle(request, keyed('a'))]
    expect(messages.map((each) => each instanceof Failure && each.message)).toEqual([
      'Expected one thing.',
      'Expected another.',
    ])
    expect(await refusing.handle(request, keyed('a'))).toMatchObject({ RegistrationID: 'done' })
  })

  test('that hides the failure of a part of its work is a defect, and keeps nothing', async () => {
    const hiding = withIdempotency(
      ({ engine }) =>
        service(registrationSessions, async () => {
          const part = engine.write(async (t) => {
            await addAudit(t, 'half')
            throw new Error('half done')
          })
          await part.catch(() => undefined)
          return RegistrationSessionResponse.create()
        }),
      contextOf(engine),
    )
    await expect(hiding.handle(request, keyed('a'))).rejects.toThrow('a part of it threw')
    expect(await subjects()).toEqual([])
  })

  test('is known to every process on the database, and after a restart', async () => {
    const here1 = withIdempotency(registrationSessionsService, contextOf(engine))
    const first = await here1.handle(request, keyed('a'))
    const other = await openStore(url)
    const there = withIdempotency(registrationSessionsService, contextOf(other))
    expect(await there.handle(request, keyed('a'))).toEqual(first)
    const another = { ...request, SessionIds: [2] }
    expect(await there.handle(another, keyed('a'))).toMatchObject({ code: 'IdempotencyKeyReused' })
    await other.close()
    await engine.close()
    engine = await openStore(url)
    const again = withIdempotency(registrationSessionsService, contextOf(engine))
    expect(await again.handle(request, keyed('a'))).toEqual(first)
    expect(await engine.all(assignmentsOfEvent, here)).toHaveLength(1)
  })
})
