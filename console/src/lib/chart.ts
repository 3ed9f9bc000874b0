import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import '../styles/chart.css'
import { momentText } from '../model/instant.ts'

/** What is drawn: `xs` ascending, and the values of each line at them. */
export interface ChartData {
  /** Seconds since 1970-01-01 UTC, or numbers of slots. */
  readonly xs: readonly number[]
  readonly lines: readonly ChartLine[]
}

export interface ChartLine {
  readonly name: string
  /** The custom property of its colour. */
  readonly colour: '--bar' | '--bar-full' | '--bar-nearly' | '--edge'
  readonly values: readonly (number | null)[]
}

export type ChartKind =
  /** Values that stay until they change, over time, by the clocks of a zone. */
  | { readonly kind: 'steps'; readonly zone: string }
  /** A bar for each slot, the lines of one before the other; slots have names. */
  | { readonly kind: 'bars'; readonly slots: readonly string[] }

/** Draws a chart that fills the width of its element, in the colours of light or dark. @returns takes it away */
export function drawChart(element: HTMLElement, { xs, lines }: ChartData, look: ChartKind, height: number): () => void {
  const style = getComputedStyle(element)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } }
  const font = `12px ${style.fontFamily}`
  const paths = look.kind === 'steps' ? uPlot.paths.stepped?.({ align: 1 }) : uPlot.paths.bars?.({ size: [0.7, 48] })
  const slots = look.kind === 'bars' ? look.slots : []
  const zone = look.kind === 'steps' ? look.zone : 'UTC'
  const nameOf = (x: number) => slots[Math.round(x)] ?? ''
  const chart = new uPlot(
    {
      width: element.clientWidth,
      height,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
      scales: {
        x: look.kind === 'bars' ? { time: false, range: [-0.6, Math.max(0.6, slots.length - 0.4)] } : { time: true },
        y: { range: (_chart, _least, most) => [0, Math.max(1, most * 1.05)] },
      },
      axes: [
        look.kind === 'bars'
          ? {
              ...axis,
              font,
              grid: { show: false },
              values: (_chart, splits) => splits.map((x) => (Number.isInteger(x) ? nameOf(x) : '')),
            }
          : { ...axis, font, space: 90, values: (_chart, splits) => timesText(splits, zone) },
        { ...axis, font, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000] },
      ],
      series: [
        {
          label: 'Time',
          value: (_chart, x) => (x === null ? '' : look.kind === 'bars' ? nameOf(x) : momentText(x * 1000, zone)),
        },
        ...lines.map((line) => ({
          label: line.name,
          stroke: colour(line.colour),
          width: look.kind === 'bars' ? 0 : 2,
          ...(look.kind === 'bars' && { fill: colour(line.colour) }),
          points: { show: false },
          ...(paths && { paths }),
        })),
      ],
    },
    [[...xs], ...lines.map(({ values }) => [...values])],
    element,
  )
  const sized = new ResizeObserver(() => {
    if (element.clientWidth > 0 && element.clientWidth !== chart.width) {
      chart.setSize({ width: element.clientWidth, height })
    }
  })
  sized.observe(element)
  return () => {
    sized.disconnect()
    chart.destroy()
  }
}

const twoDays = 2 * 86_400

/** Moments on an axis, in seconds: times where they are close together, else days; a new day is told at its first time. */
function timesText(seconds: readonly number[], zone: string): string[] {
  const [first = 0, last = 0] = [seconds[0], seconds.at(-1)]
  const day = new Intl.DateTimeFormat(undefined, { timeZone: zone, day: 'numeric', month: 'short' })
  const time = new Intl.DateTimeFormat(undefined, { timeZone: zone, hour: '2-digit', minute: '2-digit' })
  const isShort = last - first < twoDays
  let before = ''
  return seconds.map((at) => {
    const date = day.format(at * 1000)
    const isNew = date !== before
    before = date
    if (!isShort) return isNew ? date : ''
    return isNew ? `${time.format(at * 1000)}\n${date}` : time.format(at * 1000)
  })
}
