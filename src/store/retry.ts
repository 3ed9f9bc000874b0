import { setTimeout } from 'node:timers/promises'
import { StoreError } from './errors.ts'

/** The most that a work is run, where others keep getting in its way. */
const mostRuns = 10

/** Waits grow from the first to the longest, in milliseconds; each is a random part of its bound. */
const firstWait = 4
const longestWait = 250

interface RetryOptions extends ErrorOptions {
  /** How often the work is run at most, the first time counted. */
  readonly runs?: number
  /** Whether it only waited for a lock: it is then run again as if for the first time, for as long as it may wait. */
  readonly waitedForLock?: boolean
  /** What its caller is told after the last run; without it, that the database is busy. */
  readonly otherwise?: StoreError
}

/** Thrown where a work must be run again from its beginning: others changed what it had seen. Nothing of it is kept. */
export class RetryTransaction extends Error {
  readonly runs: number
  readonly waitedForLock: boolean
  readonly otherwise: StoreError | undefined

  constructor({ runs = mostRuns, waitedForLock = false, otherwise, cause }: RetryOptions = {}) {
    super('The work must be run again', { cause })
    this.name = 'RetryWork'
    this.runs = runs
    this.waitedForLock = waitedForLock
    this.otherwise = otherwise
  }
}

/**
 * Runs until `run` throws no RetryWork. Waits a random while before each repeat, longer each time, so that those who met
 * do not meet again.
 * @param run is told whether it is run again, for another reason than that it waited for a lock
 * @param database how the operator calls it
 * @param maxLockWaitMs how long it may go on being run again because it waited for a lock, all in all
 * @throws StoreError `busy`, or what the last RetryWork has for it, when it was run as often as it may
 */
export async function withRetries<T>(
  database: string,
  run: (isRepeat: boolean) => Promise<T>,
  maxLockWaitMs = 0,
): Promise<T> {
  const began = performance.now()
  let runs = 1
  for (let waits = 1; ; waits++) {
    try {
      return await run(runs > 1)
    } catch (error) {
      if (!(error instanceof RetryTransaction)) throw error
      const isOver = error.waitedForLock ? performance.now() - began >= maxLockWaitMs : runs++ >= error.runs
      if (isOver) throw error.otherwise ?? new StoreError('busy', database, error)
    }
    await setTimeout(Math.random() * Math.min(firstWait * 2 ** waits, longestWait))
  }
}
