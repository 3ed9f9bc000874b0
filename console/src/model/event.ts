import { type Answer, mapped, read } from '../api/client.ts'
import { Events } from '../api/dtos.gen.ts'
import { type WallTime, wallTime } from './wall-time.ts'

/** An event, as far as the console shows it. */
export interface EventFacts {
  readonly id: number
  readonly clientId: number
  readonly name: string
  readonly isActive: boolean
  readonly start: WallTime | null
  readonly end: WallTime | null
  readonly timeZone: string
  /** Where it takes place. */
  readonly where: string
  /** null: no limit. */
  readonly places: number | null
}

/** All events of the client, the latest first. */
export async function readEvents(): Promise<Answer<readonly EventFacts[]>> {
  const answer = await read(new Events({}))
  return mapped(answer, ({ EventsList = [] }) =>
    EventsList.map(eventFacts).toSorted((a, b) => (b.start?.date ?? '').localeCompare(a.start?.date ?? '')),
  )
}

export async function readEvent(id: number): Promise<Answer<EventFacts>> {
  const answer = await read(new Events({ EventId: id }))
  return mapped(answer, ({ EventsList = [] }) => eventFacts(EventsList[0] ?? new Events({ EventId: id })))
}

function eventFacts(event: Events): EventFacts {
  const { EventId = 0, ClientID = 0, Name, Active = true, Location, Registration } = event
  const { MaxRegistrants = 0 } = Registration ?? {}
  return {
    id: EventId,
    clientId: ClientID,
    name: Name || `Event ${EventId}`,
    isActive: Active,
    start: wallTime(event.StartDate, event.StartTime),
    end: wallTime(event.EndDate, event.EndTime),
    timeZone: Location?.TimeZone || 'UTC',
    where: [Location?.Name, Location?.City].filter(Boolean).join(', '),
    places: MaxRegistrants > 0 ? MaxRegistrants : null,
  }
}
