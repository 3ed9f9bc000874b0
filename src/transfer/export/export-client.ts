import { createHash, type Hash } from 'node:crypto'
import type { Reader } from '../../store/engine.ts'
import { tenantById } from '../../store/queries/tenants.ts'
import { exportableTables } from '../../store/queries/transfer.ts'
import { pagesOf } from './keyset-pages.ts'

/** The version of the form that lines are written in. */
export const formVersion = 1

/** Tables with hashes of secrets. */
const secret: ReadonlySet<string> = new Set(['api_key', 'app'])

export interface ExportOptions {
  /** Whether API keys and apps go along: their hashes, by which their secrets stay good. */
  readonly withKeys: boolean
  /** Told after each part. */
  readonly progress?: (rows: number) => void
}

/**
 * Everything of a client as lines of JSON, a few at a time: the head, a line for each row, and an end with their count and
 * a checksum of all lines before it. Of a reader that sees one moment, the lines tell one moment.
 * @returns nothing at all where there is no such client
 */
export async function* exportLines(
  reader: Reader,
  client: number,
  { withKeys, progress }: ExportOptions,
): AsyncGenerator<string> {
  const found = await reader.first(tenantById, { client })
  if (!found) return
  const sum = createHash('sha256')
  const { name, created_at } = found
  yield summed(sum, `${JSON.stringify({ lectern: 'client', version: formVersion, client, name, created_at })}\n`)
  let rows = 0
  for (const movable of exportableTables) {
    if (secret.has(movable.table) && !withKeys) continue
    for await (const part of pagesOf(reader, movable.table, client)) {
      rows += part.length
      yield summed(sum, part.map((row) => `${JSON.stringify({ table: movable.table, row })}\n`).join(''))
      progress?.(rows)
    }
  }
  yield `${JSON.stringify({ end: { rows, sha256: sum.digest('hex') } })}\n`
}

function summed(sum: Hash, text: string): string {
  sum.update(text)
  return text
}
