import { AgendaEntry, EventRegistrationAgendaResponse, eventRegistrationAgenda } from '../../contract/agenda.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import { Failure } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import { offsetAt } from '../../time/zone.ts'
import { responseMetadata, type ServiceContext } from '../shared/context.ts'
import { dateOf } from '../shared/date-fields.ts'
import { type AgendaRow, readAgenda } from './read-agenda.ts'

/** The sessions of a registration in the order of time. */
export function eventRegistrationAgendaService(context: ServiceContext): Service {
  return service(eventRegistrationAgenda, async (request) => {
    const agenda = await readAgenda(context.engine, request)
    if (agenda instanceof Failure) return agenda
    const { event, registration, sessions } = agenda
    return EventRegistrationAgendaResponse.create({
      ...responseMetadata(request, context, context.now()),
      EventID: event.id,
      EventName: event.name,
      TimeZone: event.time_zone,
      RegistrationID: registration.registration_id,
      BadgeNumber: registration.badge_number,
      FirstName: registration.first_name,
      LastName: registration.last_name,
      Status: registration.status,
      Agenda: sessions.map((row) => entry(row, event.time_zone)),
    })
  })
}

function entry(row: AgendaRow, zone: string) {
  const there = (epochMs: number | null) =>
    epochMs === null ? null : DateTime.fromEpoch(epochMs, offsetAt(epochMs, zone).minutes)
  return AgendaEntry.create({
    SessionId: row.id,
    Name: row.name,
    Presenter: row.presenter,
    Room: row.room,
    StartDate: dateOf(row.start_date),
    StartTime: row.start_time,
    EndDate: dateOf(row.end_date),
    EndTime: row.end_time,
    StartsAt: there(row.starts_at),
    EndsAt: there(row.ends_at),
    AttendedAt: there(row.attended_at),
  })
}
