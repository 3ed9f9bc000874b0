import { JsonServiceClient } from '@servicestack/client'
import type { CreatedKey } from '../../src/accounts/keys.ts'
import type { AnyDtos } from '../clients/typescript/dtos.ts'
import type { Random } from '../faults/random.ts'

export interface Scene {
  readonly url: string
  readonly key: CreatedKey
  readonly dtos: AnyDtos
  readonly client: number
  readonly event: number
  readonly sessions: readonly number[]
}

/** What happened, by kind of call and how it ended. */
export interface Figures {
  calls: number
  readonly endings: Record<string, number>
  readonly latencies: number[]
}

/** Somebody who is registered, and changes their mind at random. */
export class Agent {
  readonly #scene: Scene
  readonly #registrationId: string
  readonly #random: Random
  readonly #figures: Figures
  readonly #client: JsonServiceClient
  #held: readonly number[] = []
  #waits: readonly number[] = []
  #isCancelled = false

  constructor(scene: Scene, registrationId: string, random: Random, figures: Figures) {
    this.#scene = scene
    this.#registrationId = registrationId
    this.#random = random
    this.#figures = figures
    this.#client = new JsonServiceClient(scene.url)
    this.#client.setCredentials(scene.key.id, scene.key.secret)
  }

  async act(): Promise<void> {
    const random = this.#random
    if (this.#isCancelled) return random.chance(0.5) ? this.#restore() : this.#look()
    const mine = [...this.#held, ...this.#waits]
    if (mine.length > 0 && random.chance(0.3)) return this.#remove(random.of(mine))
    if (this.#held.length > 0 && random.chance(0.08)) return this.#checkIn(random.of(this.#held))
    if (random.chance(0.03)) return this.#cancel()
    if (random.chance(0.2)) return this.#look()
    return this.#assign()
  }

  async #assign(): Promise<void> {
    const { sessions } = this.#scene
    // Some sessions everybody wants.
    const wish = () => this.#random.of(this.#random.chance(0.6) ? sessions.slice(0, 10) : sessions)
    const SessionIds = [...new Set(Array.from({ length: this.#random.upTo(2) }, wish))]
    const Waitlist = this.#random.chance(0.7)
    await this.#change('assign', 'POST', 'RegistrationSessionRequest', { SessionIds, Waitlist })
  }

  async #remove(id: number): Promise<void> {
    await this.#change('remove', 'DELETE', 'RegistrationSessionRequest', { SessionIds: [id] })
  }

  async #cancel(): Promise<void> {
    const answer = await this.#ask('cancel', 'PUT', 'EventRegistrations', { Registrant: { Status: 'Cancelled' } })
    if (answer) this.#isCancelled = true
  }

  /** What was held is had again, if it is all to be had. */
  async #restore(): Promise<void> {
    const answer = await this.#ask('restore', 'PUT', 'EventRegistrations', { Registrant: { Status: 'Open' } })
    if (answer) this.#isCancelled = false
    else for (const id of this.#held.slice(0, 1)) await this.#remove(id)
  }

  async #checkIn(SessionId: number): Promise<void> {
    await this.#ask('check in', 'PUT', 'EventSessionAttendance', { SessionId, Attended: true })
  }

  async #look(): Promise<void> {
    const { event } = this.#scene
    if (this.#random.chance(0.5)) await this.#ask('list', 'GET', 'EventSessions', { EventId: event, PageSize: 100 })
    else await this.#ask('read', 'GET', 'EventRegistrations', {})
  }

  async #change(kind: string, method: string, name: string, fields: object): Promise<void> {
    const answer = await this.#ask(kind, method, name, fields)
    if (!answer) return
    this.#held = idsIn(answer.SessionIds)
    this.#waits = idsIn(answer.Waitlisted)
  }

  /** @returns null for a refusal that changes nothing @throws whatever else is answered */
  async #ask(
    kind: string,
    method: string,
    name: string,
    fields: object,
  ): Promise<Readonly<Record<string, unknown>> | null> {
    const { dtos, client: ClientID, event: EventID } = this.#scene
    const Dto = dtos[name]
    if (!Dto) throw new Error(`There is no ${name}`)
    const begun = performance.now()
    const { response, error } = await this.#client.api(
      new Dto({ ClientID, EventID, RegistrationID: this.#registrationId, ...fields }),
      null,
      method,
    )
    this.#figures.latencies.push(performance.now() - begun)
    this.#figures.calls++
    const ending = `${kind}: ${error?.errorCode ?? 'done'}`
    this.#figures.endings[ending] = (this.#figures.endings[ending] ?? 0) + 1
    if (!error) return response ?? {}
    if (!refusals.has(error.errorCode ?? '')) throw new Error(`${kind}: ${error.errorCode} ${error.message}`)
    return null
  }
}

/** What may be refused, each without a change: by a rule, or because 400 at once are too many for a slow machine. `SessionNotHeld` is a check-in of who was let go meanwhile. */
const refusals = new Set(['SessionFull', 'SessionOverlap', 'RegistrationCancelled', 'SessionNotHeld', 'ServerBusy'])

function idsIn(list: unknown): number[] {
  if (!Array.isArray(list)) return []
  return list.map((each) => Number(typeof each === 'object' && each !== null ? each.SessionId : each))
}
