import type { Session } from './model.ts'
import type { SessionViolation } from './outcome.ts'

/** Judges one session that is to be added; null when nothing is against it. */
export type Rule = (added: Session) => SessionViolation | null
