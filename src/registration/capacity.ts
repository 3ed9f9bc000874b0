import type { Rule } from './rule.ts'

/** A session whose places are all taken takes nobody more; it may hold more than its capacity, where that was lowered. */
export const hasPlace: Rule = ({ id, capacity, taken }) =>
  capacity !== null && taken >= capacity ? { code: 'SessionFull', sessionId: id, capacity, taken } : null
