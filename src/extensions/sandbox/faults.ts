/** Which calls a fault is ordered for, and what befalls them. */
export interface FaultInput {
  /** Names as they are declared, and null: any. */
  readonly operation: string | null
  readonly verb: string | null
  readonly urlContains: string | null
  /** Whether the call is carried out first. */
  readonly when: 'Before' | 'After'
  /** Null: it is answered as it would be. */
  readonly status: number | null
  readonly errorCode: string | null
  /** How long it is kept waiting, in milliseconds. */
  readonly delay: number
  readonly cut: boolean
  /** How many calls are left alone first. */
  readonly skip: number
  /** How many it befalls; null: all. */
  readonly times: number | null
}

/** A fault, and how many calls have met it. */
export interface Fault extends FaultInput {
  readonly id: number
  readonly client: number
  readonly befell: number
  /** Null: for ever. */
  readonly left: number | null
}

/** What a call is known by. */
export interface FaultCall {
  /** The tenant that it is authenticated for, or for which it tries to sign in. Null: no fault applies to it. */
  readonly client: number | null
  readonly isSignedIn: boolean
  readonly operation: string
  readonly verb: string
  readonly url: string
}

interface Entry {
  readonly fault: FaultInput
  readonly id: number
  readonly client: number
  matched: number
}

/** The most faults of a client. */
export const maxFaults = 100

/** The faults that each tenant ordered for its own calls. */
export class Faults {
  readonly #entries = new Map<number, Entry>()
  #last = 0

  /** The faults of a client, the oldest first; those that have befallen all they should are gone. */
  of(client: number): Fault[] {
    return [...this.#entries.values()].filter((entry) => entry.client === client).map(shown)
  }

  add(client: number, fault: FaultInput): void {
    const id = ++this.#last
    this.#entries.set(id, { fault, id, client, matched: 0 })
  }

  /** @returns whether the client has ordered it */
  remove(client: number, id: number): boolean {
    return this.#entries.get(id)?.client === client && this.#entries.delete(id)
  }

  clear(client: number): void {
    for (const { id } of this.of(client)) this.#entries.delete(id)
  }

  /** What befalls a call: the oldest fault that it matches and that is not to leave it alone. Asking counts. */
  take(call: FaultCall): Fault | null {
    let found: Fault | null = null
    for (const entry of this.#entries.values()) {
      if (found || !isMatch(entry, call)) continue
      entry.matched++
      if (entry.matched <= entry.fault.skip) continue
      found = shown(entry)
      if (found.left === 0) this.#entries.delete(entry.id)
    }
    return found
  }
}

function isMatch({ client, fault: { operation, verb, urlContains } }: Entry, call: FaultCall): boolean {
  return (
    client === call.client &&
    // A fault for any operation spares those that sign in, or nobody could call it off.
    (operation === null ? call.isSignedIn : operation === call.operation) &&
    (verb === null || verb === call.verb) &&
    (urlContains === null || call.url.includes(urlContains))
  )
}

function shown({ fault, id, client, matched }: Entry): Fault {
  const befell = Math.max(0, matched - fault.skip)
  return { ...fault, id, client, befell, left: fault.times === null ? null : fault.times - befell }
}
