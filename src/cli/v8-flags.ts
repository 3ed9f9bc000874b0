import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** How large the space for new objects may become, in bytes: its two halves, of about 6 MB. */
const youngBytes = 12_000_000

/*
 * Keeps the program small: what lives in a server is 30 MB, but V8 by itself lets three times as much lie before it
 * collects. Loaded before anything else, while there is little yet. See docs/decisions/0017-memory.md for what it costs.
 */

// Old objects: half as much again as what lives may lie before it is collected.
setFlagsFromString('--heap-growing-percent=55')

// New objects: the space for them grows in one step to its size here, and then no more.
setFlagsFromString('--semi-space-growth-factor=6')
const observer = new PerformanceObserver(() => {
  if (youngSize() < youngBytes) return
  setFlagsFromString('--semi-space-growth-factor=1')
  observer.disconnect()
})
observer.observe({ entryTypes: ['gc'] })

function youngSize(): number {
  return getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')?.space_size ?? 0
}

/** To be called once all that stays is loaded: what loading left behind is collected, and counts no longer. */
export function setHeapFlags(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  setFlagsFromString('--no-expose-gc')
  if (typeof collect === 'function') collect()
}
