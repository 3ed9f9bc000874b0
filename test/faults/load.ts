import { setTimeout } from 'node:timers/promises'
import { type Answer, call } from '../support/http-server.ts'
import type { Asked, Ending, Registration } from './history.ts'
import { type Random, randomOf } from './random.ts'

/** Where the callers find a server, as it comes and goes. */
export interface Service {
  /** A server of the moment, whether it answers or not. */
  url(): string
  /** Resolved once a server is up again. */
  whenUp(): Promise<void>
}

export interface LoadPlan {
  /** Below the server's url: the operation that assigns. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly registrations: readonly Registration[]
  readonly sessions: readonly number[]
  readonly callers: number
  /** After how many answered calls the load is over. */
  readonly calls: number
  readonly seed: number
}

/** Endings of calls by kind. */
export interface Tally {
  readonly done: number
  readonly refused: number
  readonly unavailable: number
  readonly unknown: number
  readonly repeated: number
}

/** How long a caller waits after 503 or for an answer, in milliseconds. */
const pause = 20
const patience = 20_000

/** Callers, each with registrations of its own, who assign and remove at random, one call after the other. */
export class Load {
  readonly #plan: LoadPlan
  readonly #service: Service
  readonly #tally = { done: 0, refused: 0, unavailable: 0, unknown: 0, repeated: 0 }
  readonly #waiting: { readonly calls: number; readonly reached: () => void }[] = []
  #running: Promise<unknown> = Promise.resolve()
  #begun = 0
  #answered = 0

  constructor(service: Service, plan: LoadPlan) {
    this.#service = service
    this.#plan = plan
  }

  get tally(): Tally {
    return this.#tally
  }

  /** How many calls had an answer that says whether they were done. */
  get answered(): number {
    return this.#answered
  }

  /** Resolved once so many calls were answered. @throws what a caller met that no fault excuses */
  async reached(calls: number): Promise<void> {
    const reached = new Promise<void>((resolve) => {
      this.#waiting.push({ calls, reached: resolve })
      this.#wake()
    })
    await Promise.race([reached, this.#running])
  }

  begin(): void {
    const { callers, registrations, seed } = this.#plan
    const shares = Array.from({ length: callers }, (_, i) => registrations.filter((_each, j) => j % callers === i))
    this.#running = Promise.all(shares.map((mine, i) => this.#callAll(mine, randomOf(seed + i))))
    // It is told to whoever waits for a call, or for the end.
    this.#running.catch(() => undefined)
  }

  /** Resolved once all calls are over. @throws as {@link reached} */
  async end(): Promise<void> {
    await this.#running
  }

  async #callAll(mine: readonly Registration[], random: Random): Promise<void> {
    while (this.#answered < this.#plan.calls) {
      this.#begun++
      const registration = random.of(mine)
      const asked = this.#choose(registration, random)
      const key = random.chance(0.5) ? `${this.#plan.seed}-${this.#begun}` : null
      registration.end(asked, await this.#ask(registration, asked, key))
    }
  }

  #choose({ likely: { held, waits } }: Registration, random: Random): Asked {
    const removes = random.chance(0.15 + (held.size + waits.size) * 0.1)
    const mine = [...held, ...waits]
    const from = removes && mine.length > 0 && random.chance(0.9) ? mine : this.#plan.sessions
    const sessions = [...new Set(Array.from({ length: random.upTo(3) }, () => random.of(from)))]
    return { verb: removes ? 'DELETE' : 'POST', sessions, waitlist: !removes && random.chance(0.6) }
  }

  /** With a key, a call without an answer is repeated until it has one. */
  async #ask(registration: Registration, asked: Asked, key: string | null): Promise<Ending> {
    for (;;) {
      const answer = await this.#send(registration, asked, key)
      const ending = endingOf(answer)
      this.#count(answer, ending)
      if (answer === null) await this.#service.whenUp()
      else if (answer.status === 503) await setTimeout(pause)
      if (ending.kind !== 'unknown' || key === null) return ending
      this.#tally.repeated++
    }
  }

  async #send({ id }: Registration, { verb, sessions, waitlist }: Asked, key: string | null): Promise<Answer | null> {
    const { path, headers } = this.#plan
    const body = { RegistrationID: id, SessionIds: sessions, ...(waitlist && { Waitlist: true }) }
    const all = { ...headers, ...(key !== null && { 'idempotency-key': key }) }
    try {
      return await call(verb, `${this.#service.url()}${path}`, body, all, AbortSignal.timeout(patience))
    } catch {
      return null
    }
  }

  #count(answer: Answer | null, { kind }: Ending): void {
    if (kind === 'done') this.#tally.done++
    else if (kind === 'unknown') this.#tally.unknown++
    else if (answer?.status === 503) this.#tally.unavailable++
    else this.#tally.refused++
    if (kind === 'unknown' || answer?.status === 503) return
    this.#answered++
    this.#wake()
  }

  #wake(): void {
    const due = this.#waiting.filter(({ calls }) => calls <= this.#answered)
    for (const each of due) {
      this.#waiting.splice(this.#waiting.indexOf(each), 1)
      each.reached()
    }
  }
}

/** @throws Error on an answer that no fault excuses */
function endingOf(answer: Answer | null): Ending {
  if (answer === null) return { kind: 'unknown' }
  const { status, json, text } = answer
  if (status === 200) return { kind: 'done', places: { held: ids(json.SessionIds), waits: waits(json.Waitlisted) } }
  if (status === 409) return { kind: 'nothing' }
  if (status !== 503) throw new Error(`${status}: ${text}`)
  return { kind: json.ResponseStatus.ErrorCode === 'OutcomeUnknown' ? 'unknown' : 'nothing' }
}

function ids(list: unknown): Set<number> {
  return new Set(Array.isArray(list) ? list.map(Number) : [])
}

function waits(list: unknown): Set<number> {
  return ids(Array.isArray(list) ? list.map((entry) => entry.SessionId) : [])
}
