/** Where rows go, and what the audit says of each. */
export interface Target {
  readonly clientId: number
  readonly eventId: number
  /** Milliseconds since 1970-01-01 UTC. */
  readonly at: number
  /** Who imports: an API key's id, or `cli`. */
  readonly principal: string
  readonly requestId: string
}

/** An event that is made where it does not exist. */
export interface NewEvent {
  readonly name: string
  /** Of the IANA time zones, such as `Europe/Paris`. */
  readonly timeZone: string
}

export interface ImportRequest extends Target {
  /** Without it, the event must exist. */
  readonly event?: NewEvent
  /** The file. */
  readonly text: string
  /** Of a table: which column is to give a field, where its name does not say so. */
  readonly mapping?: ReadonlyMap<string, string>
  /** Does all but keep it. */
  readonly dryRun: boolean
  /** Called after each row that is written. */
  readonly progress?: Progress
}

export type Progress = (done: number, total: number) => void

/** Something wrong with a row. One row may have several. */
export interface BadRow {
  /** Of the file, from 1, where the row starts. */
  readonly line: number
  /** Where it is in a file that is no table, such as `days[0].rooms["Main"][3]`. */
  readonly place?: string
  /** As the file's header has it; null where it is the row as a whole. */
  readonly column: string | null
  readonly reason: string
}

/** What an import did, or would do. Either every row was good and `added`, or `badRows` tell why nothing was. */
export interface ImportReport {
  readonly kind: 'report'
  /** Whether the rows are in the store now: none was bad, and it was no dry run. */
  readonly kept: boolean
  /** Rows in the file below its header, blank ones left out. */
  readonly rows: number
  readonly added: number
  /** What was made along with the rows. */
  readonly created: { readonly event: boolean; readonly tickets: number; readonly groups: number }
  /** The first {@link maxRowsListed}, by line. */
  readonly badRows: readonly BadRow[]
  /** How many more there are. */
  readonly moreBadRows: number
  /** Which column gave each field, as the file calls it. */
  readonly columns: Readonly<Record<string, string>>
  /** Columns that mean nothing here, as the header has them. */
  readonly ignoredColumns: readonly string[]
}

/** Why no row was looked at; nothing was written. */
export type RefusedCode =
  | 'FileNotUtf8'
  | 'ClientNotFound'
  | 'EventNotFound'
  | 'EventDiffers'
  | 'EventNameInvalid'
  | 'TimeZoneUnknown'
  | 'HeaderNotFound'
  | 'ColumnMissing'
  | 'ColumnRepeated'
  | 'TooManyRows'
  | 'FieldUnknown'
  | 'SyntaxInvalid'
  | 'ScheduleNotFound'

export interface ImportRefused {
  readonly kind: 'refused'
  readonly code: RefusedCode
  readonly message: string
}

export function importRefused(code: RefusedCode, message: string): ImportRefused {
  return { kind: 'refused', code, message }
}

/** Most bad rows that a report lists: a file in the wrong form has one on every line. */
export const maxRowsListed = 1_000

/** Gathers what is wrong, in any order, and keeps what a report lists of it. */
export class BadRows {
  count = 0
  /** What the file calls its columns, by field. */
  headers: ReadonlyMap<string, { readonly name: string }> = new Map()
  #kept: BadRow[] = []

  /** Notes a bad row, whose column is given as a field. */
  add({ column, ...rest }: BadRow): void {
    this.count++
    this.#kept.push({ ...rest, column: this.headers.get(column ?? '')?.name ?? column })
    if (this.#kept.length >= 2 * maxRowsListed) this.#kept = this.first
  }

  /** The same, noted so far; what is added to one is not added to the other. */
  copy(): BadRows {
    const copy = new BadRows()
    copy.count = this.count
    copy.headers = this.headers
    copy.#kept = [...this.#kept]
    return copy
  }

  /** The first {@link maxRowsListed}, by line. */
  get first(): BadRow[] {
    return this.#kept.toSorted((a, b) => a.line - b.line).slice(0, maxRowsListed)
  }
}
