import { type Answer, mapped, read } from '../api/client.ts'
import { type AuditEntry, EventAudit } from '../api/dtos.gen.ts'

/** A change that was made, by whom, and what it changed. */
export interface Change {
  readonly id: number
  readonly at: string
  /** The API key, or `cli` for the command line. */
  readonly by: string
  readonly action: string
  /** What it was done to: a RegistrationID, or the number of a session. */
  readonly subject: string
  readonly requestId: string
  readonly facts: readonly Fact[]
}

/** One thing as it was and as it is; empty where it was, or is, nothing. */
export interface Fact {
  readonly name: string
  readonly before: string
  readonly after: string
}

export interface ChangesWanted {
  readonly session: number | null
  readonly registration: string
  readonly action: string
}

export interface ChangesPage {
  readonly rows: readonly Change[]
  readonly total: number
}

/** A page of what was changed in an event, the newest first. @param page from 1 */
export async function readChanges(
  event: number,
  { session, registration, action }: ChangesWanted,
  page: number,
  pageSize: number,
): Promise<Answer<ChangesPage>> {
  const wanted = {
    ...(session !== null && { SessionId: session }),
    ...(registration !== '' && { RegistrationID: registration }),
    ...(action !== '' && { Action: action }),
  }
  const request = new EventAudit({ EventID: event, ...wanted, PageSize: pageSize, PageNumber: page })
  return mapped(await read(request), ({ AuditList = [], ListCount = AuditList.length }) => ({
    rows: AuditList.map(changeOf),
    total: ListCount,
  }))
}

function changeOf(entry: AuditEntry): Change {
  return {
    id: entry.Id ?? 0,
    at: entry.At ?? '',
    by: entry.Principal ?? '',
    action: entry.Action ?? '',
    subject: entry.Subject ?? '',
    requestId: entry.RequestId ?? '',
    facts: factsOf(membersIn(entry.Before), membersIn(entry.After)),
  }
}

function factsOf(before: Members, after: Members): readonly Fact[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.map((name) => ({ name, before: textOf(before[name]), after: textOf(after[name]) }))
}

type Members = Readonly<Record<string, unknown>>

/** The members of a JSON object; none of anything else. */
function membersIn(json: string | undefined): Members {
  try {
    const value: unknown = JSON.parse(json ?? '')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

const names: Readonly<Record<string, string>> = {
  assign: 'Session added',
  remove: 'Session removed',
  promote: 'Let in from the waiting list',
  'waitlist.add': 'Put on a waiting list',
  'waitlist.remove': 'Taken off a waiting list',
  'session.attendance.set': 'Checked in to a session',
  'session.attendance.remove': 'Check-in to a session taken back',
  'session.create': 'Session made',
  'session.update': 'Session changed',
  'session.delete': 'Session deleted',
  'group.create': 'Group made',
  'group.update': 'Group changed',
  'group.delete': 'Group deleted',
  'ticket.create': 'Ticket made',
  'ticket.update': 'Ticket changed',
  'ticket.delete': 'Ticket deleted',
  'registration.create': 'Registered',
  'registration.update': 'Registration changed',
  'registration.cancel': 'Registration cancelled',
  'registration.restore': 'Registration restored',
  'registration.delete': 'Registration deleted',
  'event.create': 'Event made',
  'event.update': 'Event changed',
}

/** The actions that can be asked for, with what people call them. */
export const actionNames: readonly (readonly [string, string])[] = Object.entries(names)

/** What people call an action. */
export function actionName(action: string): string {
  return names[action] ?? action
}
