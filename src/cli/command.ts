import { randomUUID } from 'node:crypto'
import type { Deed } from '../accounts/deed.ts'
import { Failure } from '../protocol/schema/failure.ts'
import type { Engine } from '../store/engine.ts'
import { openStore } from '../store/open.ts'
import { CommandError } from './exit.ts'

/** Does `work` on a database, and closes it whatever comes. */
export async function withStore<T>(url: string, work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openStore(url)
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

/** What the audit says of a change made on the command line. */
export function deedOfCommand(): Deed {
  return { principal: 'cli', requestId: randomUUID(), at: Date.now() }
}

/** What was asked for; a refusal ends the command. @throws CommandError */
export function granted<T>(outcome: T | Failure): T {
  if (outcome instanceof Failure) throw new CommandError(outcome.message)
  return outcome
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value))
}
