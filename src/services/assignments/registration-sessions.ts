import { RegistrationSessionResponse, registrationSessions } from '../../contract/registration-sessions.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import { Failure } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import type { Transaction } from '../../store/engine.ts'
import { retryIdempotent } from '../middleware/retry-idempotent.ts'
import { auditContextOf, type ServiceContext } from '../shared/context.ts'
import { sessionEntry } from '../shared/session-rows.ts'
import { AssignCommand, type AssignResult } from './assign-command.ts'
import { requestedSessions } from './requested-sessions.ts'
import { waitlistedEntries } from './waitlist.ts'

type Request = Value<typeof registrationSessions.request>
type Response = Value<typeof registrationSessions.response>

/** Assigns sessions to a registration (POST) or removes them (DELETE): all that are named, or none. */
export function registrationSessionsService({ engine, now }: ServiceContext): Service {
  return service(registrationSessions, async (request, call) => {
    const named = requestedSessions(request)
    if (named instanceof Failure) return named
    const actor = auditContextOf(call, now())
    const scope = { client: request.ClientID, event: request.EventID }
    const work = (transaction: Transaction) => {
      const isAlone = transaction.isRetry
      const step = new AssignCommand({ scope, registration: request, requested: named, actor, exclusive: isAlone })
      return call.verb === 'DELETE' ? step.remove(transaction) : step.assign(transaction, request.Waitlist === true)
    }
    // What is assigned already is assigned once more without a change. A call with a key is done anew as a whole.
    const write = () => engine.write(work)
    const done = await (call.idempotencyKey === null ? retryIdempotent(write) : write())
    return done instanceof Failure ? done : answer(request, done, actor.at)
  })
}

function answer({ ClientID, EventID, BypassCache, Device }: Request, done: AssignResult, at: number): Response {
  const { registration, held, waits } = done
  return RegistrationSessionResponse.create({
    ClientID,
    EventID,
    RegistrationID: registration.registrationId,
    BadgeNumber: registration.badgeNumber,
    Sessions: held.map(sessionEntry),
    SessionIds: held.map((row) => row.id),
    Waitlisted: waitlistedEntries(waits),
    BypassCache,
    DateCached: DateTime.fromEpoch(at),
    Device,
  })
}
