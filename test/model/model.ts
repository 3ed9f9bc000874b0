import { cross } from '../registration/oracle.ts'
import { session } from '../registration/sessions.ts'

/** A session as the model has it; hours are whole hours of one day. */
export interface ModelSession {
  readonly id: number
  places: number | null
  readonly from?: number
  readonly to?: number
  readonly group?: number
  readonly tickets?: readonly number[]
}

interface Person {
  readonly badge: number
  isCancelled: boolean
  readonly tickets: readonly number[]
  held: number[]
}

/** The status that is answered, with the codes of its reasons, sorted. */
export interface Ending {
  readonly status: number
  readonly codes: readonly string[]
}

const done: Ending = { status: 200, codes: [] }
const refused = (codes: readonly string[]): Ending => ({
  status: codes.includes('SessionNotFound') && codes.every((code) => code === 'SessionNotFound') ? 404 : 409,
  codes: codes.toSorted(),
})

/** One event, in plain lists: what the service is, said as simply as it can be. */
export class Model {
  readonly sessions: ModelSession[]
  people: Person[]
  /** Badges in the order of each session's line. */
  lines: Map<number, number[]>

  constructor(sessions: readonly ModelSession[], people: readonly Omit<Person, 'held' | 'isCancelled'>[]) {
    this.sessions = sessions.map((each) => ({ ...each }))
    this.people = people.map((each) => ({ ...each, held: [], isCancelled: false }))
    this.lines = new Map(sessions.map(({ id }) => [id, []]))
  }

  clone(): Model {
    const copy = new Model(this.sessions, [])
    copy.people = this.people.map((person) => ({ ...person, held: [...person.held] }))
    copy.lines = new Map([...this.lines].map(([id, line]) => [id, [...line]]))
    return copy
  }

  person(badge: number): Person | undefined {
    return this.people.find((each) => each.badge === badge)
  }

  taken(id: number): number {
    return this.people.filter((person) => !person.isCancelled && person.held.includes(id)).length
  }

  waits(badge: number): { id: number; position: number }[] {
    return [...this.lines].flatMap(([id, line]) =>
      line.includes(badge) ? [{ id, position: line.indexOf(badge) + 1 }] : [],
    )
  }

  assign(badge: number, ids: readonly number[], mayWait: boolean): Ending {
    const person = this.person(badge)
    if (!person) return { status: 404, codes: ['NotFound'] }
    const reasons = this.#reasons(person, ids, mayWait)
    if (reasons.length > 0) return refused(reasons)
    const added = ids.filter((id) => !person.held.includes(id))
    for (const id of added) {
      const line = this.lines.get(id) ?? []
      if (!this.#isFull(id)) {
        person.held.push(id)
        this.lines.set(
          id,
          line.filter((each) => each !== badge),
        )
      } else if (!line.includes(badge)) line.push(badge)
    }
    return done
  }

  remove(badge: number, ids: readonly number[]): Ending {
    const person = this.person(badge)
    if (!person) return { status: 404, codes: ['NotFound'] }
    const unknown = ids.filter((id) => !this.#session(id))
    if (unknown.length > 0) return refused(unknown.map(() => 'SessionNotFound'))
    person.held = person.held.filter((id) => !ids.includes(id))
    for (const id of ids) this.#leave(badge, id)
    this.#letIn()
    return done
  }

  cancel(badge: number): Ending {
    const person = this.person(badge)
    if (!person) return { status: 404, codes: ['NotFound'] }
    person.isCancelled = true
    for (const { id } of this.sessions) this.#leave(badge, id)
    this.#letIn()
    return done
  }

  restore(badge: number, isForced: boolean): Ending {
    const person = this.person(badge)
    if (!person) return { status: 404, codes: ['NotFound'] }
    if (!person.isCancelled) return done
    const full = person.held.filter((id) => this.#isFull(id))
    if (full.length > 0 && !isForced) return refused(full.map(() => 'SessionFull'))
    person.held = person.held.filter((id) => !full.includes(id))
    person.isCancelled = false
    return done
  }

  register(badge: number, ids: readonly number[]): Ending {
    const person: Person = { badge, isCancelled: false, tickets: [], held: [] }
    const reasons = this.#reasons(person, ids, false)
    if (reasons.length > 0) return refused(reasons)
    this.people.push({ ...person, held: [...ids] })
    return done
  }

  delete(badge: number, isForced: boolean): Ending {
    const person = this.person(badge)
    if (!person) return { status: 404, codes: ['NotFound'] }
    if (!isForced && person.held.length + this.waits(badge).length > 0) return refused(['InUse'])
    this.people = this.people.filter((each) => each !== person)
    for (const { id } of this.sessions) this.#leave(badge, id)
    this.#letIn()
    return done
  }

  setPlaces(id: number, places: number, isForced: boolean): Ending {
    const found = this.#session(id)
    if (!found) return { status: 404, codes: ['NotFound'] }
    if (!isForced && places < this.taken(id)) return refused(['CapacityBelowTaken'])
    found.places = places
    this.#letIn()
    return done
  }

  #reasons(person: Person, ids: readonly number[], mayWait: boolean): string[] {
    const codes: string[] = person.isCancelled ? ['RegistrationCancelled'] : []
    const added = ids.filter((id) => !person.held.includes(id))
    for (const id of added) {
      const wanted = this.#session(id)
      if (!wanted) {
        codes.push('SessionNotFound')
        continue
      }
      if (this.#isFull(id) && !mayWait) codes.push('SessionFull')
      if (wanted.tickets && !wanted.tickets.some((ticket) => person.tickets.includes(ticket)))
        codes.push('TicketRequired')
      const others = [...person.held, ...added]
        .filter((other) => other !== id)
        .flatMap((other) => this.#session(other) ?? [])
      if (others.some((other) => areAtOnce(wanted, other))) codes.push('SessionOverlap')
      if (wanted.group !== undefined && others.some((other) => other.group === wanted.group)) codes.push('SingleSelect')
    }
    return codes
  }

  /** Every free place goes to the first in line who may have it. */
  #letIn(): void {
    for (const { id } of this.sessions.toSorted((a, b) => a.id - b.id)) {
      for (const badge of [...(this.lines.get(id) ?? [])]) {
        const person = this.person(badge)
        if (!person || this.#isFull(id) || this.#reasons(person, [id], false).length > 0) continue
        person.held.push(id)
        this.#leave(badge, id)
      }
    }
  }

  #leave(badge: number, id: number): void {
    this.lines.set(
      id,
      (this.lines.get(id) ?? []).filter((each) => each !== badge),
    )
  }

  #session(id: number): ModelSession | undefined {
    return this.sessions.find((each) => each.id === id)
  }

  #isFull(id: number): boolean {
    const places = this.#session(id)?.places ?? null
    return places !== null && places > 0 && this.taken(id) >= places
  }
}

function areAtOnce(a: ModelSession, b: ModelSession): boolean {
  const timed = ({ id, from, to }: ModelSession) => session(id, { startsAt: from ?? null, endsAt: to ?? null })
  return cross(timed(a), timed(b))
}
