import { randomUUID } from 'node:crypto'
import type { AuditContext } from '../accounts/audit-context.ts'
import { Failure } from '../protocol/schema/failure.ts'
import type { Engine } from '../store/engine.ts'
import { type OpenOptions, openStore } from '../store/open.ts'
import { CommandError } from './exit.ts'

/**
 * Runs `work` on a database, which must exist unless it may be created, and closes it afterwards.
 * @throws StoreError, and what `work` throws
 */
export async function withStore<T>(
  url: string,
  work: (engine: Engine) => Promise<T>,
  options: OpenOptions = { create: false },
): Promise<T> {
  const engine = await openStore(url, options)
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

/** What the audit says of a change made on the command line. */
export function cliAuditContext(): AuditContext {
  return { principal: 'cli', requestId: randomUUID(), at: Date.now() }
}

/** What was asked for; a refusal ends the command. @throws CommandError */
export function unwrap<T>(outcome: T | Failure): T {
  if (outcome instanceof Failure) throw new CommandError(outcome.message)
  return outcome
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Prints rows under a header, with columns of equal width. */
export function printTable(header: readonly string[], rows: readonly (readonly string[])[]): void {
  const lines = [header, ...rows]
  const widths = header.map((_, column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)))
  for (const cells of lines)
    print(
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value))
}
