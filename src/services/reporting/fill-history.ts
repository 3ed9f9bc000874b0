/** A change of an event as the audit has it, as far as it moves places. */
export interface OccupancyChange {
  readonly at: number
  readonly action: string
  readonly subject: string
  /** JSON of what is after it. */
  readonly after: string | null
}

/** How many places are taken from a moment on, in milliseconds since 1970-01-01 UTC. */
export interface OccupancyStep {
  readonly at: number
  readonly taken: number
}

/**
 * Retells changes, the oldest first, as how many places were taken after each that moved any.
 * @param session the places of one session; null: of all together
 */
export function occupancyOf(changes: Iterable<OccupancyChange>, session: number | null): OccupancyStep[] {
  const held = new Map<string, number>()
  const cancelled = new Set<string>()
  const steps: OccupancyStep[] = []
  let taken = 0
  for (const { at, action, subject, after } of changes) {
    const before = taking(held, cancelled, subject)
    switch (action) {
      case 'registration.create':
        if (statusIn(after) === 'Cancelled') cancelled.add(subject)
        break
      case 'registration.cancel':
        cancelled.add(subject)
        break
      case 'registration.restore':
        cancelled.delete(subject)
        break
      case 'registration.delete':
        held.delete(subject)
        cancelled.delete(subject)
        break
      default:
        held.set(subject, placesIn(after, session))
    }
    const moved = taking(held, cancelled, subject) - before
    taken += moved
    // The clock of a sandbox may go back; the order of what was done does not.
    if (moved !== 0) steps.push({ at: Math.max(at, steps.at(-1)?.at ?? at), taken })
  }
  return steps
}

/** The places that a registration takes: one that is cancelled holds its sessions and takes none. */
function taking(held: ReadonlyMap<string, number>, cancelled: ReadonlySet<string>, subject: string): number {
  return cancelled.has(subject) ? 0 : (held.get(subject) ?? 0)
}

/**
 * The same with one step for each of `points` equal spans of time at most, which is the last of its span: what is drawn of it
 * looks the same.
 */
export function downsample(steps: readonly OccupancyStep[], points: number): OccupancyStep[] {
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last || steps.length <= points) return [...steps]
  const span = (last.at - first.at + 1) / points
  const spanOf = ({ at }: OccupancyStep) => Math.floor((at - first.at) / span)
  return steps.filter((step, i) => {
    const next = steps[i + 1]
    return next === undefined || spanOf(next) !== spanOf(step)
  })
}

function placesIn(state: string | null, session: number | null): number {
  const { SessionIds } = objectIn(state)
  if (!Array.isArray(SessionIds)) return 0
  return session === null ? SessionIds.length : SessionIds.filter((id) => id === session).length
}

function statusIn(state: string | null): unknown {
  return objectIn(state).Status
}

function objectIn(state: string | null): { readonly SessionIds?: unknown; readonly Status?: unknown } {
  const parsed: unknown = state === null ? null : JSON.parse(state)
  return typeof parsed === 'object' && parsed !== null ? parsed : {}
}
