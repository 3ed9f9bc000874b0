import Database from 'better-sqlite3'
import pg from 'pg'
import { sqlitePath } from '../../src/store/open.ts'
import { postgresDialect } from '../../src/store/postgres/dialect.ts'
import { sqliteDialect } from '../../src/store/sqlite/dialect.ts'
import type { Statement } from '../../src/store/statement.ts'

/** How a database finds the rows of a table for a statement. */
export interface Access {
  readonly table: string
  /** Columns by which an index finds the rows; empty: the whole table, or the whole of an index, is read. */
  readonly by: readonly string[]
}

/** Tells how a statement finds its rows, whatever its arguments are. */
export interface Planner {
  plan(statement: Statement<unknown, unknown>): Access[] | Promise<Access[]>
  close(): void | Promise<void>
}

/** Asks SQLite. @param url that of a database with the tables */
export function sqlitePlanner(url: string): Planner {
  const database = new Database(sqlitePath(url), { readonly: true })
  return {
    plan(statement) {
      const { sql } = statement.compile(sqliteDialect)
      // Locks of PostgreSQL, which are not run here.
      if (sql.includes('pg_advisory')) return []
      const names = tablesByName(sql)
      const steps = database.prepare<[], { detail: string }>(`explain query plan ${sql.replaceAll('?', 'null')}`).all()
      return steps.flatMap(({ detail }) => {
        const [, verb, name = '', rest = ''] = /^(SCAN|SEARCH) (\S+)(.*)$/.exec(detail) ?? []
        const table = names.get(name)
        if (verb === undefined || table === undefined) return []
        return [{ table, by: verb === 'SCAN' ? [] : [...rest.matchAll(/(\w+)[=<>]/g)].map((found) => found[1] ?? '') }]
      })
    },
    close() {
      database.close()
    },
  }
}

/** The tables of a statement by the names that it gives them. */
function tablesByName(sql: string): Map<string, string> {
  const named = [...sql.matchAll(/(?:from|join|update|into) "(\w+)"(?: as "(\w+)")?/g)]
  return new Map(named.map(([, table = '', name]) => [name ?? table, table]))
}

/** Asks PostgreSQL, which is told not to read whole tables where anything else will do, however small they are. */
export async function postgresPlanner(url: string): Promise<Planner> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('set enable_seqscan = off')
  return {
    async plan(statement) {
      const { sql } = statement.compile(postgresDialect)
      const { rows } = await client.query(`explain (generic_plan, format json) ${sql}`)
      return nodesOf(rows[0]?.['QUERY PLAN']).flatMap((node) => {
        const table = text(node, 'Relation Name')
        if (table === '' || text(node, 'Node Type') === 'ModifyTable') return []
        const condition = `${text(node, 'Index Cond')} ${text(node, 'Recheck Cond')}`
        return [{ table, by: [...condition.matchAll(/(\w+) [=<>]/g)].map((found) => found[1] ?? '') }]
      })
    },
    close: () => client.end(),
  }
}

/** Every object of a plan that is a node, at whatever depth. */
function nodesOf(value: unknown): Map<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf)
  if (typeof value !== 'object' || value === null) return []
  const node = new Map<string, unknown>(Object.entries(value))
  const within = [...node.values()].flatMap(nodesOf)
  return node.has('Node Type') ? [node, ...within] : within
}

function text(node: Map<string, unknown>, name: string): string {
  const value = node.get(name)
  return typeof value === 'string' ? value : ''
}
