import { type Failure, failField } from '../../protocol/schema/failure.ts'
import { isOffsetZone, isZoneName, offsetAt, zoneOfOffset } from '../../time/zone.ts'
import { serviceErrors } from './errors.ts'

/** How an event names its zone. */
interface AskedZone {
  readonly Location: { readonly TimeZone: string | null } | null
  /** Hours from UTC. */
  readonly DateTimeOffset: number
  /** An hour more. */
  readonly DateTimeOffsetDST: boolean
}

/**
 * The zone of an event: Location.TimeZone, or one of the fixed offset. A name that is stored stays until another, or the
 * empty text, takes its place: clients that know only the offset do not undo it.
 * @param stored the zone the event has; null for a new one
 */
export function zoneOf({ Location, DateTimeOffset, DateTimeOffsetDST }: AskedZone, stored: string | null) {
  const kept = stored !== null && !isOffsetZone(stored) ? stored : ''
  const name = (Location?.TimeZone ?? kept).trim()
  if (name !== '') return isZoneName(name) ? name : refused('Location.TimeZone', 'an IANA name such as Europe/Paris')
  const zone = zoneOfOffset(DateTimeOffset + (DateTimeOffsetDST ? 1 : 0))
  return zone ?? refused('DateTimeOffset', 'hours from UTC, from -14 to 14 in whole minutes')
}

/** What an event whose zone has a name tells of its offset, as its clocks stand at `epochMs`. */
export function offsetOf(zone: string, epochMs: number) {
  const { minutes, isSummerTime } = offsetAt(epochMs, zone)
  return { DateTimeOffset: minutes / 60 - (isSummerTime ? 1 : 0), DateTimeOffsetDST: isSummerTime }
}

function refused(field: string, expected: string): Failure {
  return failField(field, serviceErrors.ArgumentException, expected)
}
