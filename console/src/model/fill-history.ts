import { type Answer, mapped, read } from '../api/client.ts'
import { EventFill } from '../api/dtos.gen.ts'

/** How many places were taken from a moment on. */
export interface FillStep {
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
  readonly taken: number
}

/** How an event filled, in the order of time. @param session one of its sessions; null: all together */
export async function readFill(event: number, session: number | null): Promise<Answer<readonly FillStep[]>> {
  const request = new EventFill({ EventID: event, ...(session !== null && { SessionId: session }) })
  return mapped(await read(request), ({ FillList = [] }) =>
    FillList.map(({ At = '', Taken = 0 }) => ({ at: Date.parse(At), taken: Taken })),
  )
}
