import { useEvent } from '../lib/current-event.ts'
import { currentFill } from '../lib/use-live.ts'
import type { Group, Session } from '../model/session.ts'
import { dayText, spanText } from '../model/wall-time.ts'
import { FillMeter } from './fill-meter.tsx'
import { Link } from './link.tsx'

interface SessionTableProps {
  readonly sessions: readonly Session[]
  readonly groups: readonly Group[]
  readonly showsDay: boolean
}

/** Sessions as a list, by time. */
export function SessionTable({ sessions, groups, showsDay }: SessionTableProps) {
  const names = new Map(groups.map(({ id, name }) => [id, name]))
  if (sessions.length === 0) return <p class="note">No session is like that. Take back a filter to see more.</p>
  return (
    <div class="scroll">
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Session</th>
            <th scope="col">Room</th>
            <th scope="col">Track or group</th>
            <th scope="col">Places</th>
          </tr>
        </thead>
        <tbody>
          {sessions.map((session) => (
            <Row key={session.id} session={session} track={names.get(session.groupId ?? 0) ?? ''} showsDay={showsDay} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ session, track, showsDay }: { session: Session; track: string; showsDay: boolean }) {
  const { path, live } = useEvent()
  const { id, name, presenter, room, start, end } = session
  return (
    <tr>
      <td class="when">
        {showsDay && start ? `${dayText(start.date)} ` : ''}
        {spanText(start, end)}
      </td>
      <th scope="row">
        <Link to={`${path}/sessions/${id}`}>{name}</Link>
        {presenter && <span class="below">{presenter}</span>}
      </th>
      <td>{room}</td>
      <td>{track}</td>
      <td>
        <FillMeter fill={currentFill(live, session)} />
      </td>
    </tr>
  )
}
