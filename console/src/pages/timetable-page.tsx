import { useMemo } from 'preact/hooks'
import type { Answer } from '../api/client.ts'
import { useEvent } from '../lib/current-event.ts'
import { changeQuery, place } from '../lib/router.ts'
import { useReload } from '../lib/use-live.ts'
import { useIsNarrow } from '../lib/use-narrow.ts'
import { useAnswer } from '../lib/use-query.ts'
import { readGroups, readSessions } from '../model/read-sessions.ts'
import type { Group, Session } from '../model/session.ts'
import { counted } from '../model/text.ts'
import { daysOf, withoutTime } from '../model/timetable.ts'
import { dayText } from '../model/wall-time.ts'
import { Shown } from '../ui/async-boundary.tsx'
import { Download } from '../ui/download.tsx'
import { Page } from '../ui/page.tsx'
import { SessionFilters, useSessionFilter } from '../ui/session-filters.tsx'
import { Choice } from '../ui/session-option.tsx'
import { SessionTable } from '../ui/session-table.tsx'
import { TimetableGrid } from '../ui/timetable-grid.tsx'
import { useAnnouncedFill } from '../ui/use-announced-fill.ts'

interface Programme {
  readonly sessions: readonly Session[]
  readonly groups: readonly Group[]
}

async function readProgramme(event: number): Promise<Answer<Programme>> {
  const [sessions, groups] = await Promise.all([readSessions(event), readGroups(event)])
  if (!sessions.ok) return sessions
  return groups.ok ? { ok: true, value: { sessions: sessions.value, groups: groups.value } } : groups
}

export function TimetablePage() {
  const { event } = useEvent()
  const asked = useAnswer(`programme ${event.id}`, () => readProgramme(event.id))
  const actions = <Download operation="EventSessions" query={{ EventId: event.id }} what="Sessions" />
  return (
    <Page title="Timetable" of={event.name} actions={actions}>
      <Shown asked={asked} what="The timetable">
        {(programme) =>
          programme.sessions.length === 0 ? (
            <NoSessions event={event.id} />
          ) : (
            <Timetable {...programme} reload={asked.reload} />
          )
        }
      </Shown>
    </Page>
  )
}

function NoSessions({ event }: { event: number }) {
  return (
    <div class="note">
      <p>
        <strong>The event has no session yet.</strong>
      </p>
      <p>
        Import its programme on the server:{' '}
        <code>lectern import sessions --client NUMBER --event {event} programme.csv</code>
      </p>
    </div>
  )
}

function Timetable({ sessions, groups, reload }: Programme & { readonly reload: () => void }) {
  const { live, event } = useEvent()
  const { query } = place.value
  const days = useMemo(() => daysOf(sessions), [sessions])
  const known = useMemo(() => new Set(sessions.map(({ id }) => id)), [sessions])
  const asked = query.get('day')
  const isNarrow = useIsNarrow()
  const view = query.get('view') ?? (isNarrow ? 'list' : 'grid')
  const day = asked && [...days, 'all'].includes(asked) ? asked : (days[0] ?? 'all')
  const keeps = useSessionFilter(groups)
  useAnnouncedFill(sessions)
  useReload(reload, { except: known })

  const kept = sessions.filter((session) => keeps(session, live))
  const ofDay = day === 'all' ? kept : kept.filter(({ start }) => start?.date === day)
  const loose = day === 'all' ? [] : withoutTime(kept)
  const dayChoices = [...days.map((date) => [date, dayText(date)] as const), ['all', 'All days'] as const]
  return (
    <>
      <SessionFilters groups={groups}>
        <Choice name="Day" value={day} choices={dayChoices} onChoose={(value) => changeQuery({ day: value })} />
        <Choice
          name="View"
          value={view}
          choices={[
            ['grid', 'Rooms'],
            ['list', 'List'],
          ]}
          onChoose={(value) => changeQuery({ view: value })}
        />
      </SessionFilters>
      <p class="muted" role="status">
        {counted(ofDay.length, 'session')}
        {kept.length < sessions.length ? ' found' : ''}. Times are those of {event.timeZone}.
      </p>
      {view === 'grid' ? (
        <TimetableGrid sessions={ofDay} days={day === 'all' ? days : [day]} groups={groups} />
      ) : (
        <SessionTable sessions={ofDay} groups={groups} showsDay={day === 'all'} />
      )}
      {loose.length > 0 && (
        <section aria-labelledby="without-time">
          <h2 id="without-time">Without a time</h2>
          <SessionTable sessions={loose} groups={groups} showsDay={false} />
        </section>
      )}
    </>
  )
}
