/** The zone of this browser. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone

const formats = new Map<string, Intl.DateTimeFormat>()

/** A moment as the clocks of a zone show it, with the zone's name. @param at ISO 8601, or milliseconds since 1970 */
export function momentText(at: string | number, zone: string): string {
  const milliseconds = typeof at === 'number' ? at : Date.parse(at)
  return Number.isNaN(milliseconds) ? '' : formatOf(zone).format(milliseconds)
}

/** Whether a text is a moment with its offset, as the API writes them. */
export function isMoment(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text)
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const options = { year: 'numeric', month: 'short', day: 'numeric', timeZoneName: 'short' } as const
  const times = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
  const made = new Intl.DateTimeFormat(undefined, { ...options, ...times, timeZone: isZone(zone) ? zone : ownZone })
  formats.set(zone, made)
  return made
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat(undefined, { timeZone: zone })
    return true
  } catch {
    return false
  }
}
