import type Database from 'better-sqlite3'
import type { CompiledStatement, Statement } from '../statement.ts'
import { singletonListDialect, sqliteDialect } from './dialect.ts'

/** A statement on a connection, prepared twice where it has lists: for those of one number, and for all others. */
export class PreparedStatement<Args, Row> {
  readonly #raw: Database.Database
  readonly #statement: Statement<Args, Row>
  readonly #compiled: CompiledStatement<Args>
  readonly #any: Prepared<Args, Row>
  #ofOne: Prepared<Args, Row> | undefined

  constructor(raw: Database.Database, statement: Statement<Args, Row>) {
    this.#raw = raw
    this.#statement = statement
    this.#compiled = statement.compile(sqliteDialect)
    this.#any = new Prepared(raw, this.#compiled)
  }

  for(args: Args): Prepared<Args, Row> {
    if (!this.#compiled.hasSingletonLists(args)) return this.#any
    this.#ofOne ??= new Prepared(this.#raw, this.#statement.compile(singletonListDialect))
    return this.#ofOne
  }
}

/**
 * A statement prepared on a connection. Rows are taken as lists of values and made into objects here: the driver looks
 * each name of each row up anew, which costs more than finding the row.
 */
class Prepared<Args, Row> {
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

  /** The rows one by one; the connection runs nothing else until the last. */
  *rows(args: Args): Generator<Row, void> {
    for (const values of this.#statement.iterate(...this.#bind(args))) yield this.#row(values)
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
