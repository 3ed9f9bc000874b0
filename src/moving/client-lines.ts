import { createHash, type Hash } from 'node:crypto'
import type { Reader } from '../store/engine.ts'
import { clientById } from '../store/queries/accounts.ts'
import { type Movable, type MovedRow, movables } from '../store/queries/moving.ts'

/** The version of the form that lines are written in. */
export const formVersion = 1

/** How many rows are read at once. */
const atOnce = 1_000

export interface ExportOptions {
  /** Whether API keys go along: their hashes, by which their secrets stay good. */
  readonly withKeys: boolean
  /** Told after each part. */
  readonly progress?: (rows: number) => void
}

/**
 * Everything of a client as lines of JSON, a few at a time: the head, a line for each row, and an end with their count and
 * a checksum of all lines before it. Of a reader that sees one moment, the lines tell one moment.
 * @returns nothing at all where there is no such client
 */
export async function* clientLines(
  reader: Reader,
  client: number,
  { withKeys, progress }: ExportOptions,
): AsyncGenerator<string> {
  const found = await reader.first(clientById, { client })
  if (!found) return
  const sum = createHash('sha256')
  const { name, created_at } = found
  yield summed(sum, `${JSON.stringify({ lectern: 'client', version: formVersion, client, name, created_at })}\n`)
  let rows = 0
  for (const movable of movables) {
    if (movable.table === 'api_key' && !withKeys) continue
    for await (const part of partsOf(reader, movable, client)) {
      rows += part.length
      yield summed(sum, part.map((row) => `${JSON.stringify({ table: movable.table, row })}\n`).join(''))
      progress?.(rows)
    }
  }
  yield `${JSON.stringify({ end: { rows, sha256: sum.digest('hex') } })}\n`
}

async function* partsOf(reader: Reader, { first, behind, keys }: Movable, client: number): AsyncGenerator<MovedRow[]> {
  let part = await reader.all(first, { client, limit: atOnce })
  while (part.length > 0) {
    yield part
    const last = part.at(-1)
    if (!last || part.length < atOnce) return
    const after = Object.fromEntries(keys.map((name, i) => [`key${i}`, last[name] ?? null]))
    part = await reader.all(behind, { ...after, client, limit: atOnce })
  }
}

function summed(sum: Hash, text: string): string {
  sum.update(text)
  return text
}
