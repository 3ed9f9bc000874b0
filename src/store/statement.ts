import {
  type Compilable,
  type Kysely,
  type OperationNode,
  type RawBuilder,
  type SelectQueryBuilder,
  sql,
  TableNode,
} from 'kysely'
import type { Tables } from './tables.ts'

/** How an engine writes what the engines write differently. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres'
  /** Builds and compiles queries; connected to nothing. */
  readonly builder: Kysely<Tables>
  /** The numbers in a list argument, as what stands behind `in`. */
  numbers(list: Placeholder): RawBuilder<number>
  /** The same as a subquery, in a column `value`. */
  rows(list: Placeholder): RawBuilder<{ value: number }>
  /** A list argument as the driver takes it. */
  encodeNumbers(list: readonly number[]): unknown
  /**
   * Locks the rows that a query answers, in the order it answers them, until the transaction ends: others wait that
   * would lock or change them. What it then answers is what was committed last. SQLite, with one writer, needs no locks.
   */
  forUpdate<DB, Table extends keyof DB, Row>(
    query: SelectQueryBuilder<DB, Table, Row>,
  ): SelectQueryBuilder<DB, Table, Row>
}

/** Stands for an argument while a query is built. */
export class Placeholder {
  readonly name: string
  readonly isList: boolean
  constructor(name: string, isList: boolean) {
    this.name = name
    this.isList = isList
  }
}

/** The arguments of a query under construction. */
export interface Arguments<Args> {
  /** The argument of that name, wherever Kysely takes a value. */
  <Name extends keyof Args & string>(name: Name): Args[Name]
  /** A subquery of the numbers in a list argument: `where('id', 'in', arg.numbers('ids'))`. */
  numbers<Name extends keyof Args & string>(name: Name): RawBuilder<number>
  /** The same as a table of one column: `selectFrom(arg.rows('ids').as('n'))`. */
  rows<Name extends keyof Args & string>(name: Name): RawBuilder<{ value: number }>
}

/** A query of fixed text. Compiled and prepared once per engine, run with arguments by name. */
export interface Statement<Args, Row> {
  /** Its place in an engine's list of prepared statements. */
  readonly id: number
  compile(dialect: Dialect): CompiledStatement<Args>
  /** The tables that it reads; of one that writes, the table that it changes. */
  tables(dialect: Dialect): readonly string[]
  /** For the compiler only. */
  readonly row?: Row
}

/** The rows that a statement answers. */
export type RowOf<S> = S extends Statement<infer _, infer Row> ? Row : never

export interface CompiledStatement<Args> {
  readonly sql: string
  bind(args: Args): unknown[]
  /** Whether there are lists among the arguments, and each has one number. */
  hasSingletonLists(args: Args): boolean
}

let slots = 0

/**
 * Declares a query: `statement<{ client: number }>()((db, arg) => db.selectFrom('event')… where('client_id', '=', arg('client')))`.
 */
export function statement<Args extends object>() {
  return <Row>(
    build: (db: Kysely<Tables>, arg: Arguments<Args>, dialect: Dialect) => Compilable<Row>,
  ): Statement<Args, Row> => ({
    id: slots++,
    compile: (dialect) => compile(build(dialect.builder, argumentsOf(dialect), dialect), dialect),
    tables: (dialect) => tablesOf(build(dialect.builder, argumentsOf(dialect), dialect)),
  })
}

function argumentsOf<Args>(dialect: Dialect): Arguments<Args> {
  // A placeholder passes for the value it stands for: Kysely only carries it to the list of parameters.
  const value = <Name extends keyof Args & string>(name: Name) => new Placeholder(name, false) as Args[Name]
  return Object.assign(value, {
    numbers: (name: string) => dialect.numbers(new Placeholder(name, true)),
    rows: (name: string) => dialect.rows(new Placeholder(name, true)),
  })
}

function tablesOf(query: Compilable<unknown>): readonly string[] {
  const { query: node } = query.compile()
  if (node.kind === 'InsertQueryNode') return [...tablesIn(node.into)]
  if (node.kind === 'UpdateQueryNode') return [...tablesIn(node.table)]
  if (node.kind === 'DeleteQueryNode') return [...tablesIn(node.from)]
  return [...tablesIn(node)]
}

/** The names in every part of a query that names a table. */
function tablesIn(node: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(node)) for (const each of node) tablesIn(each, found)
  if (!isOperationNode(node)) return found
  if (TableNode.is(node)) found.add(node.table.identifier.name)
  else for (const each of Object.values(node)) tablesIn(each, found)
  return found
}

function isOperationNode(node: unknown): node is OperationNode {
  return typeof node === 'object' && node !== null && 'kind' in node
}

function compile<Args>(query: Compilable<unknown>, dialect: Dialect): CompiledStatement<Args> {
  const { sql, parameters } = query.compile()
  type Pick = (args: Args) => unknown
  const picks = parameters.map((parameter): Pick => {
    if (!(parameter instanceof Placeholder)) return () => parameter
    const name = parameter.name as keyof Args
    if (!parameter.isList) return (args) => args[name]
    return (args) => dialect.encodeNumbers(args[name] as readonly number[])
  })
  const lists = parameters.flatMap((parameter) =>
    parameter instanceof Placeholder && parameter.isList ? [parameter.name as keyof Args] : [],
  )
  return {
    sql,
    bind: (args) => picks.map((pick) => pick(args)),
    hasSingletonLists: (args) =>
      lists.length > 0 && lists.every((name) => (args[name] as readonly number[]).length === 1),
  }
}

export { sql }
