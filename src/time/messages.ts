const shownAtMost = 60

/** A reason that says what was found instead. */
export function expected(what: string, found: string): string {
  return `expected ${what}, found ${JSON.stringify(found.length > shownAtMost ? `${found.slice(0, shownAtMost)}…` : found)}`
}
