import { RegistrationSessionResponse, registrationSessions } from '../../contract/registration-sessions.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import { Failure } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import type { Transaction } from '../../store/engine.ts'
import { certain } from '../middleware/retry-idempotent.ts'
import { actorOf, type ServiceContext } from '../shared/context.ts'
import { sessionEntry } from '../shared/session-rows.ts'
import { SessionStep, type StepDone } from './assign-command.ts'
import { namedSessions } from './requested-sessions.ts'
import { waitlistedEntries } from './waitlist.ts'

type Request = Value<typeof registrationSessions.request>
type Response = Value<typeof registrationSessions.response>

/** Assigns sessions to a registration (POST) or removes them (DELETE): all that are named, or none. */
export function registrationSessionsService({ engine, now }: ServiceContext): Service {
  return service(registrationSessions, async (request, call) => {
    const named = namedSessions(request)
    if (named instanceof Failure) return named
    const actor = actorOf(call, now())
    const scope = { client: request.ClientID, event: request.EventID }
    const work = (transaction: Transaction) => {
      const isAlone = transaction.isRepeat
      const step = new SessionStep({ scope, registration: request, named, actor, isAlone })
      return call.verb === 'DELETE' ? step.remove(transaction) : step.assign(transaction, request.Waitlist === true)
    }
    // What is assigned already is assigned once more without a change. A call with a key is done anew as a whole.
    const write = () => engine.write(work)
    const done = await (call.idempotencyKey === null ? certain(write) : write())
    return done instanceof Failure ? done : answer(request, done, actor.at)
  })
}

function answer({ ClientID, EventID, BypassCache, Device }: Request, done: StepDone, at: number): Response {
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
