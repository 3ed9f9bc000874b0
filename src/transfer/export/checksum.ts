import { createHash } from 'node:crypto'
import type { Reader } from '../../store/engine.ts'
import { type ExportTableName, exportableTables } from '../../store/queries/transfer.ts'
import { pagesOf } from './keyset-pages.ts'

/** How many rows of a table a client has, and a checksum of them. */
export interface TableChecksum {
  readonly table: ExportTableName
  readonly rows: number
  readonly sha256: string
}

/**
 * A checksum of all that a client has, by table: the same in every database that has the same. The numbers of the audit,
 * which each database gives out for itself, do not count; nor do lines of the request `but`.
 */
export async function checksumsOf(reader: Reader, client: number, but: string | null = null): Promise<TableChecksum[]> {
  const found: TableChecksum[] = []
  for (const { table } of exportableTables) {
    const sum = createHash('sha256')
    let rows = 0
    for await (const part of pagesOf(reader, table, client)) {
      for (const row of part) {
        if ('request_id' in row && row.request_id === but) continue
        rows++
        sum.update(JSON.stringify(row, (name, value) => (table === 'audit' && name === 'id' ? undefined : value)))
      }
    }
    found.push({ table, rows, sha256: sum.digest('hex') })
  }
  return found
}
