import { Failure, failField } from '../../protocol/schema/failure.ts'
import type { Reader } from '../../store/engine.ts'
import type { sessionById } from '../../store/queries/reports/session-list.ts'
import type { OfEvent } from '../../store/queries/scope.ts'
import { groupById } from '../../store/queries/session-groups.ts'
import { ticketsOfEvent } from '../../store/queries/tickets.ts'
import type { RowOf } from '../../store/statement.ts'
import { parseTimes, type Times } from '../shared/date-fields.ts'
import { serviceErrors } from '../shared/errors.ts'
import { parseLimit, parseName } from '../shared/field-parsers.ts'
import { ticketIds } from '../shared/session-rows.ts'
import { type SessionValue, sessionDetails } from './session-values.ts'

type Row = RowOf<typeof sessionById>

/** All of a session that a caller may change, as the store has it. */
export interface SessionColumns extends Times {
  readonly name: string
  readonly presenter: string | null
  readonly allowOverlap: number
  readonly maxRegistrants: number | null
  readonly group: number | null
  /** JSON of ids. */
  readonly tickets: string
  readonly room: string | null
  readonly details: string
}

/**
 * Reads a session as it is wanted.
 * @param zone the event's
 * @param row the session as it is; null for a new one
 */
export async function parseSession(
  reader: Reader,
  scope: OfEvent,
  wanted: SessionValue,
  zone: string,
  row: Row | null,
): Promise<SessionColumns | Failure> {
  const name = parseName(wanted.Name)
  if (name instanceof Failure) return name
  const times = parseTimes(wanted, zone, { startsAt: row?.starts_at ?? null, endsAt: row?.ends_at ?? null })
  if (times instanceof Failure) return times
  const maxRegistrants = parseLimit('MaxRegistrants', wanted.MaxRegistrants)
  if (maxRegistrants instanceof Failure) return maxRegistrants
  const group = await readGroup(reader, scope, wanted.SessionGroupId)
  if (group instanceof Failure) return group
  const tickets = await readTickets(reader, scope, wanted.Tickets ?? [], ticketIds(row?.tickets ?? '[]'))
  if (tickets instanceof Failure) return tickets
  return {
    name,
    presenter: wanted.Presenter,
    ...times,
    allowOverlap: wanted.AllowOverlap ? 1 : 0,
    maxRegistrants,
    group,
    tickets: JSON.stringify(tickets),
    room: wanted.Room,
    details: sessionDetails.write(wanted),
  }
}

/** A session of the store in the same form. */
export function columnsOf(row: Row): SessionColumns {
  return {
    name: row.name,
    presenter: row.presenter,
    startDate: row.start_date,
    startTime: row.start_time,
    endDate: row.end_date,
    endTime: row.end_time,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    allowOverlap: row.allow_overlap,
    maxRegistrants: row.max_registrants,
    group: row.group_id,
    tickets: row.tickets,
    room: row.room,
    details: row.details,
  }
}

/** @param id null or 0: none */
async function readGroup(reader: Reader, scope: OfEvent, id: number | null): Promise<number | null | Failure> {
  if (id === null || id === 0) return null
  if (await reader.first(groupById, { ...scope, id })) return id
  return failField('SessionGroupId', serviceErrors.ArgumentException, `a session group of event ${scope.event}`)
}

/**
 * The tickets, each once and ascending.
 * @param stored those that the session needs already, and may go on to need although there is none any more
 */
async function readTickets(
  reader: Reader,
  scope: OfEvent,
  ids: readonly number[],
  stored: readonly number[],
): Promise<number[] | Failure> {
  if (ids.length === 0) return []
  const known = new Set([...stored, ...(await reader.all(ticketsOfEvent, scope)).map((ticket) => ticket.id)])
  const wrong = ids.findIndex((id) => !known.has(id))
  if (wrong === -1) return [...new Set(ids)].sort((a, b) => a - b)
  return failField(`Tickets[${wrong}]`, serviceErrors.ArgumentException, `a ticket of event ${scope.event}`)
}
