import type { Tally } from './load.ts'

/** Prints what a scenario went through, as a row of the table in docs/promises.md. */
export function report(
  scenario: string,
  faults: number,
  { done, refused, unavailable, unknown, repeated }: Tally,
): void {
  const calls = done + refused + unavailable + unknown
  const figures = { calls, done, refused, unavailable, unknown, repeated, faults }
  const told = Object.entries(figures).map(([name, count]) => `${count} ${name}`)
  process.stdout.write(`${scenario}: ${told.join(', ')}\n`)
}
