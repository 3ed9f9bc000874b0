import { createHash } from 'node:crypto'
import type { Engine, Transaction } from '../../store/engine.ts'
import { insertAudit } from '../../store/queries/audit.ts'
import { lockEventExclusive } from '../../store/queries/locks.ts'
import { insertTenantRow, tenantById } from '../../store/queries/tenants.ts'
import { type ExportableTable, type ExportRow, exportableTables } from '../../store/queries/transfer.ts'
import { formVersion } from '../export/export-client.ts'

export interface ImportClientRequest {
  /** The number that the client is to have here; null: the one it had. */
  readonly client: number | null
  /** Does all but keep it. */
  readonly dryRun: boolean
  /** Who reads it in, as the audit records it. */
  readonly principal: string
  readonly requestId: string
  readonly at: number
  readonly progress?: (rows: number) => void
}

export interface ImportClientReport {
  readonly client: number
  readonly kept: boolean
  readonly rows: number
}

/** Why nothing of a file was kept. */
export class ClientFileError extends Error {
  /** Of the file, from 1; null: the file as a whole. */
  readonly line: number | null

  constructor(message: string, line: number | null = null) {
    super(line === null ? message : `line ${line}: ${message}`)
    this.name = 'ClientFileError'
    this.line = line
  }
}

/** Undoes a transaction that went as it should. */
class DryRunRollback extends Error {
  readonly report: ImportClientReport

  constructor(report: ImportClientReport) {
    super('What was read is not kept')
    this.report = report
  }
}

/**
 * Reads a client in that {@link file://./client-lines.ts} wrote, into a database that has none of that number: all of it, or
 * nothing.
 * @param lines begins the file anew, line by line, each without its end: a work may be run again
 * @throws ClientFileError, StoreError
 */
export async function importClient(
  engine: Engine,
  lines: () => AsyncIterable<string>,
  request: ImportClientRequest,
): Promise<ImportClientReport> {
  try {
    return await engine.write(async (transaction) => {
      const report = await new Reading(transaction, request).all(lines())
      if (request.dryRun) throw new DryRunRollback({ ...report, kept: false })
      return report
    })
  } catch (error) {
    if (error instanceof DryRunRollback) return error.report
    throw error
  }
}

/** How many rows are sent at once. */
const maxBatchRows = 256
/** The statistics are renewed each time that there are so many times more rows. */
const growth = 8

class Reading {
  readonly #transaction: Transaction
  readonly #request: ImportClientRequest
  readonly #sum = createHash('sha256')
  #client = 0
  #rows = 0
  #table = 0
  #isEnded = false
  #batch: { readonly insert: ExportableTable['insert']; readonly row: ExportRow }[] = []
  #many = maxBatchRows

  constructor(transaction: Transaction, request: ImportClientRequest) {
    this.#transaction = transaction
    this.#request = request
  }

  async all(lines: AsyncIterable<string>): Promise<ImportClientReport> {
    let number = 0
    for await (const line of lines) {
      number++
      if (this.#isEnded) throw new ClientFileError('there is more behind the end', number)
      const parsed = parsedLine(line, number)
      if (number === 1) await this.#begin(parsed)
      else if ('end' in parsed) this.#end(parsed.end, number)
      else await this.#add(parsed, number)
      if (!this.#isEnded) this.#sum.update(`${line}\n`)
    }
    await this.#send()
    if (!this.#isEnded) throw new ClientFileError('The file has no end: a part of it is missing.')
    return { client: this.#client, kept: true, rows: this.#rows }
  }

  async #begin({ lectern, version, client, name, created_at }: Line): Promise<void> {
    if (lectern !== 'client') throw new ClientFileError('this is no client that was exported', 1)
    if (version !== formVersion) throw new ClientFileError(`version ${String(version)} is not known here`, 1)
    if (!isNumber(client) || typeof name !== 'string' || !isNumber(created_at)) {
      throw new ClientFileError('expected the number, name and time of a client', 1)
    }
    this.#client = this.#request.client ?? client
    const id = this.#client
    await this.#transaction.lock(lockEventExclusive, { client: 0, event: 0 })
    if (await this.#transaction.first(tenantById, { client: id })) {
      throw new ClientFileError(`There is a client ${id} already; give another number by --client.`)
    }
    await this.#transaction.run(insertTenantRow, { client: id, name, at: created_at })
    const { principal, requestId, at } = this.#request
    const after = JSON.stringify({ id, name, exportedAs: client })
    const facts = { client: id, event: null, principal, requestId, at, subject: String(id), before: null, after }
    await this.#transaction.run(insertAudit, { ...facts, action: 'client.import' })
  }

  async #add({ table, row }: Line, line: number): Promise<void> {
    const index = exportableTables.findIndex((each) => each.table === table)
    const movable = exportableTables[index]
    if (!movable) throw new ClientFileError(`there is no table ${JSON.stringify(table)}`, line)
    if (index < this.#table) throw new ClientFileError(`${movable.table} comes too late`, line)
    // Rows refer to those of tables before theirs.
    if (index > this.#table) await this.#send()
    this.#table = index
    this.#batch.push({ insert: movable.insert, row: { ...rowOf(movable, row, line), client: this.#client } })
    this.#rows++
    if (this.#batch.length < maxBatchRows) return
    await this.#send()
    this.#request.progress?.(this.#rows)
    if (this.#rows < this.#many) return
    await this.#transaction.refreshStatistics()
    this.#many *= growth
  }

  #end(end: unknown, line: number): void {
    const { rows, sha256 } = isLine(end) ? end : {}
    if (rows !== this.#rows) throw new ClientFileError(`the file has ${this.#rows} rows of ${String(rows)}`, line)
    if (sha256 !== this.#sum.digest('hex'))
      throw new ClientFileError('the checksum differs: the file was changed', line)
    this.#isEnded = true
  }

  /** Inserts the rows of the batch. They are sent together and awaited together, so that none fails unnoticed. */
  async #send(): Promise<void> {
    const batch = this.#batch
    this.#batch = []
    await Promise.all(batch.map(({ insert, row }) => this.#transaction.run(insert, row)))
  }
}

type Line = Readonly<Record<string, unknown>>

function parsedLine(line: string, number: number): Line {
  try {
    const parsed: unknown = JSON.parse(line)
    if (isLine(parsed)) return parsed
  } catch {
    // Told below, as any other that is no object.
  }
  throw new ClientFileError('expected an object of JSON', number)
}

function isLine(value: unknown): value is Line {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function rowOf({ table, columns }: ExportableTable, row: unknown, line: number): ExportRow {
  if (!isLine(row)) throw new ClientFileError('expected a row', line)
  const unknown = Object.keys(row).find((name) => !(name in columns))
  if (unknown !== undefined) throw new ClientFileError(`${table} has no column ${JSON.stringify(unknown)}`, line)
  const read: Record<string, string | number | null> = {}
  for (const [name, kind] of Object.entries(columns)) {
    // Columns that came later are missing in older files; only such as may be null come later.
    const value = row[name] ?? null
    if (value === null && kind.endsWith('?')) read[name] = null
    else if (kind.startsWith('number') && isNumber(value)) read[name] = value
    else if (kind.startsWith('text') && typeof value === 'string') read[name] = value
    else throw new ClientFileError(`${table}.${name}: expected ${kind.replace('?', ' or null')}`, line)
  }
  return read
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value)
}
