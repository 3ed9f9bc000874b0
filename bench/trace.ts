/** An event of a browser's trace, as far as it is looked at. Times are in microseconds. */
interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly ts: number
  readonly dur?: number
  readonly pid: number
  readonly tid: number
  readonly args?: { readonly name?: string }
}

export interface Frames {
  /** The longest task of a page's main thread, in milliseconds: no frame is drawn while it runs. */
  readonly longest: number
  readonly tasks: number
}

/** How long the main thread of a page was kept, from a trace with the category devtools.timeline. */
export function frames(trace: Buffer): Frames {
  const { traceEvents }: { traceEvents: readonly TraceEvent[] } = JSON.parse(trace.toString())
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  )
  const tasks = traceEvents.filter(({ name, pid, tid }) => name === 'RunTask' && main.has(`${pid} ${tid}`))
  return { longest: Math.max(0, ...tasks.map(({ dur = 0 }) => dur / 1000)), tasks: tasks.length }
}
