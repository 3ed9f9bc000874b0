/** The rows of one event, as `lectern export` writes them. */
export interface Exported {
  readonly sessions: readonly Session[]
  readonly registrations: readonly Registration[]
  readonly assignments: readonly { readonly registration: number; readonly session_id: number }[]
  readonly waitlist: readonly { readonly session_id: number; readonly registration: number; readonly place: number }[]
  readonly audit: readonly Change[]
}

interface Session {
  readonly id: number
  readonly max_registrants: number | null
  readonly taken: number
  readonly starts_at: number | null
  readonly ends_at: number | null
}

interface Registration {
  readonly id: number
  readonly registration_id: string
  readonly cancelled: number
}

interface Change {
  readonly action: string
  readonly subject: string
  readonly before: string | null
  readonly after: string | null
}

/** Reads the lines of an export. */
export function readExport(text: string): Exported {
  const rows = new Map<string, unknown[]>()
  for (const line of text.trimEnd().split('\n')) {
    const { table, row } = JSON.parse(line)
    if (row === undefined) continue
    const list = rows.get(table)
    if (list) list.push(row)
    else rows.set(table, [row])
  }
  // The program wrote them; what they hold is what is to be proven.
  const of = <Row>(table: string) => (rows.get(table) ?? []) as Row[]
  return {
    sessions: of('session'),
    registrations: of('registration'),
    assignments: of('assignment'),
    waitlist: of('waitlist'),
    audit: of('audit'),
  }
}

/**
 * Everything that is wrong with an event that was sold: sessions over their places, counters that are not the number of
 * assignments, sessions of one registration that cross, and an audit that, replayed from nothing, leads elsewhere or lets
 * somebody in before others who might have had the place. None: it is as it should be.
 */
export function problemsOf(exported: Exported): string[] {
  return [...problemsOfPlaces(exported), ...problemsOfTimes(exported), ...new Replay(exported).problems()]
}

function problemsOfPlaces({ sessions, registrations, assignments }: Exported): string[] {
  const active = new Set(registrations.filter(({ cancelled }) => cancelled === 0).map(({ id }) => id))
  return sessions.flatMap(({ id, taken, max_registrants }) => {
    const held = assignments.filter((each) => each.session_id === id && active.has(each.registration)).length
    return [
      ...(held === taken ? [] : [`session ${id} counts ${taken} places taken, and ${held} are`]),
      ...(held > (max_registrants || held)
        ? [`session ${id} has ${held} registrations for ${max_registrants} places`]
        : []),
    ]
  })
}

function problemsOfTimes({ sessions, assignments }: Exported): string[] {
  const byId = new Map(sessions.map((session) => [session.id, session]))
  const held = new Map<number, number[]>()
  for (const { registration, session_id } of assignments) {
    held.set(registration, [...(held.get(registration) ?? []), session_id])
  }
  return [...held].flatMap(([registration, ids]) =>
    ids.flatMap((a, i) =>
      ids
        .slice(i + 1)
        .flatMap((b) => (cross(byId.get(a), byId.get(b)) ? [`${registration} holds ${a} and ${b} at one time`] : [])),
    ),
  )
}

function cross(a: Session | undefined, b: Session | undefined): boolean {
  if (a?.starts_at == null || a.ends_at === null || b?.starts_at == null || b.ends_at === null) return false
  return a.starts_at < b.ends_at && b.starts_at < a.ends_at
}

/** Walks through the audit from nothing. */
class Replay {
  readonly #exported: Exported
  readonly #sessions: ReadonlyMap<number, Session>
  readonly #held = new Map<string, ReadonlySet<number>>()
  readonly #cancelled = new Set<string>()
  readonly #lines = new Map<number, string[]>()
  readonly #problems: string[] = []

  constructor(exported: Exported) {
    this.#exported = exported
    this.#sessions = new Map(exported.sessions.map((session) => [session.id, session]))
  }

  problems(): string[] {
    for (const change of this.#exported.audit) this.#step(change)
    const { registrations, assignments, waitlist } = this.#exported
    const name = new Map(registrations.map(({ id, registration_id }) => [id, registration_id]))
    const found = new Map<string, Set<number>>()
    for (const { registration, session_id } of assignments) {
      const id = name.get(registration) ?? ''
      found.set(id, (found.get(id) ?? new Set()).add(session_id))
    }
    for (const { registration_id } of registrations) {
      const [replayed, stored] = [this.#held.get(registration_id), found.get(registration_id)].map(listed)
      if (replayed !== stored) this.#problems.push(`${registration_id} holds [${stored}], by the audit [${replayed}]`)
    }
    const lines = new Map<number, string[]>()
    for (const { session_id, registration } of waitlist.toSorted((a, b) => a.place - b.place)) {
      lines.set(session_id, [...(lines.get(session_id) ?? []), name.get(registration) ?? ''])
    }
    for (const { id } of this.#exported.sessions) {
      const [replayed, stored] = [this.#lines.get(id), lines.get(id)].map((line) => (line ?? []).join(' '))
      if (replayed !== stored) this.#problems.push(`the line of ${id} is [${stored}], by the audit [${replayed}]`)
    }
    return this.#problems
  }

  #step({ action, subject, before, after }: Change): void {
    if (action === 'assign' || action === 'remove' || action === 'promote') {
      const was = idsOf(before)
      const is = idsOf(after)
      if (listed(new Set(was)) !== listed(this.#held.get(subject))) {
        this.#problems.push(`${subject} is said to have held [${was}] before ${action}`)
      }
      const added = is.filter((id) => !was.includes(id))
      if (action === 'promote') for (const id of added) this.#checkTurn(subject, id)
      for (const id of added) this.#leave(subject, id)
      this.#held.set(subject, new Set(is))
    } else if (action === 'waitlist.add') {
      for (const id of idsOf(after)) this.#lines.set(id, [...(this.#lines.get(id) ?? []), subject])
    } else if (action === 'waitlist.remove') {
      for (const id of idsOf(before)) this.#leave(subject, id)
    } else if (action.startsWith('registration.')) {
      if (after?.includes('"Status":"Cancelled"')) this.#cancelled.add(subject)
      else if (after?.includes('"Status"')) this.#cancelled.delete(subject)
    }
  }

  /** Whoever stands before in the line must have been kept from the place by a rule. */
  #checkTurn(subject: string, id: number): void {
    const line = this.#lines.get(id) ?? []
    const at = line.indexOf(subject)
    if (at === -1) this.#problems.push(`${subject} was let into ${id} without waiting`)
    for (const other of line.slice(0, at)) {
      const session = this.#sessions.get(id)
      const held = [...(this.#held.get(other) ?? [])]
      const isKept = this.#cancelled.has(other) || held.some((each) => cross(this.#sessions.get(each), session))
      if (!isKept) this.#problems.push(`${subject} was let into ${id} before ${other}`)
    }
  }

  #leave(subject: string, id: number): void {
    this.#lines.set(
      id,
      (this.#lines.get(id) ?? []).filter((each) => each !== subject),
    )
  }
}

function idsOf(state: string | null): number[] {
  const parsed: unknown = JSON.parse(state ?? 'null')
  if (typeof parsed !== 'object' || parsed === null) return []
  if ('SessionIds' in parsed && Array.isArray(parsed.SessionIds)) return parsed.SessionIds.map(Number)
  return 'SessionId' in parsed ? [Number(parsed.SessionId)] : []
}

function listed(ids: ReadonlySet<number> | undefined): string {
  return [...(ids ?? [])].sort((a, b) => a - b).join(',')
}
