import { Failure, failField } from '../../protocol/schema/failure.ts'
import type { Reader } from '../../store/engine.ts'
import { eventById } from '../../store/queries/events.ts'
import { agendaOf } from '../../store/queries/reports/agenda.ts'
import type { RowOf } from '../../store/statement.ts'
import { loadRegistration } from '../registrations/load-registration.ts'
import type { RegistrationRow } from '../registrations/registrant-values.ts'
import { serviceErrors } from '../shared/errors.ts'
import { findRegistration, type RegistrationName } from '../shared/find-registration.ts'

export type AgendaRow = RowOf<typeof agendaOf>

/** A registration's sessions in the order of time. */
export interface Agenda {
  readonly event: RowOf<typeof eventById>
  readonly registration: RegistrationRow
  /** Empty where it is cancelled: then it holds no place. */
  readonly sessions: readonly AgendaRow[]
}

/** The agenda of the registration that a request names. */
export async function readAgenda(
  reader: Reader,
  request: RegistrationName & { readonly ClientID: number; readonly EventID: number },
): Promise<Agenda | Failure> {
  const scope = { client: request.ClientID, event: request.EventID }
  const found = await findRegistration(reader, scope.client, scope.event, request)
  if (found instanceof Failure) return found
  const event = await reader.first(eventById, scope)
  if (!event) return failField('EventID', serviceErrors.NotFound, { kind: 'event', event: scope.event })
  return {
    event,
    registration: await loadRegistration(reader, scope, found.id),
    sessions: found.cancelled ? [] : await reader.all(agendaOf, { ...scope, registration: found.id }),
  }
}
