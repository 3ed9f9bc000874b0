import type { ComponentChildren } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { CurrentEventContext } from '../lib/current-event.ts'
import { place } from '../lib/router.ts'
import { useAnswer } from '../lib/use-query.ts'
import { type EventFacts, readEvent } from '../model/event.ts'
import { type Live, openLive } from '../model/live.ts'
import { daysText } from '../model/wall-time.ts'
import { Shown } from './async-boundary.tsx'
import { Link } from './link.tsx'

/** What all pages about an event stand in: its name, its parts, and the line by which changes come. */
export function EventFrame({ id, children }: { id: number; children: ComponentChildren }) {
  const asked = useAnswer(`event ${id}`, () => readEvent(id))
  const live = useMemo(() => openLive(id), [id])
  useEffect(() => () => live.close(), [live])
  return (
    <Shown asked={asked} what="The event">
      {(event) => (
        <CurrentEventContext.Provider value={{ event, live, path: `/events/${id}` }}>
          <EventBar event={event} live={live} />
          {children}
        </CurrentEventContext.Provider>
      )}
    </Shown>
  )
}

const parts = [
  ['', 'Timetable'],
  ['/registrations', 'Registrations'],
  ['/charts', 'Charts'],
  ['/history', 'History'],
] as const

function EventBar({ event, live }: { event: EventFacts; live: Live }) {
  const at = `/events/${event.id}`
  const { path } = place.value
  return (
    <div class="event-bar">
      <p class="event-name">
        <Link to={at}>{event.name}</Link>
        <span class="muted">{[daysText(event.start, event.end), event.timeZone].filter(Boolean).join(' · ')}</span>
        <LiveMark live={live} />
      </p>
      <nav aria-label={`Parts of ${event.name}`}>
        <ul>
          {parts.map(([part, name]) => (
            <li key={name}>
              <Link
                to={at + part}
                isCurrent={part === '' ? path === at || path.startsWith(`${at}/sessions`) : path.startsWith(at + part)}
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  )
}

const marks = {
  connecting: ['Connecting', 'Changes of others will show as soon as the line to the server stands.'],
  live: ['Live', 'Changes of others show at once.'],
  lost: ['Offline', 'The line to the server is lost; what is shown may be old. The console goes on trying.'],
} as const

function LiveMark({ live }: { live: Live }) {
  const status = live.status.value
  const [name, text] = marks[status]
  return (
    <span class={`live ${status}`} title={text} role="status">
      {name}
    </span>
  )
}
