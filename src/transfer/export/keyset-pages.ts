import type { Reader } from '../../store/engine.ts'
import { type ExportTableName, exportableTable, type RowOfTable } from '../../store/queries/transfer.ts'

/** How many rows are read at once. */
const atOnce = 1_000

/** All rows of a client in a table, by key; parts are read as they are asked for. */
export async function* rowsOf<Table extends ExportTableName>(
  reader: Reader,
  table: Table,
  client: number,
): AsyncGenerator<RowOfTable<Table>> {
  for await (const part of pagesOf(reader, table, client)) yield* part
}

/** The same, some rows together. */
export async function* pagesOf<Table extends ExportTableName>(
  reader: Reader,
  table: Table,
  client: number,
): AsyncGenerator<RowOfTable<Table>[]> {
  const { firstPage: first, nextPage: behind, keys } = exportableTable[table]
  let part = await reader.all(first, { client, limit: atOnce })
  while (part.length > 0) {
    yield part
    const last = new Map<string, string | number | null>(Object.entries(part.at(-1) ?? {}))
    if (part.length < atOnce) return
    const after = Object.fromEntries(keys.map((name, i) => [`key${i}`, last.get(name) ?? null]))
    part = await reader.all(behind, { ...after, client, limit: atOnce })
  }
}
