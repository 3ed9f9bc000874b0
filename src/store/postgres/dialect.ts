import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely'
import type { Dialect } from '../statement.ts'

/** PostgreSQL's own way of writing: a list location as an array, and rows are locked. */
export const postgresDialect: Dialect = {
  name: 'postgres',
  builder: new Kysely({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }),
  numbers: (list) => sql`(select unnest(${list}::int[]) as value)`,
  rows: (list) => sql`(select unnest(${list}::int[]) as value)`,
  encodeNumbers: (list) => list,
  // Keys never change, so that rows which refer to a locked one can be written meanwhile.
  forUpdate: (query) => query.forNoKeyUpdate(),
}
