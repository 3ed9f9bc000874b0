import { type Answer, mapped, type Reason } from '../api/client.ts'
import { readSessions } from './read-sessions.ts'
import type { Registration } from './registration.ts'
import type { Session } from './session.ts'

/** What a session is to a registration. */
export type ChoiceState = 'held' | 'waiting' | 'free' | 'full' | 'forbidden'

export interface Choice {
  readonly session: Session
  readonly state: ChoiceState
  /** The rules that stand against it. */
  readonly reasons: readonly Reason[]
}

export async function readChoices(event: number, registration: Registration): Promise<Answer<readonly Choice[]>> {
  const held = new Set(registration.agenda.map(({ sessionId }) => sessionId))
  return mapped(await readSessions(event), (sessions) =>
    sessions.map((session): Choice => {
      const isFull = session.places !== null && session.taken >= session.places
      const open = isFull ? 'full' : 'free'
      const state = held.has(session.id) ? 'held' : registration.waiting.has(session.id) ? 'waiting' : open
      return { session, state, reasons: [] }
    }),
  )
}
