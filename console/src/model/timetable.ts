import type { Session } from './session.ts'

/** Sessions begin and end on steps of so many minutes. */
export const stepMinutes = 5
/** What is shorter is drawn as long as this, so that it can be read. */
const leastMinutes = 15
const dayMinutes = 24 * 60

/** A session in its room: from which step, over how many, and beside which others. */
export interface Placed {
  readonly session: Session
  /** From 0, since the timetable's beginning. */
  readonly step: number
  readonly steps: number
  /** From 0: sessions of a room at one time are side by side. */
  readonly lane: number
}

export interface RoomOfDay {
  /** Empty for sessions without a room. */
  readonly name: string
  readonly lanes: number
  /** By start. */
  readonly sessions: readonly Placed[]
}

/** The timetable of a day. */
export interface TimetableDay {
  /** Minutes since midnight, whole hours. */
  readonly from: number
  readonly to: number
  readonly rooms: readonly RoomOfDay[]
}

/** The days on which sessions begin, in order. */
export function daysOf(sessions: readonly Session[]): readonly string[] {
  return [...new Set(sessions.flatMap(({ start }) => (start ? [start.date] : [])))].sort()
}

/** The sessions that cannot be placed in a timetable: those without a time. */
export function withoutTime(sessions: readonly Session[]): readonly Session[] {
  return sessions.filter(({ start }) => start === null || start.minutes === null)
}

/** Places the sessions of a day in their rooms. */
export function timetableOf(sessions: readonly Session[], day: string): TimetableDay {
  const timed = sessions.flatMap((session) => timesOn(session, day))
  const from = Math.floor(Math.min(...timed.map((each) => each.from), dayMinutes) / 60) * 60
  const to = Math.ceil(Math.max(...timed.map((each) => each.to), from) / 60) * 60
  const names = [...new Set(timed.map(({ session }) => session.room))].sort(byRoom)
  const rooms = names.map((name) => {
    const ofRoom = timed.filter(({ session }) => session.room === name).sort((a, b) => a.from - b.from || b.to - a.to)
    return roomOf(name, ofRoom, from)
  })
  return { from, to, rooms }
}

interface Timed {
  readonly session: Session
  /** Minutes since midnight, on steps. */
  readonly from: number
  readonly to: number
}

function timesOn(session: Session, day: string): Timed[] {
  const { start, end } = session
  if (start === null || start.minutes === null || start.date !== day) return []
  const ends = end === null || end.minutes === null ? start.minutes : end.date > day ? dayMinutes : end.minutes
  const from = Math.floor(start.minutes / stepMinutes) * stepMinutes
  const to = Math.ceil(Math.max(ends, start.minutes + leastMinutes) / stepMinutes) * stepMinutes
  return [{ session, from, to: Math.min(dayMinutes, to) }]
}

/** By name, as people count (`Room 2` before `Room 10`), and those without a room last. */
function byRoom(a: string, b: string): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1
  return a.localeCompare(b, undefined, { numeric: true })
}

function roomOf(name: string, timed: readonly Timed[], from: number): RoomOfDay {
  const ends: number[] = []
  const sessions = timed.map((each): Placed => {
    const free = ends.findIndex((end) => end <= each.from)
    const lane = free === -1 ? ends.length : free
    ends[lane] = each.to
    const [step, end] = [(each.from - from) / stepMinutes, (each.to - from) / stepMinutes]
    return { session: each.session, step, steps: end - step, lane }
  })
  return { name, lanes: Math.max(1, ends.length), sessions }
}
