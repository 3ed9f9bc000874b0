import { type Answer, mapped, read } from '../api/client.ts'
import { EventRegistrants, type RegistrationStatus } from '../api/dtos.gen.ts'
import { nameOf } from './roster.ts'

/** A registration as the list of them shows it. */
export interface Registrant {
  readonly registrationId: string
  readonly badge: number | null
  readonly name: string
  readonly status: string
  readonly registeredAt: string
  readonly attendedAt: string | null
}

export interface RegistrantsWanted {
  /** A part of a name, or a badge; empty for all. */
  readonly search: string
  readonly status: RegistrationStatus | null
}

export interface RegistrantsPage {
  readonly rows: readonly Registrant[]
  /** Of all pages. */
  readonly total: number
}

/** A page of an event's registrations by name. @param page from 1 */
export async function readRegistrants(
  event: number,
  { search, status }: RegistrantsWanted,
  page: number,
  pageSize: number,
): Promise<Answer<RegistrantsPage>> {
  const wanted = { ...(search !== '' && { Search: search }), ...(status && { Status: status }) }
  const request = new EventRegistrants({ EventID: event, ...wanted, PageSize: pageSize, PageNumber: page })
  return mapped(await read(request), ({ EventRegistrantsList = [], ListCount = 0 }) => ({
    total: ListCount,
    rows: EventRegistrantsList.map((entry) => ({
      registrationId: entry.RegistrationID ?? '',
      badge: entry.BadgeNumber ?? null,
      name: nameOf(entry),
      status: entry.Status ?? '',
      registeredAt: entry.DateRegistered ?? '',
      attendedAt: entry.AttendedAt ?? null,
    })),
  }))
}
