import { useEvent } from '../lib/current-event.ts'
import { shareText } from '../model/attendance.ts'
import type { Session } from '../model/session.ts'
import { spanText } from '../model/wall-time.ts'
import { Link } from './link.tsx'

/** How many came to each session. */
export function AttendanceTable({ sessions }: { sessions: readonly Session[] }) {
  const { path } = useEvent()
  return (
    <div class="scroll">
      <table class="attendance">
        <thead>
          <tr>
            <th scope="col">Session</th>
            <th scope="col" class="number">
              Held
            </th>
            <th scope="col" class="number">
              Came
            </th>
            <th scope="col" class="number">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.map(({ id, name, start, end, taken, attended }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`${path}/sessions/${id}`}>{name}</Link>
                <span class="below">{spanText(start, end)}</span>
              </th>
              <td class="number">{taken}</td>
              <td class="number">{attended}</td>
              <td class="number">{shareText(attended, taken)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
