import { useEvent } from '../lib/current-event.ts'
import type { Holder } from '../model/roster.ts'
import { Link } from './link.tsx'

/** Who waits for a session: the first is let in when a place is given back. */
export function WaitingList({ waiting }: { waiting: readonly Holder[] }) {
  const { path } = useEvent()
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">
              Place
            </th>
            <th scope="col">Name</th>
            <th scope="col" class="number">
              Badge
            </th>
          </tr>
        </thead>
        <tbody>
          {waiting.map(({ registrationId, name, badge }, index) => (
            <tr key={registrationId}>
              <td class="number">{index + 1}</td>
              <th scope="row">
                <Link to={`${path}/registrations/${encodeURIComponent(registrationId)}`}>{name}</Link>
              </th>
              <td class="number">{badge}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
