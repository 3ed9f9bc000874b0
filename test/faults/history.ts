/** What a registration holds, and what it waits for: session ids. */
export interface Places {
  readonly held: ReadonlySet<number>
  readonly waits: ReadonlySet<number>
}

/** What a caller asked for one registration. */
export interface Asked {
  readonly verb: 'POST' | 'DELETE'
  readonly sessions: readonly number[]
  readonly waitlist: boolean
}

/**
 * How it ended: answered with the places after it; refused, or told that nothing was changed; or without an answer that
 * says whether it was done.
 */
export type Ending =
  | { readonly kind: 'done'; readonly places: Places }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unknown' }

/**
 * The history of one registration, which one caller at a time drives. Knows every state that it can be in: one after an
 * answer, several after calls of which nobody knows whether they were done. Meanwhile a place that it waits for may come.
 */
export class Registration {
  readonly id: string
  readonly #told: string[] = []
  #possible: readonly Places[] = [{ held: new Set(), waits: new Set() }]

  constructor(id: string) {
    this.id = id
  }

  /** One of the states that it can be in. */
  get likely(): Places {
    const [first] = this.#possible
    if (!first) throw new Error(`${this.id} is in no state`)
    return first
  }

  /** @throws Error where the ending cannot be, after all that went before */
  end(asked: Asked, ending: Ending): void {
    this.#told.push(`${asked.verb} ${asked.sessions}${asked.waitlist ? ' or wait' : ''}: ${said(ending)}`)
    if (ending.kind === 'nothing') return
    const after = this.#possible.flatMap((before) => statesAfter(before, asked))
    if (ending.kind === 'unknown') this.#possible = unique([...this.#possible, ...after])
    else this.settle(ending.places, after)
  }

  /** Takes the state as the database tells it. @throws Error where it cannot be */
  settle(found: Places, possible: readonly Places[] = this.#possible): void {
    if (!possible.some((state) => leadsTo(state, found))) {
      throw new Error(
        `${this.id} has ${shown(found)}, and can have ${possible.map(shown).join(' or ')}, after:\n${this.#told.slice(-12).join('\n')}`,
      )
    }
    this.#possible = [found]
  }
}

/** What can be after a call that is done. A full session, where it may be waited for, is held or waited for. */
function statesAfter(before: Places, { verb, sessions, waitlist }: Asked): Places[] {
  if (verb === 'DELETE') {
    return promoted(before).map(({ held, waits }) => ({
      held: without(held, sessions),
      waits: without(waits, sessions),
    }))
  }
  return promoted(before).flatMap(({ held, waits }) => {
    const added = sessions.filter((id) => !held.has(id))
    const choices = waitlist ? subsets(added) : [[]]
    return choices.map((waited) => {
      const got = added.filter((id) => !waited.includes(id))
      return { held: new Set([...held, ...got]), waits: new Set([...without(waits, got), ...waited]) }
    })
  })
}

/** The states that places which come from waiting lists lead to. */
function promoted({ held, waits }: Places): Places[] {
  return subsets([...waits]).map((got) => ({ held: new Set([...held, ...got]), waits: without(waits, got) }))
}

/** Whether a state becomes another one by nothing but places that come from waiting lists. */
function leadsTo(state: Places, found: Places): boolean {
  return promoted(state).some((next) => shown(next) === shown(found))
}

function subsets(of: readonly number[]): number[][] {
  let all: number[][] = [[]]
  for (const each of of) all = all.flatMap((some) => [some, [...some, each]])
  return all
}

function without(set: ReadonlySet<number>, gone: readonly number[]): Set<number> {
  return new Set([...set].filter((id) => !gone.includes(id)))
}

function unique(states: readonly Places[]): Places[] {
  return [...new Map(states.map((state) => [shown(state), state])).values()]
}

function shown({ held, waits }: Places): string {
  const list = (ids: ReadonlySet<number>) => [...ids].sort((a, b) => a - b).join(',')
  return `[${list(held)}]${waits.size > 0 ? ` waiting for [${list(waits)}]` : ''}`
}

function said(ending: Ending): string {
  return ending.kind === 'done' ? shown(ending.places) : ending.kind
}
