import type { Engine, Transaction } from '../../store/engine.ts'
import { lockEventExclusive } from '../../store/queries/locks.ts'
import type { Added } from './add-sessions.ts'
import { type Columns, fieldsOf } from './columns.ts'
import { addEvent, type Destination, findDestination } from './event.ts'
import {
  BadRows,
  type ImportRefused,
  type ImportReport,
  type ImportRequest,
  importRefused,
  type Progress,
  type Target,
} from './report.ts'
import { RowReader } from './row-reader.ts'
import { readTable, type Table } from './table.ts'

/** One kind of row: how it is read, and how rows are added. */
export interface Importable<Field extends string, Row> {
  readonly columns: Columns<Field>
  /** Reads a file that is no table; null: it is one. */
  readAsTable?(text: string): Table<Field> | ImportRefused | null
  /** @returns null when the row is bad, and noted so */
  read(row: RowReader<Field>, zone: string): Row | null
  /** Writes nothing when `bad` holds any. */
  add(transaction: Transaction, target: Target, rows: readonly Row[], bad: BadRows, progress?: Progress): Promise<Added>
}

/** Undoes a transaction that went as it should, and carries its report out. */
class DryRunRollback extends Error {
  readonly report: ImportReport

  constructor(report: ImportReport) {
    super('The import is not kept')
    this.report = report
  }
}

/**
 * Imports the rows of a file in one transaction: all of them, or none.
 * @throws StoreError
 */
export async function importRows<Field extends string, Row>(
  engine: Engine,
  request: ImportRequest,
  kind: Importable<Field, Row>,
): Promise<ImportReport | ImportRefused> {
  const bad = new BadRows()
  const table = tableOf(request, kind, bad)
  if (table.kind === 'refused') return table
  // Rows are read before the transaction, during which nobody else may write.
  const destination = await findDestination(engine, request)
  if (destination.kind === 'refused') return destination
  const rows = readRows(kind, table, destination.timeZone, bad)
  try {
    return await engine.write(async (transaction) => {
      // Numbers within the event are given out by what it has.
      await transaction.lock(lockEventExclusive, { client: request.clientId, event: request.eventId })
      const now = await findDestination(transaction, request)
      if (now.kind === 'refused') return now
      if (now.timeZone !== destination.timeZone)
        return importRefused('EventDiffers', 'The event was changed meanwhile; try again.')
      // The work may be run again: each run notes bad rows of its own.
      return write(transaction, request, kind, { table, destination: now, rows, bad: bad.copy() })
    })
  } catch (error) {
    if (error instanceof DryRunRollback) return error.report
    throw error
  }
}

function tableOf<Field extends string, Row>(
  { text, mapping }: ImportRequest,
  { columns, readAsTable }: Importable<Field, Row>,
  bad: BadRows,
): Table<Field> | ImportRefused {
  const other = readAsTable?.(text)
  if (other?.kind === 'table') bad.headers = other.headers
  if (other) return other
  const fields = fieldsOf(columns)
  const wanted = new Map<Field, string>()
  for (const [name, column] of mapping ?? []) {
    const field = fields.find((each) => each.toLowerCase() === name.toLowerCase())
    if (!field) return importRefused('FieldUnknown', `There is no field ${name}; known are ${fields.join(', ')}.`)
    wanted.set(field, column)
  }
  return readTable(text, columns, bad, wanted)
}

interface Read<Field extends string, Row> {
  readonly table: Table<Field>
  readonly destination: Destination
  readonly rows: readonly Row[]
  readonly bad: BadRows
}

async function write<Field extends string, Row>(
  transaction: Transaction,
  request: ImportRequest,
  kind: Importable<Field, Row>,
  { table, destination, rows, bad }: Read<Field, Row>,
): Promise<ImportReport> {
  if (destination.missing) await addEvent(transaction, request, destination.missing)
  const { tickets, groups } = await kind.add(transaction, request, rows, bad, request.progress)
  const isGood = bad.count === 0
  const badRows = bad.first
  const report: ImportReport = {
    kind: 'report',
    kept: isGood && !request.dryRun,
    rows: table.count,
    added: isGood ? rows.length : 0,
    created: { event: isGood && destination.missing !== null, tickets, groups },
    badRows,
    moreBadRows: bad.count - badRows.length,
    columns: Object.fromEntries([...table.headers].map(([field, { name }]) => [field, name])),
    ignoredColumns: table.ignoredColumns,
  }
  if (!report.kept) throw new DryRunRollback(report)
  return report
}

export function readRows<Field extends string, Row>(
  { read }: Pick<Importable<Field, Row>, 'read'>,
  { rows, headers }: Table<Field>,
  zone: string,
  bad: BadRows,
): Row[] {
  return rows.map((row) => read(new RowReader(row, headers, bad), zone)).filter((row) => row !== null)
}
