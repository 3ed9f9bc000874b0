import type { Session } from './session.ts'
import { timeText } from './wall-time.ts'

/** What begins at one time of a day: how many places are held, and how many came. */
export interface Slot {
  readonly name: string
  readonly held: number
  readonly came: number
}

/** The slots of a day, in order. */
export function slotsOf(sessions: readonly Session[], day: string): readonly Slot[] {
  const slots = new Map<number, Slot>()
  for (const { start, taken, attended } of sessions) {
    if (start?.date !== day || start.minutes === null) continue
    const { held, came } = slots.get(start.minutes) ?? { held: 0, came: 0 }
    slots.set(start.minutes, { name: timeText(start.minutes), held: held + taken, came: came + attended })
  }
  return [...slots].sort(([a], [b]) => a - b).map(([, slot]) => slot)
}

/** `75%`; empty where nobody was expected. */
export function shareText(came: number, held: number): string {
  return held === 0 ? '' : `${Math.round((came / held) * 100)}%`
}
