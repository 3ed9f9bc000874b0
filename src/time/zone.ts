import { DateTime, IANAZone } from 'luxon'

/** Whether it is a name of the IANA's, such as Europe/Paris; offsets such as +01:00 are none. */
export function isZoneName(text: string): boolean {
  return /^[a-z]/i.test(text) && IANAZone.isValidZone(text)
}

const mostMinutes = 14 * 60

/** The zone whose clocks are always `hours` ahead of UTC, as `UTC+5:30`; null where no clocks are so. */
export function zoneOfOffset(hours: number): string | null {
  const minutes = Math.round(hours * 60)
  if (Math.abs(hours * 60 - minutes) > 1e-6 || Math.abs(minutes) > mostMinutes) return null
  const size = Math.abs(minutes)
  const rest = size % 60
  return `UTC${minutes < 0 ? '-' : '+'}${Math.floor(size / 60)}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`
}

/** Whether a zone is one that {@link zoneOfOffset} made. */
export function isOffsetZone(zone: string): boolean {
  return /^UTC[+-]/.test(zone)
}

/** How the clocks of a zone stand at an instant. */
export interface ZoneOffset {
  /** Minutes ahead of UTC, summer time counted in. */
  readonly minutes: number
  readonly isSummerTime: boolean
}

/** @param epochMs milliseconds since 1970-01-01 UTC */
export function offsetAt(epochMs: number, zone: string): ZoneOffset {
  const there = DateTime.fromMillis(epochMs, { zone })
  return { minutes: there.offset, isSummerTime: there.isInDST }
}
