import type { Session } from './model.ts'

/** Finds the sessions whose times cross a given one's. */
export interface Timetable {
  /** The first `limit` of them, other than itself, by start and then by id. */
  crossing(session: Session, limit: number): Session[]
}

/**
 * Lays `sessions` out by time. Times are half-open, so a session may start the moment another ends; one without both
 * times, or that ends no later than it starts, takes no time and crosses nothing.
 *
 * A tree of the latest end over the sessions in order of start lets a search leave out whole stretches: making it costs
 * n log n, and finding k sessions k log n.
 */
export function timetable(sessions: readonly Session[]): Timetable {
  const spans = sessions
    .map(spanOf)
    .filter((span) => span !== null)
    .sort((a, b) => a.from - b.from || a.session.id - b.session.id)
  const latestEnd = maximumTree(spans.map((span) => span.to))
  const leaves = latestEnd.length / 2

  /** Searches the `width` spans from `first` on, which `node` stands for. */
  function search(node: number, first: number, width: number, wanted: Span, limit: number, found: Session[]): void {
    const span = spans[first]
    const ends = latestEnd[node]
    if (!span || ends === undefined || span.from >= wanted.to || ends <= wanted.from || found.length >= limit) return
    if (width === 1) {
      if (span.session.id !== wanted.session.id) found.push(span.session)
      return
    }
    const half = width / 2
    search(2 * node, first, half, wanted, limit, found)
    search(2 * node + 1, first + half, half, wanted, limit, found)
  }

  return {
    crossing(session, limit) {
      const found: Session[] = []
      const wanted = spanOf(session)
      if (wanted) search(1, 0, leaves, wanted, limit, found)
      return found
    },
  }
}

/** Whether there is a moment that belongs to both. */
export function crosses(a: Session, b: Session): boolean {
  const [one, other] = [spanOf(a), spanOf(b)]
  return one !== null && other !== null && one.from < other.to && other.from < one.to
}

interface Span {
  readonly session: Session
  /** Milliseconds since 1970-01-01 UTC, as those of the session. */
  readonly from: number
  readonly to: number
}

function spanOf(session: Session): Span | null {
  const { startsAt: from, endsAt: to } = session
  return from !== null && to !== null && from < to ? { session, from, to } : null
}

/** The values from the middle of the answer on; each node before it, from 1, holds the greater of nodes 2i and 2i + 1. */
function maximumTree(values: readonly number[]): number[] {
  let leaves = 1
  while (leaves < values.length) leaves *= 2
  const tree = new Array<number>(2 * leaves).fill(Number.NEGATIVE_INFINITY)
  values.forEach((value, i) => {
    tree[leaves + i] = value
  })
  for (let i = leaves - 1; i > 0; i--) {
    tree[i] = Math.max(tree[2 * i] ?? Number.NEGATIVE_INFINITY, tree[2 * i + 1] ?? Number.NEGATIVE_INFINITY)
  }
  return tree
}
