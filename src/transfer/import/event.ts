import type { Reader, Transaction } from '../../store/engine.ts'
import { eventById, insertEvent } from '../../store/queries/events.ts'
import { tenantById } from '../../store/queries/tenants.ts'
import { isZoneName } from '../../time/zone.ts'
import { auditAdded } from './audit.ts'
import { type ImportRefused, type ImportRequest, importRefused, type NewEvent, type Target } from './report.ts'

/** The event that rows are for. */
export interface Destination {
  readonly kind: 'destination'
  readonly timeZone: string
  /** What is to be made; null where the event exists. */
  readonly missing: NewEvent | null
}

/** Finds the event, or checks that it can be made. */
export async function findDestination(
  reader: Reader,
  { clientId: client, eventId: event, event: wanted }: ImportRequest,
): Promise<Destination | ImportRefused> {
  if (!(await reader.first(tenantById, { client })))
    return importRefused('ClientNotFound', `There is no client ${client}.`)
  const found = await reader.first(eventById, { client, event })
  if (found) {
    if (
      wanted &&
      (wanted.name.trim() !== found.name || wanted.timeZone.toLowerCase() !== found.time_zone.toLowerCase())
    ) {
      const stored = `“${found.name}” in ${found.time_zone}`
      return importRefused(
        'EventDiffers',
        `The event ${event} exists already as ${stored}; import without event details.`,
      )
    }
    return { kind: 'destination', timeZone: found.time_zone, missing: null }
  }
  if (!wanted) {
    return importRefused('EventNotFound', `There is no event ${event}; give a name and a time zone to have it made.`)
  }
  const name = wanted.name.trim()
  if (name === '' || name.length > 500)
    return importRefused('EventNameInvalid', 'An event needs a name, of 500 characters at most.')
  if (!isZoneName(wanted.timeZone)) {
    const found = JSON.stringify(wanted.timeZone)
    return importRefused('TimeZoneUnknown', `There is no time zone ${found}; give an IANA name such as Europe/Paris.`)
  }
  return { kind: 'destination', timeZone: wanted.timeZone, missing: { name, timeZone: wanted.timeZone } }
}

/** Makes the event that a target names. */
export async function addEvent(transaction: Transaction, target: Target, { name, timeZone }: NewEvent): Promise<void> {
  const { clientId: client, eventId: event, at } = target
  await transaction.run(insertEvent, { client, event, name, timeZone, at })
  await auditAdded(transaction, target, `event ${event}`, { EventId: event, Name: name, TimeZone: timeZone })
}
