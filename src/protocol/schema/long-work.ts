import { isTurnSpent, nextTurn } from '../../runtime/turns.ts'
import { Failure } from './failure.ts'

/** Fewer rows than this are read and written without a pause. */
export const longRows = 500

/** Ends the work of a call from within: its failure is the answer. */
export class Interruption extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

/** What bounds the work of a call; the host knows it. */
export interface WorkBounds {
  /** Why the call must go no further, if so: its caller has gone, or its time is spent. */
  violation(): Failure | undefined
  /** Waits until the caller's tenant may have one more long call under way. @returns what ends that, or why it may not */
  enter(): Promise<(() => void) | Failure>
}

/**
 * The work of one call, which may be long. Between its parts it lets other calls have the event loop, and ends with an
 * {@link Interruption} when it must go no further.
 *
 * @example
 * await work.begin(total)
 * const entries = await work.map(rows, entry)
 */
export class LongWork {
  readonly #bounds: WorkBounds
  #entering: Promise<void> | null = null
  #leave: (() => void) | null = null
  #hasEnded = false

  constructor(bounds: WorkBounds) {
    this.#bounds = bounds
  }

  /** Waits for the tenant's turn where so many rows make the call a long one. @throws Interruption */
  async begin(rows: number): Promise<void> {
    if (rows < longRows) return
    this.#entering ??= this.#enter()
    await this.#entering
  }

  /** Lets others have the event loop where this turn of it is spent; to be called between parts. @throws Interruption */
  pause(): Promise<void> | undefined {
    return isTurnSpent() ? this.#pause() : undefined
  }

  /** As `items.map(map)`, with pauses. @throws Interruption */
  async map<Item, Mapped>(items: readonly Item[], map: (item: Item) => Mapped): Promise<Mapped[]> {
    const mapped: Mapped[] = []
    await this.forEach(items, (item) => mapped.push(map(item)))
    return mapped
  }

  /** As `items.filter(test)`, with pauses. @throws Interruption */
  async filter<Item>(items: readonly Item[], test: (item: Item) => boolean): Promise<Item[]> {
    const found: Item[] = []
    await this.forEach(items, (item) => test(item) && found.push(item))
    return found
  }

  /** Calls `visit` with each item, with pauses. @throws Interruption */
  async forEach<Item>(items: Iterable<Item>, visit: (item: Item) => unknown): Promise<void> {
    for (const item of items) {
      visit(item)
      const pausing = this.pause()
      if (pausing) await pausing
    }
  }

  /** The call is over: another long one of its tenant may begin. */
  end(): void {
    this.#hasEnded = true
    this.#leave?.()
    this.#leave = null
  }

  async #pause(): Promise<void> {
    await nextTurn()
    this.check()
  }

  async #enter(): Promise<void> {
    const leave = await this.#bounds.enter()
    if (leave instanceof Failure) throw new Interruption(leave)
    if (this.#hasEnded) leave()
    else this.#leave = leave
    this.check()
  }

  /** Ends the work where it must go no further; to be called between steps that wait by themselves. @throws Interruption */
  check(): void {
    const violation = this.#bounds.violation()
    if (violation) throw new Interruption(violation)
  }
}
