/** What the doctor says of one thing. */
export interface Check {
  readonly name: string
  readonly state: 'ok' | 'warning' | 'problem'
  readonly found: string
  /** What to do about it; null where nothing is to be done. */
  readonly mend: string | null
}

export function ok(name: string, found: string): Check {
  return { name, state: 'ok', found, mend: null }
}

export function warning(name: string, found: string, mend: string): Check {
  return { name, state: 'warning', found, mend }
}

export function problem(name: string, found: string, mend: string): Check {
  return { name, state: 'problem', found, mend }
}
