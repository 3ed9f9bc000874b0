/**
 * A calendar date and time as .NET's DateTime has it on the wire: a wall clock with a resolution of 100 ns (one tick)
 * and, when known, the offset it was written with. JavaScript's Date keeps neither, so it is not used here.
 */
export class DateTime {
  /** The default of every DateTime field: 0001-01-01T00:00:00, no zone. */
  static readonly min = new DateTime(-62_135_596_800_000, 0, null)

  /** Milliseconds of the wall clock since 1970-01-01T00:00:00 on that same wall clock. */
  readonly wallMs: number
  /** Ticks of 100 ns within that millisecond, 0 to 9999. */
  readonly subTicks: number
  /** Minutes east of UTC; 0 is UTC; null when the value names no zone. */
  readonly offset: number | null

  constructor(wallMs: number, subTicks: number, offset: number | null) {
    this.wallMs = wallMs
    this.subTicks = subTicks
    this.offset = offset
  }

  /** The instant `epochMs` (milliseconds since 1970-01-01 UTC), on a clock `offset` minutes east of UTC. */
  static fromEpoch(epochMs: number, offset = 0): DateTime {
    return new DateTime(epochMs + offset * 60_000, 0, offset)
  }

  /** The same point on the time line in milliseconds since 1970-01-01 UTC; without a zone, read as UTC. */
  get epochMs(): number {
    return this.wallMs - (this.offset ?? 0) * 60_000
  }

  /** Same wall clock, ticks and offset (not merely the same instant). */
  equals(other: DateTime): boolean {
    return this.wallMs === other.wallMs && this.subTicks === other.subTicks && this.offset === other.offset
  }

  /** `2024-05-03T02:03:39.8946258-04:00`: always seven digits of fraction. The JSON form. */
  toISO(): string {
    return `${this.#dateAndTime()}.${pad(this.#fraction(), 7)}${zone(this.offset)}`
  }

  /** `2024-05-03T02:03:39-04:00`: a fraction only where it is not zero, then seven digits. The XML form. */
  toXsd(): string {
    const fraction = this.#fraction()
    return `${this.#dateAndTime()}${fraction === 0 ? '' : `.${pad(fraction, 7)}`}${zone(this.offset)}`
  }

  /** As {@link toXsd}, but the date alone for a midnight without a zone. The JSV form. */
  toShortestXsd(): string {
    if (this.offset === null && this.subTicks === 0 && mod(this.wallMs, 86_400_000) === 0) {
      return new Date(this.wallMs).toISOString().slice(0, 10)
    }
    return this.toXsd()
  }

  toString(): string {
    return this.toXsd()
  }

  #dateAndTime(): string {
    return new Date(this.wallMs).toISOString().slice(0, 19)
  }

  #fraction(): number {
    return mod(this.wallMs, 1000) * 10_000 + this.subTicks
  }
}

const xsd =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?)?(?:([Zz])|([+-])(\d\d):?(\d\d))?$/
const american = /^(\d\d)\/(\d\d)\/(\d{4})$/
const wcf = /^\\?\/Date\((-?\d{1,16})(?:([+-])(\d\d)(\d\d))?\)\\?\/$/

/**
 * Reads a DateTime in any form the protocol knows: XSD with or without zone and fraction (digits past the seventh are
 * dropped), `yyyy-MM-dd`, `yyyy-MM-dd HH:mm[:ss]`, `MM/dd/yyyy`, `/Date(ms)/` and `/Date(ms±hhmm)/`.
 * Space around it is ignored. Answers undefined for anything else, and for dates that no calendar has.
 */
export function parseDateTime(text: string): DateTime | undefined {
  const trimmed = text.trim()
  let m = xsd.exec(trimmed)
  if (m) {
    const [, year, month, day, hour, minute, second, fraction, utc, sign, offsetHours, offsetMinutes] = m
    const ticks = Number((fraction ?? '').slice(0, 7).padEnd(7, '0'))
    const offset = utc ? 0 : sign ? offsetOf(sign, offsetHours, offsetMinutes) : null
    return build(year, month, day, hour, minute, second, ticks, offset)
  }
  m = american.exec(trimmed)
  if (m) return build(m[3], m[1], m[2], undefined, undefined, undefined, 0, null)
  m = wcf.exec(trimmed)
  if (m) {
    const offset = m[2] ? offsetOf(m[2], m[3], m[4]) : 0
    if (offset === undefined) return undefined
    return inRange(new DateTime(Number(m[1]) + offset * 60_000, 0, offset))
  }
  return undefined
}

function build(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
  second: string | undefined,
  ticks: number,
  offset: number | null | undefined,
): DateTime | undefined {
  const [y, mo, d] = [Number(year), Number(month), Number(day)]
  const [h, mi, s] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)]
  if (offset === undefined || y < 1 || mo < 1 || mo > 12 || d < 1 || h > 23 || mi > 59 || s > 59) return undefined
  // Date.UTC reads years below 100 as 19xx: shift by one Gregorian cycle of 400 years, whose length is fixed.
  const date = Date.UTC(y + 400, mo - 1, d, h, mi, s) - cycleMs
  if (new Date(date).getUTCDate() !== d) return undefined
  return new DateTime(date + Math.floor(ticks / 10_000), ticks % 10_000, offset)
}

const cycleMs = 146_097 * 86_400_000
const maxMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

function inRange(value: DateTime): DateTime | undefined {
  return value.wallMs >= DateTime.min.wallMs && value.wallMs <= maxMs ? value : undefined
}

/** Offsets run to 14 hours, as in XSD. */
function offsetOf(sign: string, hours: string | undefined, minutes: string | undefined): number | undefined {
  const total = Number(hours) * 60 + Number(minutes)
  if (Number(minutes) > 59 || total > 14 * 60) return undefined
  return sign === '-' ? 0 - total : total
}

function zone(offset: number | null): string {
  if (offset === null) return ''
  if (offset === 0) return 'Z'
  const minutes = Math.abs(offset)
  return `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}`
}

function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0')
}

function mod(value: number, by: number): number {
  return ((value % by) + by) % by
}
