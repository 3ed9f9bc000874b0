import { expect, test } from 'vitest'
import {
  EventRegistrationSessionsBulkResponse as Answer,
  EventRegistrationSessionsBulkResult as Result,
  registrationSessionsBulk,
} from '../../../src/contract/registration-sessions-bulk.ts'
import { json } from '../../../src/protocol/formats/index.ts'
import { ndjsonWriterOf } from '../../../src/protocol/host/ndjson.ts'
import { type Failure, fail } from '../../../src/protocol/schema/failure.ts'
import { service } from '../../../src/protocol/schema/handler.ts'
import { LongWork } from '../../../src/protocol/schema/long-work.ts'
import { Streamed } from '../../../src/protocol/schema/streamed.ts'
import { withStoreErrorMapping } from '../../../src/services/middleware/store-error-mapping.ts'
import { serviceErrors } from '../../../src/services/shared/errors.ts'
import { StoreError } from '../../../src/store/errors.ts'

const call = {
  verb: 'POST',
  principal: null,
  sessionId: null,
  address: '127.0.0.1',
  requestId: 'r',
  sent: new Set<string>(),
  idempotencyKey: null,
  credentials: null,
  grantId: null,
  refreshToken: null,
  work: new LongWork({ violation: () => undefined, enter: () => Promise.resolve(() => undefined) }),
  countFor: () => Promise.resolve(undefined),
  changeSession: () => {},
} as const

/** An answer of two results, after which the database is what `trouble` says. */
function answerThatBreaks(error: unknown) {
  const made = service(registrationSessionsBulk, () => {
    async function* items() {
      yield await Promise.resolve([Result.create({ Index: 0 }), Result.create({ Index: 1 })])
      if (error !== null) throw error
      return Answer.create({ Done: 2 })
    }
    return Streamed.of(items(), (rest, Results) => ({ ...rest, Results }))
  })
  const reported: unknown[] = []
  const answer = withStoreErrorMapping(made, (found) => reported.push(found)).handle(
    registrationSessionsBulk.request.create(),
    call,
  )
  return { answer, reported }
}

async function linesOfAnswer(error: unknown) {
  const { answer } = answerThatBreaks(error)
  const ends: (string | null)[] = []
  const told = {
    failed: () => fail(serviceErrors.ArgumentException, 'nothing to be thrown'),
    ended: (failure: Failure | null) => ends.push(failure?.code ?? null),
  }
  const lines: unknown[] = []
  for await (const text of ndjsonWriterOf(registrationSessionsBulk)?.write(await answer, told) ?? []) {
    for (const line of text.trimEnd().split('\n')) lines.push(JSON.parse(line))
  }
  return { lines, ends }
}

const locked = new StoreError('locked', 'sqlite:a.db')

test('an answer item by item is joined in one piece', async () => {
  const answer = await answerThatBreaks(null).answer
  const whole = answer instanceof Streamed ? await answer.gather() : answer
  expect(json.compile(Answer).encode(Answer.create(whole))).toContain(
    '"Done":2,"Failed":0,"Results":[{"Index":0},{"Index":1}]',
  )
})

test('a database that cannot serve it on the way is a refusal of it, and reported', async () => {
  const { answer, reported } = answerThatBreaks(locked)
  const streamed = await answer
  expect(streamed instanceof Streamed && (await streamed.gather())).toMatchObject({
    code: 'ServiceUnavailable',
    status: 503,
  })
  expect(reported).toEqual([locked])
})

test('a defect on the way is thrown', async () => {
  const streamed = await answerThatBreaks(new Error('defect')).answer
  await expect(streamed instanceof Streamed && streamed.gather()).rejects.toThrow('defect')
})

test.each([
  ['to its end', null, { Done: 2 }, null],
  [
    'to where the database cannot serve it',
    locked,
    { ResponseStatus: { ErrorCode: 'ServiceUnavailable' } },
    'ServiceUnavailable',
  ],
  ['to a defect', new Error('defect'), { ResponseStatus: { ErrorCode: 'ArgumentException' } }, 'ArgumentException'],
])('line by line it is sent %s, and the last line says how it ended', async (_, error, last, end) => {
  const { lines, ends } = await linesOfAnswer(error)
  expect(lines).toMatchObject([{ Index: 0 }, { Index: 1 }, last])
  expect(ends).toEqual([end])
})
