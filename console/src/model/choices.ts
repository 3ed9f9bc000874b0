import { type Answer, type Reason, read } from '../api/client.ts'
import { EventRegistrationChoices } from '../api/dtos.gen.ts'
import { readGroups, readSessions } from './read-sessions.ts'
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

/** Every session of the event, by start, as a registration may have it: the server says what stands against each. */
export async function readChoices(event: number, registration: Registration): Promise<Answer<Choices>> {
  const request = new EventRegistrationChoices({ EventID: event, RegistrationID: registration.id })
  const [sessions, groups, choices] = await Promise.all([readSessions(event), readGroups(event), read(request)])
  if (!sessions.ok) return sessions
  if (!groups.ok) return groups
  if (!choices.ok) return choices
  const known = new Map((choices.value.Choices ?? []).map((each) => [each.SessionId, each]))
  const list = sessions.value.map((session): Choice => {
    const { State = 'Open', Reasons = [] } = known.get(session.id) ?? {}
    const reasons = Reasons.map(({ ErrorCode = '', Message = '' }) => ({ code: ErrorCode, message: Message }))
    return { session, state: State === 'Held' ? 'held' : State === 'Waiting' ? 'waiting' : 'open', reasons }
  })
  return { ok: true, value: { list, groups: groups.value } }
}
