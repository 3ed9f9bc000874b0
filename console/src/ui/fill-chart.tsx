import { useMemo } from 'preact/hooks'
import type { ChartLine } from '../lib/chart.ts'
import { useEvent } from '../lib/current-event.ts'
import { useReload } from '../lib/use-live.ts'
import { useAnswer } from '../lib/use-query.ts'
import { type FillStep, readFill } from '../model/fill-history.ts'
import { Shown } from './async-boundary.tsx'
import { Chart } from './chart.tsx'

interface FillChartProps {
  /** One session; null: all of the event together. */
  readonly session: number | null
  /** The places that there are, drawn as a line; null: no limit. */
  readonly places: number | null
  readonly height?: number
}

/** How many places were taken over time. */
export function FillChart({ session, places, height = 240 }: FillChartProps) {
  const { event } = useEvent()
  const asked = useAnswer(`fill ${event.id} ${session}`, () => readFill(event.id, session))
  useReload(asked.reload, { ...(session !== null && { of: new Set([session]) }), pause: 2_000 })
  return (
    <Shown asked={asked} what="The chart">
      {(steps) =>
        steps.length === 0 ? (
          <p class="muted">No place was taken yet.</p>
        ) : (
          <Drawn steps={steps} places={places} height={height} />
        )
      }
    </Shown>
  )
}

function Drawn({ steps, places, height }: { steps: readonly FillStep[]; places: number | null; height: number }) {
  const { event } = useEvent()
  const data = useMemo(() => {
    // Of what happened in one second the last counts: the axis knows no shorter time.
    const bySecond = new Map(steps.map(({ at, taken }) => [Math.floor(at / 1000), taken]))
    const [xs, sums] = [[...bySecond.keys()], [...bySecond.values()]]
    // The last count holds until now.
    const times = [...xs, Math.max((xs.at(-1) ?? 0) + 1, Math.floor(Date.now() / 1000))]
    const taken: ChartLine = { name: 'Taken', colour: '--bar', values: [...sums, sums.at(-1) ?? 0] }
    const limit: ChartLine = { name: 'Places', colour: '--bar-full', values: times.map(() => places) }
    return { xs: times, lines: places === null ? [taken] : [taken, limit] }
  }, [steps, places])
  const look = useMemo(() => ({ kind: 'steps' as const, zone: event.timeZone }), [event.timeZone])
  const now = data.lines[0]?.values.at(-1) ?? 0
  const label = `Places taken over time: ${now} now${places === null ? '' : ` of ${places}`}.`
  return <Chart label={label} data={data} look={look} height={height} />
}
