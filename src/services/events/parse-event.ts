import { Failure, failField } from '../../protocol/schema/failure.ts'
import type { Reader } from '../../store/engine.ts'
import { categoriesOfClient } from '../../store/queries/categories.ts'
import { parseInstant, parseTimes, type Times } from '../shared/date-fields.ts'
import { serviceErrors } from '../shared/errors.ts'
import { zoneOf } from '../shared/event-zone.ts'
import { parseLimit, parseName } from '../shared/field-parsers.ts'
import { type EventRow, type EventValue, eventDetails } from './event-values.ts'

/** All of an event that a caller may change, as the store has it. */
export interface EventColumns extends Times {
  readonly name: string
  readonly timeZone: string
  readonly details: string
  readonly active: number
  readonly maxRegistrants: number | null
  readonly opensAt: number | null
  readonly closesAt: number | null
}

/**
 * Reads an event as it is wanted.
 * @param row the event as it is; null for a new one
 */
export async function parseEvent(
  reader: Reader,
  wanted: EventValue,
  row: EventRow | null,
): Promise<EventColumns | Failure> {
  const name = parseName(wanted.Name)
  if (name instanceof Failure) return name
  const timeZone = zoneOf(wanted, row?.time_zone ?? null)
  if (timeZone instanceof Failure) return timeZone
  const times = parseTimes(wanted, timeZone, { startsAt: row?.starts_at ?? null, endsAt: row?.ends_at ?? null })
  if (times instanceof Failure) return times
  const settings = readSettings(wanted, timeZone)
  if (settings instanceof Failure) return settings
  const categories = await readCategories(reader, wanted)
  if (categories instanceof Failure) return categories
  return {
    name,
    timeZone,
    ...times,
    ...settings,
    active: wanted.Active ? 1 : 0,
    details: eventDetails.write({ ...wanted, Categories: categories }),
  }
}

/** An event of the store in the same form. */
export function columnsOf(row: EventRow): EventColumns {
  return {
    name: row.name,
    timeZone: row.time_zone,
    startDate: row.start_date,
    startTime: row.start_time,
    endDate: row.end_date,
    endTime: row.end_time,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    maxRegistrants: row.max_registrants,
    opensAt: row.opens_at,
    closesAt: row.closes_at,
    active: row.active,
    details: row.details,
  }
}

function readSettings({ Registration }: EventValue, zone: string) {
  const maxRegistrants = parseLimit('Registration.MaxRegistrants', Registration?.MaxRegistrants ?? null)
  if (maxRegistrants instanceof Failure) return maxRegistrants
  const opensAt = parseInstant('Registration.OpensOn', Registration?.OpensOn ?? null, zone)
  if (opensAt instanceof Failure) return opensAt
  const closesAt = parseInstant('Registration.ClosesOn', Registration?.ClosesOn ?? null, zone)
  if (closesAt instanceof Failure) return closesAt
  if (opensAt !== null && closesAt !== null && closesAt <= opensAt) {
    return failField('Registration.ClosesOn', serviceErrors.ArgumentException, 'a ClosesOn that is after OpensOn')
  }
  return { maxRegistrants, opensAt, closesAt }
}

/** The categories, each once. */
async function readCategories(reader: Reader, wanted: EventValue): Promise<number[] | null | Failure> {
  const { ClientID: client, Categories } = wanted
  if (!Categories?.length) return Categories
  const known = new Set((await reader.all(categoriesOfClient, { client })).map((category) => category.id))
  const wrong = Categories.findIndex((id) => !known.has(id))
  if (wrong !== -1) {
    return failField(`Categories[${wrong}]`, serviceErrors.ArgumentException, 'a category of EventCategories')
  }
  return [...new Set(Categories)]
}
