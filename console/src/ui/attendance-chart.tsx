import { useMemo } from 'preact/hooks'
import { shareText, slotsOf } from '../model/attendance.ts'
import type { Session } from '../model/session.ts'
import { dayText } from '../model/wall-time.ts'
import { Chart } from './chart.tsx'

/** For each time at which sessions of a day begin: how many places are held, and how many came. */
export function AttendanceChart({ sessions, day }: { sessions: readonly Session[]; day: string }) {
  const slots = useMemo(() => slotsOf(sessions, day), [sessions, day])
  const data = useMemo(
    () => ({
      xs: slots.map((_, index) => index),
      lines: [
        { name: 'Places held', colour: '--edge', values: slots.map(({ held }) => held) },
        { name: 'Came', colour: '--bar', values: slots.map(({ came }) => came) },
      ] as const,
    }),
    [slots],
  )
  const look = useMemo(() => ({ kind: 'bars' as const, slots: slots.map(({ name }) => name) }), [slots])
  const sum = (of: 'held' | 'came') => slots.reduce((total, slot) => total + slot[of], 0)
  const [held, came] = [sum('held'), sum('came')]
  const label = `On ${dayText(day)}, ${came} came of ${held} places held ${shareText(came, held)}. The table below has the numbers of each session.`
  return (
    <>
      <p class="muted">
        {came.toLocaleString()} check-ins for {held.toLocaleString()} places held on {dayText(day)}
        {held > 0 && ` (${shareText(came, held)})`}, by the time at which sessions begin.
      </p>
      <Chart label={label} data={data} look={look} />
    </>
  )
}
