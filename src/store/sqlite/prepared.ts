import type Database from 'better-sqlite3'
import type { CompiledStatement } from '../statement.ts'

/**
 * A statement prepared on a connection. Rows are taken as lists of values and made into objects here: the driver looks
 * each name of each row up anew, which costs more than finding the row.
 */
export class Prepared<Args = unknown, Row = unknown> {
  readonly #statement: Database.Statement<unknown[], unknown[]>
  readonly #bind: CompiledStatement<Args>['bind']
  readonly #columns: readonly string[]
  /** Spread for every row, so that all have one shape in the engine. */
  readonly #template: Readonly<Record<string, unknown>>

  constructor(raw: Database.Database, compiled: CompiledStatement<Args>) {
    this.#statement = raw.prepare<unknown[], unknown[]>(compiled.sql)
    this.#bind = compiled.bind
    if (this.#statement.reader) this.#statement.raw(true)
    this.#columns = this.#statement.reader ? this.#statement.columns().map((column) => column.name) : []
    this.#template = Object.fromEntries(this.#columns.map((name) => [name, null]))
  }

  all(args: Args): Row[] {
    return this.#statement.all(...this.#bind(args)).map((values) => this.#row(values))
  }

  get(args: Args): Row | undefined {
    const values = this.#statement.get(...this.#bind(args))
    return values && this.#row(values)
  }

  run(args: Args): number {
    return this.#statement.run(...this.#bind(args)).changes
  }

  #row(values: readonly unknown[]): Row {
    const row = { ...this.#template }
    this.#columns.forEach((name, i) => {
      row[name] = values[i]
    })
    // The type of the rows is inferred from the query that the columns come from.
    return row as Row
  }
}
