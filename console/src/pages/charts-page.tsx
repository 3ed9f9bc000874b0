import { useEvent } from '../lib/current-event.ts'
import { changeQuery, place } from '../lib/router.ts'
import { useReload } from '../lib/use-live.ts'
import { useAnswer } from '../lib/use-query.ts'
import { readSessions } from '../model/read-sessions.ts'
import type { Session } from '../model/session.ts'
import { daysOf } from '../model/timetable.ts'
import { dayText } from '../model/wall-time.ts'
import { Shown } from '../ui/async-boundary.tsx'
import { AttendanceChart } from '../ui/attendance-chart.tsx'
import { AttendanceTable } from '../ui/attendance-table.tsx'
import { FillChart } from '../ui/fill-chart.tsx'
import { Page } from '../ui/page.tsx'
import { Choice } from '../ui/session-option.tsx'

export function ChartsPage() {
  const { event } = useEvent()
  const asked = useAnswer(`sessions ${event.id}`, () => readSessions(event.id))
  useReload(asked.reload, { pause: 2_000 })
  return (
    <Page title="Charts" of={event.name}>
      <Shown asked={asked} what="The sessions">
        {(sessions) =>
          sessions.length === 0 ? (
            <p class="note">Without sessions there is nothing to draw.</p>
          ) : (
            <Charts sessions={sessions} />
          )
        }
      </Shown>
    </Page>
  )
}

function Charts({ sessions }: { sessions: readonly Session[] }) {
  const days = daysOf(sessions)
  const asked = place.value.query.get('day') ?? ''
  const day = days.includes(asked) ? asked : (days[0] ?? '')
  const ofDay = sessions.filter(({ start }) => start?.date === day)
  return (
    <>
      <section aria-labelledby="fill">
        <h2 id="fill">Places taken over time</h2>
        <FillChart session={null} places={null} />
      </section>
      <section aria-labelledby="attendance">
        <h2 id="attendance">Attendance</h2>
        {days.length === 0 ? (
          <p class="note">No session has a time yet.</p>
        ) : (
          <>
            <div class="filters">
              <Choice
                name="Day"
                value={day}
                choices={days.map((date) => [date, dayText(date)] as const)}
                onChoose={(value) => changeQuery({ day: value })}
              />
            </div>
            <AttendanceChart sessions={sessions} day={day} />
            <AttendanceTable sessions={ofDay} />
          </>
        )}
      </section>
    </>
  )
}
