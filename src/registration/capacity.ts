import type { Rule } from './rule.ts'

/** A session whose places are all taken takes nobody more; it may hold more than its capacity, where that was lowered. */
export const capacityRule: Rule = ({ id, capacity, taken }) =>
  capacity !== null && taken >= capacity ? { code: 'SessionFull', sessionId: id, capacity, taken } : null

/**
 * Whether a change lowers a capacity under what is taken. Raising one that is too low already, as it may be after a
 * forced change, hurts nobody.
 * @param before null, as `after`: no limit; the quantity of a ticket and what is sold of it are meant as well
 */
export function isBelowTaken(before: number | null, after: number | null, taken: number): boolean {
  return after !== null && after < taken && (before === null || after < before)
}
