import { type Answer, mapped, read } from '../api/client.ts'
import { EventFill } from '../api/live-dtos.ts'

/** How many places were taken from a moment on. */
export interface FillStep {
  readonly sessionId: number
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
  readonly taken: number
}

/** How an event's sessions filled, in the order of time. @param session one of them; null: all */
export async function readFill(event: number, session: number | null): Promise<Answer<readonly FillStep[]>> {
  const request = new EventFill({ EventID: event, ...(session !== null && { SessionId: session }) })
  return mapped(await read(request), ({ FillList = [] }) =>
    FillList.map(({ SessionId = 0, At = '', Taken = 0 }) => ({
      sessionId: SessionId,
      at: Date.parse(At),
      taken: Taken,
    }))
      .filter(({ at }) => !Number.isNaN(at))
      .sort((a, b) => a.at - b.at),
  )
}

/** The sum of all sessions after each step: seconds since 1970-01-01 UTC, and places taken. */
export function summed(steps: readonly FillStep[]): {
  readonly xs: readonly number[]
  readonly sums: readonly number[]
} {
  const taken = new Map<number, number>()
  const sums = new Map<number, number>()
  let sum = 0
  for (const step of steps) {
    sum += step.taken - (taken.get(step.sessionId) ?? 0)
    taken.set(step.sessionId, step.taken)
    sums.set(Math.floor(step.at / 1000), sum)
  }
  return { xs: [...sums.keys()], sums: [...sums.values()] }
}
