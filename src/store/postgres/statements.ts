import type { CompiledStatement, Statement } from '../statement.ts'
import { postgresDialect } from './dialect.ts'
import { encoded } from './types.ts'

/** A query as the driver takes it; it is prepared under its name by the first connection that runs it, once. */
export interface Query {
  readonly name: string
  readonly text: string
  readonly values: unknown[]
}

/** The statements of an engine, each compiled once. */
export class Statements {
  readonly #compiled: (CompiledStatement<unknown> | undefined)[] = []

  query<Args>(statement: Statement<Args, unknown>, args: Args): Query {
    // A slot belongs to one statement, which fixes the type of its arguments.
    const found = this.#compiled[statement.id] as CompiledStatement<Args> | undefined
    const compiled = found ?? statement.compile(postgresDialect)
    if (!found) this.#compiled[statement.id] = compiled as CompiledStatement<unknown>
    return { name: `lectern_${statement.id}`, text: compiled.sql, values: compiled.bind(args).map(encoded) }
  }
}
