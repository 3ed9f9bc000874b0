import { eventRegistrationCalendar } from '../../contract/agenda.ts'
import { Failure } from '../../protocol/schema/failure.ts'
import { RawBody, type Service, service } from '../../protocol/schema/handler.ts'
import type { ServiceContext } from '../shared/context.ts'
import { calendarOf } from './calendar.ts'
import { readAgenda } from './read-agenda.ts'

/** The agenda of a registration as an iCalendar document. */
export function eventRegistrationCalendarService({ engine, now }: ServiceContext): Service {
  return service(eventRegistrationCalendar, async (request) => {
    const agenda = await readAgenda(engine, request)
    if (agenda instanceof Failure) return agenda
    return new RawBody('text/calendar; charset=utf-8', calendarOf(agenda, now()))
  })
}
