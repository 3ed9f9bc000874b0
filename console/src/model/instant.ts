/** The zone of this browser. */
export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone

const formats = new Map<string, Intl.DateTimeFormat>()

/** A moment as the clocks of a zone show it, with the zone's name. */
export function momentText(iso: string, zone: string): string {
  const milliseconds = Date.parse(iso)
  return Number.isNaN(milliseconds) ? '' : formatOf(zone).format(milliseconds)
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
