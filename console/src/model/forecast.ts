import type { Reason } from '../api/client.ts'
import type { Group, Session } from './session.ts'

/** A registration, as far as rules look at it. */
interface Whose {
  readonly isCancelled: boolean
  readonly tickets: readonly number[]
}

/** What there is to know of an event to tell what may be added. */
export interface Known {
  readonly groups: readonly Group[]
  /** The names of tickets. */
  readonly tickets: ReadonlyMap<number, string>
}

/**
 * The rules that will stand against adding a session, told beforehand. It is the server that decides: this looks at what
 * was read a moment ago, and at the clocks on the wall alone.
 * @param held what the registration holds
 */
export function forecast(
  { isCancelled, tickets }: Whose,
  held: readonly Session[],
  session: Session,
  known: Known,
): readonly Reason[] {
  const reasons: Reason[] = []
  if (isCancelled) reasons.push({ code: 'RegistrationCancelled', message: 'The registration is cancelled.' })
  if (session.places !== null && session.taken >= session.places) {
    reasons.push({ code: 'SessionFull', message: `All ${session.places} places are taken.` })
  }
  const crossed = held.filter((other) => cross(session, other))
  if (crossed.length > 0) {
    reasons.push({ code: 'SessionOverlap', message: `It crosses the time of ${namesOf(crossed)}, which is held.` })
  }
  const group = known.groups.find(({ id }) => id === session.groupId)
  const rivals = group?.isSingleSelect ? held.filter(({ groupId }) => groupId === group.id) : []
  if (group && rivals.length > 0) {
    const message = `Of “${group.name}” one session may be held, and ${namesOf(rivals)} is.`
    reasons.push({ code: 'SingleSelect', message })
  }
  if (session.tickets.length > 0 && !session.tickets.some((ticket) => tickets.includes(ticket))) {
    const names = session.tickets.map((ticket) => `“${known.tickets.get(ticket) ?? ticket}”`).join(' or ')
    reasons.push({ code: 'TicketRequired', message: `It needs the ticket ${names}.` })
  }
  return reasons
}

function namesOf(sessions: readonly Session[]): string {
  return sessions.map(({ name }) => `“${name}”`).join(', ')
}

/** Whether two sessions are at one time; ends are open, and those that both allow it never are. */
function cross(a: Session, b: Session): boolean {
  if (a.allowsOverlap && b.allowsOverlap) return false
  const [one, other] = [spanOf(a), spanOf(b)]
  return one !== null && other !== null && one.from < other.to && other.from < one.to
}

/** Milliseconds of clocks on the wall; null where a session has no time, or no length. */
function spanOf({ start, end }: Session): { readonly from: number; readonly to: number } | null {
  if (start === null || start.minutes === null || end === null || end.minutes === null) return null
  const at = ({ date }: { date: string }, minutes: number) => Date.parse(`${date}T00:00:00Z`) + minutes * 60_000
  const span = { from: at(start, start.minutes), to: at(end, end.minutes) }
  return span.from < span.to ? span : null
}
