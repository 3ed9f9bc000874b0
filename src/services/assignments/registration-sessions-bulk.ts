import {
  EventRegistrationSessionsBulkResponse,
  registrationSessionsBulk,
} from '../../contract/registration-sessions-bulk.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import { Failure, failField, type Reason } from '../../protocol/schema/failure.ts'
import { type Call, type Service, service } from '../../protocol/schema/handler.ts'
import type { LongWork } from '../../protocol/schema/long-work.ts'
import { Streamed } from '../../protocol/schema/streamed.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import type { Engine } from '../../store/engine.ts'
import { type Actor, auditContextOf, type ServiceContext } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import { Rollback, rollingBack } from '../shared/rollback.ts'
import { type BulkItemResult, type Item, type Result, resultOf, runItems } from './bulk-items.ts'

type Request = Value<typeof registrationSessionsBulk.request>
type Response = Value<typeof registrationSessionsBulk.response>

/** The most items of a call. */
const most = 20_000
/** The most where all of them are one transaction, which every other write waits for. */
const mostAtOnce = 2_000
/** How many items share a transaction: a few milliseconds, after which others have their turn. */
const chunk = 100

/** Assigns sessions to many registrations, or removes them: each by itself, or all or none (Atomic). */
export function registrationSessionsBulkService({ engine, now }: ServiceContext): Service {
  return service(registrationSessionsBulk, async (request, call) => {
    const items = itemsOf(request, call)
    if (items instanceof Failure) return items
    const actor = auditContextOf(call, now())
    await call.work.begin(items.length)
    if (request.Atomic) return together(engine, request, items, actor)
    return Streamed.of(apart(engine, request, items, actor, call.work), (rest, Results) => ({ ...rest, Results }))
  })
}

function itemsOf({ Items, Atomic }: Request, { idempotencyKey }: Call): readonly (Item | null)[] | Failure {
  if (Items === null || Items.length === 0) return wrongItems('at least one item')
  if (Items.length > most) return wrongItems(`at most ${most} items`)
  const isOneStep = Atomic || idempotencyKey !== null
  if (!isOneStep || Items.length <= mostAtOnce) return Items
  return wrongItems(`at most ${mostAtOnce} items where they are one step (Atomic, or with an Idempotency-Key)`)
}

function wrongItems(expected: string): Failure {
  return failField('Items', serviceErrors.ArgumentException, expected)
}

async function* apart(
  engine: Engine,
  request: Request,
  items: readonly (Item | null)[],
  actor: Actor,
  work: LongWork,
): AsyncGenerator<readonly Result[], Response> {
  const scope = { client: request.ClientID, event: request.EventID }
  let failed = 0
  for (let first = 0; first < items.length; first += chunk) {
    work.check()
    const part = items.slice(first, first + chunk)
    const done = await engine.write((transaction) => runItems(transaction, scope, part, first, actor))
    failed += done.filter((each) => each.outcome instanceof Failure).length
    yield done.map(resultOf)
  }
  return answer(request, actor, items.length - failed, failed, null)
}

async function together(
  engine: Engine,
  request: Request,
  items: readonly (Item | null)[],
  actor: Actor,
): Promise<Response | Failure> {
  const scope = { client: request.ClientID, event: request.EventID }
  return rollingBack(() =>
    engine.write(async (transaction) => {
      const done = await runItems(transaction, scope, items, 0, actor)
      const failed = refused(done)
      if (failed) throw new Rollback(failed)
      return answer(request, actor, done.length, 0, done.map(resultOf))
    }),
  )
}

/** The refusal of all for those of some: the highest status, every reason with the item that it is about. */
function refused(done: readonly BulkItemResult[]): Failure | undefined {
  const failures = done.flatMap(({ index, outcome }) =>
    outcome instanceof Failure ? [{ index, failure: outcome }] : [],
  )
  if (failures.length === 0) return undefined
  const status = Math.max(...failures.map(({ failure }) => failure.status))
  const first = failures.find(({ failure }) => failure.status === status)?.failure
  return new Failure({
    code: first?.code ?? '',
    status,
    message: first?.message ?? '',
    reasons: failures.flatMap(({ index, failure }) => failure.reasons.map((reason) => ofItem(index, reason))),
    answer: {
      Failed: failures.length,
      Results: done.filter(({ outcome }) => outcome instanceof Failure).map(resultOf),
    },
  })
}

function ofItem(index: number, reason: Reason): Reason {
  const field = reason.field === undefined ? `Items[${index}]` : `Items[${index}].${reason.field}`
  return { ...reason, field, meta: { ...reason.meta, Index: String(index) } }
}

function answer(
  { ClientID, EventID, BypassCache, Device }: Request,
  { at }: Actor,
  done: number,
  failed: number,
  results: Result[] | null,
): Response {
  return EventRegistrationSessionsBulkResponse.create({
    ClientID,
    EventID,
    Done: done,
    Failed: failed,
    Results: results,
    BypassCache,
    DateCached: DateTime.fromEpoch(at),
    Device,
  })
}
