import { EventRegistrant, EventRegistrantsResponse, eventRegistrants } from '../../contract/event-registrations.ts'
import { DateTime } from '../../protocol/schema/datetime.ts'
import { Failure, failField } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import type { LongWork } from '../../protocol/schema/long-work.ts'
import type { Value } from '../../protocol/schema/type-model.ts'
import type { Reader } from '../../store/engine.ts'
import { eventById } from '../../store/queries/events.ts'
import {
  countRegistrants,
  registrantNames,
  registrantsAmong,
  registrantsPage,
} from '../../store/queries/reports/registrants.ts'
import { responseMetadata, type ServiceContext } from '../shared/context.ts'
import { serviceErrors } from '../shared/errors.ts'
import { pageSliceOf, pagingFields, readPage, type Slice } from '../shared/paging.ts'
import { isPrimary, type RegistrationRow } from './registrant-values.ts'

type Request = Value<typeof eventRegistrants.request>

/** Who is registered for an event, cancelled registrations too: by last name, first name and number. */
export function eventRegistrantsService(context: ServiceContext): Service {
  return service(eventRegistrants, async (request, { work }) => {
    const { engine, now } = context
    const slice = pageSliceOf(request)
    if (slice instanceof Failure) return slice
    const scope = { client: request.ClientID, event: request.EventID }
    if (!(await engine.first(eventById, scope))) {
      return failField('EventID', serviceErrors.NotFound, { kind: 'event', event: scope.event })
    }
    const { rows, total } = await found(engine, work, request, slice)
    return EventRegistrantsResponse.create({
      ...responseMetadata(request, context, now()),
      EventRegistrantsList: await work.map(rows, entry),
      ...pagingFields(slice, total),
    })
  })
}

async function found(
  reader: Reader,
  work: LongWork,
  { ClientID: client, EventID: event, Status, FirstName, LastName, Search, LastModifiedDate }: Request,
  slice: Slice,
): Promise<{ readonly rows: readonly RegistrationRow[]; readonly total: number }> {
  const asked = { client, event, status: Status, since: LastModifiedDate?.epochMs ?? 0 }
  const [first, last] = [folded(FirstName), folded(LastName)]
  const words = plain(Search)
    .split(/\s+/)
    .filter((word) => word !== '')
  if (first === '' && last === '' && words.length === 0) {
    return readPage(reader, work, { page: registrantsPage, count: countRegistrants }, asked, slice)
  }
  // Databases know the letter case of ASCII only.
  await work.begin((await reader.first(countRegistrants, asked))?.count ?? 0)
  const names = await work.filter(
    await reader.all(registrantNames, asked),
    (row) => folded(row.first_name).startsWith(first) && folded(row.last_name).startsWith(last) && hasWords(row, words),
  )
  const ids = names.slice(slice.offset, slice.offset + slice.limit).map((row) => row.id)
  return { rows: await reader.all(registrantsAmong, { client, event, ids }), total: names.length }
}

/** A name as it is compared: without regard to letter case, and to how its accents are encoded. */
function folded(name: string | null): string {
  return name?.trim().normalize().toLowerCase() ?? ''
}

/** The same without its accents: who searches does not always know them. */
function plain(name: string | null): string {
  return folded(name).normalize('NFD').replace(/\p{M}/gu, '')
}

interface Named {
  readonly first_name: string
  readonly last_name: string
  readonly badge_number: number | null
}

/** Whether each of the words is in the name, or begins the badge's number. */
function hasWords({ first_name, last_name, badge_number }: Named, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const name = `${plain(first_name)} ${plain(last_name)}`
  return words.every((word) => name.includes(word) || String(badge_number ?? '').startsWith(word))
}

function entry(row: RegistrationRow): Value<typeof EventRegistrant> {
  return EventRegistrant.create({
    Id: row.id,
    FirstName: row.first_name,
    LastName: row.last_name,
    DisplayName: `${row.first_name} ${row.last_name}`.trim(),
    DateRegistered: DateTime.fromEpoch(row.registered_at),
    RegistrationID: row.registration_id,
    IsPrimary: isPrimary(row),
    BadgeNumber: row.badge_number,
    Status: row.status,
    AttendedAt: row.attended_at === null ? null : DateTime.fromEpoch(row.attended_at),
  })
}
