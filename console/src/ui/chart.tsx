import { useEffect, useRef, useState } from 'preact/hooks'
import type { ChartData, ChartKind } from '../lib/chart.ts'
import { NotLoaded } from './not-loaded.tsx'

interface ChartProps {
  /** What it shows, in a sentence for those who do not see it. */
  readonly label: string
  readonly data: ChartData
  readonly look: ChartKind
  readonly height?: number
}

const dark = matchMedia('(prefers-color-scheme: dark)')

/** A chart. What draws it is loaded only when the first one is shown. */
export function Chart({ label, data, look, height = 240 }: ChartProps) {
  const element = useRef<HTMLDivElement>(null)
  const isDark = useIsDark()
  const [isFailed, setFailed] = useState(false)
  useEffect(() => {
    let end: (() => void) | undefined
    let isGone = false
    void import('../lib/chart.ts').then(
      ({ drawChart }) => {
        if (!isGone && element.current) end = drawChart(element.current, data, look, height)
      },
      () => setFailed(true),
    )
    return () => {
      isGone = true
      end?.()
    }
  }, [data, look, height, isDark])
  if (isFailed) return <NotLoaded what="The chart" />
  return (
    <figure class="chart">
      <figcaption class="only-read">{label}</figcaption>
      <div ref={element} class="canvas" style={{ minHeight: `${height}px` }} />
    </figure>
  )
}

function useIsDark(): boolean {
  const [isDark, setDark] = useState(dark.matches)
  useEffect(() => {
    const look = () => setDark(dark.matches)
    dark.addEventListener('change', look)
    return () => dark.removeEventListener('change', look)
  }, [])
  return isDark
}
