import { EventRegistrationsResponse, eventRegistrations } from '../../contract/event-registrations.ts'
import { Failure } from '../../protocol/schema/failure.ts'
import { type Call, type Service, service } from '../../protocol/schema/handler.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import type { Reader, Transaction } from '../../store/engine.ts'
import { lockEventExclusive } from '../../store/queries/locks.ts'
import { auditContextOf, responseMetadata, type ServiceContext } from '../shared/context.ts'
import { findRegistration } from '../shared/find-registration.ts'
import { changeRegistration } from './change-registration.ts'
import { deleteRegistration } from './delete-registration.ts'
import { loadRegistrant } from './load-registration.ts'
import { register } from './register.ts'
import type { RegistrationRequest } from './registrant-values.ts'

type Response = Value<typeof eventRegistrations.response>

/** Tells of a registration, registers, changes, cancels, restores and deletes. */
export function eventRegistrationsService(context: ServiceContext): Service {
  const { engine, now } = context
  return service(eventRegistrations, async (request, call) => {
    const at = now()
    if (call.verb === 'GET') return read(engine, request, at)
    return engine.write((transaction) => write(transaction, request, call, at))
  })

  async function read(reader: Reader, request: RegistrationRequest, at: number): Promise<Response | Failure> {
    const found = await findRegistration(reader, request.ClientID, request.EventID, request)
    return found instanceof Failure ? found : answer(reader, request, found.id, at)
  }

  async function write(
    transaction: Transaction,
    request: RegistrationRequest,
    call: Call,
    at: number,
  ): Promise<Response | Failure> {
    const actor = auditContextOf(call, at)
    await transaction.lock(lockEventExclusive, { client: request.ClientID, event: request.EventID })
    if (call.verb === 'DELETE') {
      const deleted = await deleteRegistration(transaction, request, actor)
      if (deleted instanceof Failure) return deleted
      const { registrationId, badgeNumber } = deleted
      return named(request, registrationId, badgeNumber, at)
    }
    const id =
      call.verb === 'POST'
        ? await register(transaction, request, actor, context.newGuid)
        : await changeRegistration(transaction, request, actor)
    return id instanceof Failure ? id : answer(transaction, request, id, at)
  }

  async function answer(reader: Reader, request: RegistrationRequest, id: number, at: number): Promise<Response> {
    const scope = { client: request.ClientID, event: request.EventID }
    const registrant = await loadRegistrant(reader, scope, id)
    const response = named(request, registrant.RegistrationID, registrant.BadgeNumber, at)
    return { ...response, EventRegistrationRegistrant: registrant, Registrant: registrant }
  }

  function named(
    request: RegistrationRequest,
    RegistrationID: string | null,
    BadgeNumber: number | null,
    at: number,
  ): Response {
    const { EventID } = request
    return EventRegistrationsResponse.create({
      ...responseMetadata(request, context, at),
      EventID,
      RegistrationID,
      BadgeNumber,
    })
  }
}
