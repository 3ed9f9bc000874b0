/** What a clock is to be made: what is left out stays as it is. Times are milliseconds since 1970-01-01 UTC. */
export interface ClockChange {
  readonly at?: number
  /** How far it is moved, after that. */
  readonly move?: number
  readonly frozen?: boolean
}

/** Later than any time that a clock may show: 10000-01-01. */
export const endOfTime = 253_402_300_800_000

/** The clock of the events of a tenant in a sandbox: it goes with the real one, ahead of it or behind it, or stands still. */
export class SandboxClock {
  readonly #real: () => number
  readonly #changed: () => void
  #ahead = 0
  #frozenAt: number | null = null

  /** @param changed told after each change: what was made of the time before is no longer right */
  constructor(real: () => number, changed: () => void) {
    this.#real = real
    this.#changed = changed
  }

  readonly now = (): number => this.#frozenAt ?? Math.min(this.#real() + this.#ahead, endOfTime - 1)

  get isFrozen(): boolean {
    return this.#frozenAt !== null
  }

  /** How far it is ahead of the real time, in milliseconds. */
  get ahead(): number {
    return this.now() - this.#real()
  }

  /** @returns whether the time that is asked for can be shown; otherwise nothing is changed */
  change({ at, move = 0, frozen = this.isFrozen }: ClockChange): boolean {
    const time = (at ?? this.now()) + move
    if (time < 0 || time >= endOfTime) return false
    this.#ahead = time - this.#real()
    this.#frozenAt = frozen ? time : null
    this.#changed()
    return true
  }

  /** Goes with the real time again. */
  reset(): void {
    this.#ahead = 0
    this.#frozenAt = null
    this.#changed()
  }
}
