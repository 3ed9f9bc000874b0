import { useAnswer } from '../lib/use-query.ts'
import { type EventFacts, readEvents } from '../model/event.ts'
import { daysText } from '../model/wall-time.ts'
import { Shown } from '../ui/async-boundary.tsx'
import { Link } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'

export function EventsPage() {
  const asked = useAnswer('events', readEvents)
  return (
    <Page title="Events">
      <Shown asked={asked} what="The events">
        {(events) => (events.length === 0 ? <NoEvents /> : <EventTable events={events} />)}
      </Shown>
    </Page>
  )
}

function NoEvents() {
  return (
    <div class="note">
      <p>
        <strong>There is no event yet.</strong>
      </p>
      <p>
        Import a programme on the server; the event is made with it:{' '}
        <code>lectern import sessions --client NUMBER --event 1 --event-name "My event" programme.csv</code>
      </p>
    </div>
  )
}

function EventTable({ events }: { events: readonly EventFacts[] }) {
  return (
    <div class="scroll">
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">Event</th>
            <th scope="col">When</th>
            <th scope="col">Where</th>
            <th scope="col" class="number">
              Places
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id}>
              <th scope="row">
                <Link to={`/events/${event.id}`}>{event.name}</Link>
                {!event.isActive && <span class="tag">Not active</span>}
              </th>
              <td>
                {daysText(event.start, event.end)} <span class="muted">{event.timeZone}</span>
              </td>
              <td>{event.where}</td>
              <td class="number">{event.places?.toLocaleString() ?? 'No limit'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
