/** A length of time in ticks of 100 ns, as .NET's TimeSpan (a signed 64-bit number of them). */
export class TimeSpan {
  static readonly zero = new TimeSpan(0n)
  readonly ticks: bigint

  constructor(ticks: bigint) {
    this.ticks = ticks
  }

  /** `PT1H30M`: an XSD duration of days, hours, minutes and seconds; `PT0S` for none. */
  toXsd(): string {
    if (this.ticks === 0n) return 'PT0S'
    const total = this.ticks < 0n ? -this.ticks : this.ticks
    const part = (per: bigint, of: bigint, unit: string) => {
      const count = of === 0n ? total / per : (total / per) % of
      return count === 0n ? '' : `${count}${unit}`
    }
    const fraction = String(total % second)
      .padStart(7, '0')
      .replace(/0+$/, '')
    const seconds = (total / second) % 60n
    const time =
      part(hour, 24n, 'H') +
      part(minute, 60n, 'M') +
      (seconds > 0n || fraction ? `${seconds}${fraction ? `.${fraction}` : ''}S` : '')
    return `${this.ticks < 0n ? '-' : ''}P${part(day, 0n, 'D')}${time ? `T${time}` : ''}`
  }
}

const second = 10_000_000n
const minute = 60n * second
const hour = 60n * minute
const day = 24n * hour
const limit = 2n ** 63n

const xsd = /^(-)?P(?:(\d{1,8})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,12})(?:\.(\d{1,7}))?S)?)?$/
const clock = /^(-)?(?:(\d{1,8})\.)?(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,7}))?)?$/

/**
 * Reads an XSD duration without years and months (`P1DT2H`), or .NET's clock form (`1.02:00:00.5`).
 * Answers undefined for anything else, and outside 64 bits of ticks.
 */
export function parseTimeSpan(text: string): TimeSpan | undefined {
  const trimmed = text.trim()
  const m = xsd.exec(trimmed) ?? clock.exec(trimmed)
  if (!m || trimmed.endsWith('P') || trimmed.endsWith('T')) return undefined
  const [, sign, days, hours, minutes, seconds, fraction] = m
  const isClock = trimmed.includes(':')
  if (isClock && (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds ?? 0) > 59)) return undefined
  const ticks =
    BigInt(days ?? 0) * day +
    BigInt(hours ?? 0) * hour +
    BigInt(minutes ?? 0) * minute +
    BigInt(seconds ?? 0) * second +
    BigInt((fraction ?? '').padEnd(7, '0'))
  if (ticks >= limit) return undefined
  return new TimeSpan(sign ? -ticks : ticks)
}
