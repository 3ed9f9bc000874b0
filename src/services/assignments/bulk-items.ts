import {
  type EventRegistrationSessionsBulkItem,
  EventRegistrationSessionsBulkResult,
} from '../../contract/registration-sessions-bulk.ts'
import { statusOf } from '../../protocol/schema/failed-status.ts'
import { Failure, failField } from '../../protocol/schema/failure.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import type { Transaction } from '../../store/engine.ts'
import type { Actor } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import { AssignCommand, type AssignResult } from './assign-command.ts'
import { requestedSessions } from './requested-sessions.ts'
import { waitlistedEntries } from './waitlist.ts'

export type Item = Value<typeof EventRegistrationSessionsBulkItem>
export type Result = Value<typeof EventRegistrationSessionsBulkResult>

/** An item after its step. */
export interface BulkItemResult {
  readonly index: number
  readonly item: Item | null
  readonly outcome: AssignResult | Failure
}

/** Carries out items one after the other, each all or nothing, with the event to itself. @param first the index of the first of them */
export async function runItems(
  transaction: Transaction,
  scope: { readonly client: number; readonly event: number },
  items: readonly (Item | null)[],
  first: number,
  actor: Actor,
): Promise<BulkItemResult[]> {
  const done: BulkItemResult[] = []
  for (const [i, item] of items.entries()) {
    done.push({ index: first + i, item, outcome: await stepOf(transaction, scope, item, actor) })
  }
  return done
}

function stepOf(
  transaction: Transaction,
  scope: { readonly client: number; readonly event: number },
  item: Item | null,
  actor: Actor,
): Promise<AssignResult | Failure> | Failure {
  if (item === null) return failField('RegistrationID', serviceErrors.ArgumentException, 'an item')
  const named = requestedSessions(item)
  if (named instanceof Failure) return named
  const step = new AssignCommand({ scope, registration: item, requested: named, actor, exclusive: true })
  return item.Remove === true ? step.remove(transaction) : step.assign(transaction, item.Waitlist === true)
}

/** An item as the answer tells it; one that was refused by the names that it came with. */
export function resultOf({ index, item, outcome }: BulkItemResult): Result {
  if (outcome instanceof Failure) {
    return EventRegistrationSessionsBulkResult.create({
      Index: index,
      RegistrationID: item?.RegistrationID ?? null,
      BadgeNumber: item?.BadgeNumber ?? null,
      ResponseStatus: statusOf(outcome),
    })
  }
  const { registration, held, waits } = outcome
  return EventRegistrationSessionsBulkResult.create({
    Index: index,
    RegistrationID: registration.registrationId,
    BadgeNumber: registration.badgeNumber,
    SessionIds: held.map((row) => row.id),
    Waitlisted: waitlistedEntries(waits),
  })
}
