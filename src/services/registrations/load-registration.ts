import type { Reader } from '../../store/engine.ts'
import { eventById } from '../../store/queries/events.ts'
import { ticketsOf } from '../../store/queries/registration-tickets.ts'
import { registrationById } from '../../store/queries/registrations.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { loadSessions } from '../assignments/assign-sessions.ts'
import { waitlistedEntries, waitlistOf } from '../assignments/waitlist.ts'
import { sessionEntry } from '../shared/session-rows.ts'
import { type RegistrantValue, type RegistrationRow, registrantValue } from './registrant-values.ts'

/** A registration that is known to be there. */
export async function loadRegistration(reader: Reader, scope: OfEvent, id: number): Promise<RegistrationRow> {
  const row = await reader.first(registrationById, { ...scope, registration: id })
  if (!row) throw new Error(`Registration ${id} of event ${scope.event} is not there`)
  return row
}

/** All that is told of a registration that is known to be there, with its sessions. */
export async function loadRegistrant(reader: Reader, scope: OfEvent, id: number): Promise<RegistrantValue> {
  const row = await loadRegistration(reader, scope, id)
  const event = await reader.first(eventById, scope)
  const tickets = await reader.all(ticketsOf, { ...scope, registration: id })
  const { held } = await loadSessions(reader, scope, id, [])
  const Waitlisted = waitlistedEntries(await waitlistOf(reader, scope, id))
  const registrant = registrantValue(
    row,
    tickets.map((ticket) => ticket.ticket_id),
  )
  return { ...registrant, EventName: event?.name ?? null, Sessions: held.map(sessionEntry), Waitlisted }
}
