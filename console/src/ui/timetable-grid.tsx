import { useMemo } from 'preact/hooks'
import { useEvent } from '../lib/current-event.ts'
import { currentFill } from '../lib/use-live.ts'
import type { Group, Session } from '../model/session.ts'
import { type Placed, type RoomOfDay, stepMinutes, timetableOf } from '../model/timetable.ts'
import { longDayText, spanText, timeText } from '../model/wall-time.ts'
import { FillMeter } from './fill-meter.tsx'
import { Link } from './link.tsx'

interface TimetableGridProps {
  readonly sessions: readonly Session[]
  readonly days: readonly string[]
  readonly groups: readonly Group[]
}

/** Rooms side by side and time downwards, a part for each day. To a screen reader a room is a list, by time. */
export function TimetableGrid({ sessions, days, groups }: TimetableGridProps) {
  const hues = useMemo(() => huesOf(groups), [groups])
  if (sessions.length === 0) return <p class="note">No session is like that. Take back a filter to see more.</p>
  return (
    <>
      {days.map((day) => (
        <DayGrid key={day} day={day} sessions={sessions} hues={hues} />
      ))}
    </>
  )
}

type Hues = ReadonlyMap<number, { readonly hue: number; readonly name: string }>

/** A colour for each track, as far from each other as may be. */
function huesOf(groups: readonly Group[]): Hues {
  return new Map(groups.map(({ id, name }, index) => [id, { name, hue: Math.round(index * 137.5 + 210) % 360 }]))
}

function DayGrid({ day, sessions, hues }: { day: string; sessions: readonly Session[]; hues: Hues }) {
  const { from, to, rooms } = useMemo(() => timetableOf(sessions, day), [sessions, day])
  if (rooms.length === 0) return null
  const steps = (to - from) / stepMinutes
  const hours = Array.from({ length: (to - from) / 60 }, (_, index) => from + index * 60)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="grid-scroll" tabIndex={0} aria-label={`Timetable of ${longDayText(day)}`}>
      <div class="grid" style={{ '--steps': steps }}>
        <div class="hours" aria-hidden="true">
          {hours.map((minutes) => (
            <span key={minutes} style={{ gridRow: `${(minutes - from) / stepMinutes + 1} / span 12` }}>
              {timeText(minutes)}
            </span>
          ))}
        </div>
        {rooms.map((room) => (
          <Room key={room.name} room={room} hues={hues} />
        ))}
      </div>
    </section>
  )
}

function Room({ room, hues }: { room: RoomOfDay; hues: Hues }) {
  return (
    <div class="room" style={{ '--lanes': room.lanes }}>
      <h2>{room.name || 'No room told'}</h2>
      <ol>
        {room.sessions.map((placed) => (
          <Card key={placed.session.id} placed={placed} track={hues.get(placed.session.groupId ?? 0)} />
        ))}
      </ol>
    </div>
  )
}

/** How much of a card there is room for. */
function sizeOf(steps: number): string {
  if (steps < 4) return 'short'
  if (steps < 6) return 'medium'
  return steps < 11 ? 'long' : 'tall'
}

interface CardProps {
  readonly placed: Placed
  readonly track: { readonly hue: number; readonly name: string } | undefined
}

function Card({ placed, track }: CardProps) {
  const { path, live } = useEvent()
  const { session, step, steps, lane } = placed
  const { id, name, presenter, start, end } = session
  const where = { gridRow: `${step + 1} / span ${steps}`, gridColumn: lane + 1 }
  return (
    <li class={`card ${sizeOf(steps)}`} style={{ ...where, ...(track && { '--hue': track.hue }) }}>
      <Link to={`${path}/sessions/${id}`} class={track ? 'tracked' : ''}>
        <span class="card-name">{name}</span>
      </Link>
      <span class="card-facts">
        <span>{spanText(start, end)}</span>
        {presenter && <span class="card-more">{presenter}</span>}
        {track && <span class="card-more">{track.name}</span>}
      </span>
      <FillMeter fill={currentFill(live, session)} />
    </li>
  )
}
