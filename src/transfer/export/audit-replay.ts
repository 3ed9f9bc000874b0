import type { RowOfTable } from '../../store/queries/transfer.ts'

type Change = Pick<RowOfTable<'audit'>, 'event_id' | 'action' | 'subject' | 'before' | 'after'>

/** Walks through the audit from nothing, and knows after each step who holds what and who waits for what. */
export class AuditReplay {
  readonly #held = new Map<string, readonly number[]>()
  readonly #lines = new Map<string, string[]>()

  /** The sessions that a registration holds, by its RegistrationID. */
  held(event: number, registrationId: string): readonly number[] {
    return this.#held.get(`${event} ${registrationId}`) ?? []
  }

  /** The RegistrationIDs of those who wait for a session, in order. */
  line(event: number, session: number): readonly string[] {
    return this.#lines.get(`${event} ${session}`) ?? []
  }

  step({ event_id, action, subject, before, after }: Change): void {
    if (event_id === null) return
    switch (action) {
      case 'assign':
      case 'remove':
      case 'promote':
        this.#held.set(`${event_id} ${subject}`, idsIn(after))
        for (const id of idsIn(after)) this.#leave(event_id, id, subject)
        break
      case 'registration.delete':
        this.#held.delete(`${event_id} ${subject}`)
        break
      case 'waitlist.add':
        for (const id of idsIn(after)) this.#lines.set(`${event_id} ${id}`, [...this.line(event_id, id), subject])
        break
      case 'waitlist.remove':
        for (const id of idsIn(before)) this.#leave(event_id, id, subject)
        break
      default:
    }
  }

  #leave(event: number, session: number, subject: string): void {
    const line = this.#lines.get(`${event} ${session}`)
    if (line?.includes(subject))
      this.#lines.set(
        `${event} ${session}`,
        line.filter((each) => each !== subject),
      )
  }
}

/** The sessions that a state of the audit names: a list of them, or one. */
function idsIn(state: string | null): number[] {
  const parsed: unknown = state === null ? null : JSON.parse(state)
  if (typeof parsed !== 'object' || parsed === null) return []
  if ('SessionIds' in parsed && Array.isArray(parsed.SessionIds)) return parsed.SessionIds.map(Number)
  return 'SessionId' in parsed ? [Number(parsed.SessionId)] : []
}
