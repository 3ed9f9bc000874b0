import { CsvError, parse } from 'csv-parse/sync'
import { type Columns, columnKey, fieldsByKey, fieldsOf } from './columns.ts'
import { type BadRows, type ImportRefused, importRefused } from './report.ts'

/** A file's rows, whose cells are found by field. */
export interface Table<Field extends string> {
  readonly kind: 'table'
  /** Of all rows, those that cannot be read too. */
  readonly count: number
  readonly rows: readonly TableRow[]
  /** Where the cells of a field are, and what the header calls it. */
  readonly headers: ReadonlyMap<Field, Header>
  readonly ignoredColumns: readonly string[]
}

export interface TableRow {
  /** Of the file, from 1, where the row starts. */
  readonly line: number
  readonly cells: readonly string[]
  /** Where it is in a file that is no table, such as `days[0].rooms["Main"][3]`. */
  readonly place?: string
}

export interface Header {
  readonly index: number
  readonly name: string
}

/** Which column is to give a field, by name, where the names that are known do not say so. */
export type Mapping<Field extends string> = ReadonlyMap<Field, string>

/** Most rows of one file, its header not counted. */
export const maxRows = 100_000

/**
 * Reads the text of a file of values separated by commas, semicolons or tabs, as spreadsheets write it.
 * @param bad takes the rows that cannot be read; they are not among those of the table
 */
export function readTable<Field extends string>(
  text: string,
  columns: Columns<Field>,
  bad: BadRows,
  mapping: Mapping<Field> = new Map(),
): Table<Field> | ImportRefused {
  const [top, ...rows] = readRows(text, bad)
  if (rows.length > maxRows) {
    return importRefused('TooManyRows', `The file has more than ${maxRows} rows; split it into several files.`)
  }
  const header = readHeader(top?.cells ?? [], columns, mapping)
  if (header.kind === 'refused') return header
  bad.headers = header.headers
  const fits = rows.filter(({ line, cells }) => {
    const wanted = header.width
    const beyond = cells.slice(wanted).some((cell) => cell.trim() !== '')
    if (cells.length >= wanted && !beyond) return true
    bad.add({ line, column: null, reason: `has ${cells.length} cells where the header has ${wanted}` })
    return false
  })
  return {
    kind: 'table',
    count: rows.length,
    rows: fits,
    headers: header.headers,
    ignoredColumns: header.ignoredColumns,
  }
}

function readRows(text: string, bad: BadRows): TableRow[] {
  const lines = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const rows: TableRow[] = []
  let last = 0
  try {
    parse(lines, {
      delimiter: delimiterOf(lines),
      record_delimiter: '\n',
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: maxRows + 2,
      on_record: (cells, { lines: line }) => {
        last = line
        rows.push({ line: line - newlinesWithin(cells), cells })
        return null
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    // After a stray quote nobody can tell where the next row starts.
    const line = lines.split('\n').findIndex((text, index) => index >= last && text.trim() !== '') + 1
    bad.add({ line, column: null, reason: `${syntaxProblem(error)}; nothing was read from here on` })
  }
  return rows
}

function newlinesWithin(cells: readonly string[]): number {
  return cells.reduce((count, cell) => count + cell.split('\n').length - 1, 0)
}

function syntaxProblem(error: CsvError): string {
  return error.code === 'CSV_QUOTE_NOT_CLOSED'
    ? 'a quoted cell is never closed'
    : 'a quote stands inside a cell: put the cell in quotes and write "" for each quote in it'
}

/** The separator that the header has most of. */
function delimiterOf(lines: string): string {
  const header = (/^.*\S.*$/m.exec(lines)?.[0] ?? '').replace(/"[^"]*"/g, '')
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }))
  return counts.reduce((most, next) => (next.count > most.count ? next : most)).delimiter
}

interface ReadHeader<Field extends string> extends Pick<Table<Field>, 'headers' | 'ignoredColumns'> {
  readonly kind: 'header'
  /** How many cells it has, without unnamed ones at its end. */
  readonly width: number
}

function readHeader<Field extends string>(
  cells: readonly string[],
  columns: Columns<Field>,
  mapping: Mapping<Field>,
): ReadHeader<Field> | ImportRefused {
  const fields = mappedFields(columns, mapping)
  const headers = new Map<Field, Header>()
  const ignoredColumns: string[] = []
  for (const [index, cell] of cells.entries()) {
    const name = cell.trim()
    const field = fields.get(columnKey(name))
    const twice = field && headers.get(field)
    if (twice)
      return importRefused('ColumnRepeated', `The columns “${twice.name}” and “${name}” both give the ${field}.`)
    if (field) headers.set(field, { index, name })
    else if (name !== '') ignoredColumns.push(name)
  }
  const lost = [...mapping].find(([field]) => !headers.has(field))
  if (lost)
    return importRefused('ColumnMissing', `The header has no column “${lost[1]}”, which is to give the ${lost[0]}.`)
  const known = fieldsOf(columns)
  if (headers.size === 0) {
    return importRefused('HeaderNotFound', `The first line must name the columns; known are ${known.join(', ')}.`)
  }
  const missing = known.filter((field) => columns[field].required && !headers.has(field))
  if (missing.length > 0)
    return importRefused('ColumnMissing', `The header has no column ${missing.join(' and no column ')}.`)
  const width = cells.findLastIndex((cell) => cell.trim() !== '') + 1
  return { kind: 'header', headers, ignoredColumns, width }
}

/** The fields by the key of each name: a field that is mapped has one name, and a name that is mapped one field. */
function mappedFields<Field extends string>(
  columns: Columns<Field>,
  mapping: Mapping<Field>,
): ReadonlyMap<string, Field> {
  const known = [...fieldsByKey(columns)].filter(([, field]) => !mapping.has(field))
  return new Map([...known, ...[...mapping].map(([field, name]) => [columnKey(name), field] as const)])
}
