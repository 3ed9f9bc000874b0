/** A day and a time as the clocks at the event show them. */
export interface WallTime {
  /** `2025-10-30` */
  readonly date: string
  /** Minutes since midnight; null where only the day is known. */
  readonly minutes: number | null
}

/** Reads the two fields in which the API tells a wall time; null where there is none. */
export function wallTime(date: string | undefined, time: string | undefined): WallTime | null {
  if (date === undefined || date.startsWith('0001')) return null
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})/.exec(time ?? '') ?? []
  return { date: date.slice(0, 10), minutes: hours && minutes ? Number(hours) * 60 + Number(minutes) : null }
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
const day = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' })
const longDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeZone: 'UTC' })

/** `10:30`, as people here write it. */
export function timeText(minutes: number): string {
  return clock.format(minutes * 60_000)
}

/** `Thu 30 Oct`, as people here write it. */
export function dayText(date: string): string {
  return day.format(Date.parse(`${date}T00:00:00Z`))
}

/** The day in full. */
export function longDayText(date: string): string {
  return longDay.format(Date.parse(`${date}T00:00:00Z`))
}

/** From when to when, without the day. */
export function spanText(start: WallTime | null, end: WallTime | null): string {
  if (start === null || start.minutes === null) return ''
  const from = timeText(start.minutes)
  return end === null || end.minutes === null ? from : `${from} – ${timeText(end.minutes)}`
}

/** One day, or the first and last. */
export function daysText(start: WallTime | null, end: WallTime | null): string {
  if (start === null) return ''
  return end === null || end.date === start.date ? dayText(start.date) : `${dayText(start.date)} – ${dayText(end.date)}`
}
