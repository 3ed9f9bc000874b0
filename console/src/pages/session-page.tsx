import { useEvent } from '../lib/current-event.ts'
import { currentFill, useReload } from '../lib/use-live.ts'
import { useAnswer } from '../lib/use-query.ts'
import { readGroups, readSession, readTicketNames } from '../model/read-sessions.ts'
import { readRoster, readWaiting } from '../model/roster.ts'
import type { Group, Session } from '../model/session.ts'
import { longDayText, spanText } from '../model/wall-time.ts'
import { Shown } from '../ui/async-boundary.tsx'
import { Download } from '../ui/download.tsx'
import { FillChart } from '../ui/fill-chart.tsx'
import { FillMeter } from '../ui/fill-meter.tsx'
import { Link } from '../ui/link.tsx'
import { Page } from '../ui/page.tsx'
import { RosterTable } from '../ui/roster-table.tsx'
import { useAnnouncedFill } from '../ui/use-announced-fill.ts'
import { WaitingList } from '../ui/waiting-list.tsx'

export function SessionPage({ id }: { readonly id: number }) {
  const { event } = useEvent()
  const asked = useAnswer(`session ${event.id} ${id}`, () => readSession(event.id, id))
  return (
    <Shown asked={asked} what="The session">
      {(session) => <WholeSession session={session} />}
    </Shown>
  )
}

function WholeSession({ session }: { session: Session }) {
  const { event, path } = useEvent()
  const { id } = session
  const roster = useAnswer(`roster ${event.id} ${id}`, () => readRoster(event.id, id))
  const waiting = useAnswer(`waiting ${event.id} ${id}`, () => readWaiting(event.id, id))
  const reload = () => {
    roster.reload()
    waiting.reload()
  }
  useReload(reload, { of: new Set([id]) })
  useAnnouncedFill([session])
  const actions = (
    <>
      <Download operation="EventSessionRoster" query={{ EventID: event.id, SessionId: id }} what="Roster" />
      <button type="button" onClick={() => print()}>
        Print
      </button>
    </>
  )
  return (
    <Page title={session.name} of={event.name} lead={session.presenter} actions={actions}>
      <div class="columns">
        <div>
          <section aria-labelledby="roster">
            <h2 id="roster">Roster</h2>
            <Shown asked={roster} what="The roster">
              {(holders) => <RosterTable session={id} holders={holders} onChanged={roster.reload} />}
            </Shown>
          </section>
          {(waiting.problem || (waiting.value !== null && waiting.value.length > 0)) && (
            <section aria-labelledby="waiting" class="waiting-list">
              <h2 id="waiting">Waiting list</h2>
              <Shown asked={waiting} what="The waiting list">
                {(entries) => entries.length > 0 && <WaitingList waiting={entries} />}
              </Shown>
            </section>
          )}
        </div>
        <div class="aside">
          <SessionFacts session={session} />
          <section aria-labelledby="fill-chart">
            <h2 id="fill-chart">Places over time</h2>
            <FillChart session={id} places={session.places} height={180} />
          </section>
          <p>
            <Link to={`${path}/history?session=${id}`}>History of this session</Link>
          </p>
        </div>
      </div>
    </Page>
  )
}

function SessionFacts({ session }: { session: Session }) {
  const { event, live } = useEvent()
  const groups = useAnswer(`groups ${event.id}`, () => readGroups(event.id))
  const tickets = useAnswer(`tickets ${event.id}`, () => readTicketNames(event.id))
  const group = groups.value?.find((each) => each.id === session.groupId)
  const { start, end, room, description } = session
  return (
    <>
      <dl class="facts">
        <dt>Places</dt>
        <dd>
          <FillMeter fill={currentFill(live, session)} />
        </dd>
        {start && (
          <>
            <dt>When</dt>
            <dd>
              {longDayText(start.date)}
              <br />
              {spanText(start, end)} <span class="muted">{event.timeZone}</span>
            </dd>
          </>
        )}
        {room && (
          <>
            <dt>Room</dt>
            <dd>{room}</dd>
          </>
        )}
        {group && (
          <>
            <dt>{group.isTrack ? 'Track' : 'Group'}</dt>
            <dd>{groupText(group)}</dd>
          </>
        )}
        {session.tickets.length > 0 && (
          <>
            <dt>Needs</dt>
            <dd>{session.tickets.map((id) => tickets.value?.get(id) ?? `Ticket ${id}`).join(' or ')}</dd>
          </>
        )}
        <dt>Number</dt>
        <dd>{session.id}</dd>
      </dl>
      {description && <p class="description">{description}</p>}
    </>
  )
}

function groupText({ name, isSingleSelect }: Group): string {
  return isSingleSelect ? `${name} (of these one may be held)` : name
}
