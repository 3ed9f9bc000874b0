import type { Answer, Reason } from '../api/client.ts'
import { forecast } from './forecast.ts'
import { readGroups, readSessions, readTicketNames } from './read-sessions.ts'
import type { Registration } from './registration.ts'
import type { Group, Session } from './session.ts'

/** What a session is to a registration. */
export type ChoiceState = 'held' | 'waiting' | 'open'

export interface Choice {
  readonly session: Session
  readonly state: ChoiceState
  /** The rules that stand against adding it. */
  readonly reasons: readonly Reason[]
}

export interface Choices {
  readonly list: readonly Choice[]
  readonly groups: readonly Group[]
}

/** Every session of the event, by start, as a registration may have it. */
export async function readChoices(event: number, registration: Registration): Promise<Answer<Choices>> {
  const [sessions, groups, tickets] = await Promise.all([
    readSessions(event),
    readGroups(event),
    readTicketNames(event),
  ])
  if (!sessions.ok) return sessions
  if (!groups.ok) return groups
  if (!tickets.ok) return tickets
  const ids = new Set(registration.agenda.map(({ sessionId }) => sessionId))
  const held = sessions.value.filter(({ id }) => ids.has(id))
  const known = { groups: groups.value, tickets: tickets.value }
  const list = sessions.value.map((session): Choice => {
    const isHeld = ids.has(session.id)
    const state = isHeld ? 'held' : registration.waiting.has(session.id) ? 'waiting' : 'open'
    return { session, state, reasons: isHeld ? [] : forecast(registration, held, session, known) }
  })
  return { ok: true, value: { list, groups: groups.value } }
}
