import { guardCallback } from './guard.ts'

/**
 * How long work that can pause may hold one turn of the event loop, in milliseconds. All such work of a turn shares it, so
 * that other calls wait about this long, however many long calls are under way.
 */
export const maxTurnMs = 10

let turnBegan: number | null = null

/** Whether this turn of the event loop has been held for its time, counted from the first time that anybody asked in it. */
export function isTurnSpent(): boolean {
  const now = performance.now()
  if (turnBegan !== null) return now - turnBegan >= maxTurnMs
  turnBegan = now
  setImmediate(endTurn)
  return false
}

const endTurn = guardCallback('end-turn', () => {
  turnBegan = null
})

const paused: (() => void)[] = []
let isScheduled = false

/** Resolves in a later turn of the event loop, after the input that has arrived. Those that wait resume one a turn, in order. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    paused.push(resolve)
    schedule()
  })
}

function schedule(): void {
  if (isScheduled) return
  isScheduled = true
  setImmediate(resumeNext)
}

const resumeNext = guardCallback('resume-next', () => {
  isScheduled = false
  // Whatever else this turn was spent on, the one that resumes has its time.
  turnBegan = null
  paused.shift()?.()
  if (paused.length > 0) schedule()
})
