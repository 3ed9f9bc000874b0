import { createHash } from 'node:crypto'
import { Failure, fail } from '../../protocol/schema/failure.ts'
import type { Call, Service } from '../../protocol/schema/handler.ts'
import type { Operation } from '../../protocol/schema/operation.ts'
import { Streamed } from '../../protocol/schema/streamed.ts'
import type { Transaction } from '../../store/engine.ts'
import { NestedEngine } from '../../store/nested-transaction.ts'
import {
  answerOfKey,
  claimKey,
  forgetKey,
  forgetOldKeys,
  recordAnswer,
  releaseKey,
} from '../../store/queries/idempotency.ts'
import { RetryTransaction } from '../../store/retry.ts'
import { principalOf, type ServiceContext } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import { type JsonColumn, jsonColumnOfType } from '../shared/json-column.ts'
import { Rollback, rollingBack } from '../shared/rollback.ts'
import { retryIdempotent } from './retry-idempotent.ts'

/** How long an answer is kept for repeats, in milliseconds. */
const keptFor = 24 * 60 * 60 * 1000
/** How many keys that have grown old a call clears away: more than the one it adds. */
const clearedAtOnce = 100

/**
 * Makes a service whose writes can be repeated under an Idempotency-Key: a repeat is answered as the first was, and
 * changes nothing. A call with a key is one transaction of everything it does: the key is taken, the handler runs on an
 * engine that is part of the transaction, the answer is recorded. So either all of it is there after a crash or none,
 * and a repeat that comes while the first is under way waits for it. Refusals are not recorded.
 *
 * @param make the service on the context it is given: the server's own, or that of one call with a key
 */
export function withIdempotency(make: (context: ServiceContext) => Service, context: ServiceContext): Service {
  const plain = make(context)
  const { operation } = plain
  const requests = jsonColumnOfType(operation.request)
  const answers = jsonColumnOfType(operation.response)
  return {
    operation,
    async handle(request, call) {
      if (call.idempotencyKey === null || call.verb === 'GET') return plain.handle(request, call)
      const { clientId, id } = principalOf(call)
      const keyed = {
        key: { client: clientId, principal: id, key: call.idempotencyKey },
        fingerprint: fingerprintOf(operation, requests.write(request), call),
        at: context.now(),
      }
      const work = async (transaction: Transaction) => {
        const found = await takenBefore(transaction, keyed)
        if (found instanceof Failure) return found
        if (found !== null) return operation.response.create(answers.read(found))
        const engine = new NestedEngine(transaction, context.engine)
        const answer = await make({ ...context, engine }).handle(request, call)
        return settle(transaction, keyed, answer, engine, answers)
      }
      return rollingBack(() => retryIdempotent(() => context.engine.write(work)))
    },
  }
}

interface Keyed {
  readonly key: { readonly client: number; readonly principal: string; readonly key: string }
  readonly fingerprint: string
  readonly at: number
}

/** Takes the key: null where it was free, the recorded answer where this is a repeat, and a failure otherwise. */
async function takenBefore(
  transaction: Transaction,
  { key, fingerprint, at }: Keyed,
): Promise<string | null | Failure> {
  const before = at - keptFor
  await transaction.run(forgetKey, { ...key, before })
  await transaction.run(forgetOldKeys, { client: key.client, before, most: clearedAtOnce })
  if ((await transaction.run(claimKey, { ...key, fingerprint, at })) === 1) return null
  const found = await transaction.first(answerOfKey, key)
  // Released since by the work that was waited for.
  if (!found) throw new RetryTransaction()
  return found.fingerprint === fingerprint ? found.answer : fail(serviceErrors.IdempotencyKeyReused)
}

async function settle(
  transaction: Transaction,
  { key }: Keyed,
  outcome: object | Failure,
  engine: NestedEngine,
  answers: JsonColumn<object>,
): Promise<object | Failure> {
  const answer = outcome instanceof Streamed ? await outcome.gather() : outcome
  if (answer instanceof Failure) {
    if (engine.threw) throw new Rollback(answer)
    await transaction.run(releaseKey, key)
    return answer
  }
  // What a work had done before it threw must not be kept, and there is no answer that says so.
  if (engine.threw) throw new Error('A call succeeded although a part of it threw')
  await transaction.run(recordAnswer, { ...key, answer: answers.write(answer) })
  return answer
}

/** What makes a call the same call: the operation, the verb, the request as bound, and which fields of it were sent. */
function fingerprintOf({ name }: Operation, request: string, { verb, sent }: Call): string {
  const text = JSON.stringify([name, verb, [...sent].sort(), request])
  return createHash('sha256').update(text).digest('hex')
}
