import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql } from 'kysely'
import type { Dialect } from '../statement.ts'

/** SQLite's own way of writing: a list location as JSON text. */
export const sqliteDialect: Dialect = {
  name: 'sqlite',
  builder: new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  }),
  numbers: (list) => sql`(select value from json_each(${list}))`,
  rows: (list) => sql`(select value from json_each(${list}))`,
  encodeNumbers: (list) => JSON.stringify(list),
  forUpdate: (query) => query,
}

/** For lists of one number, as most are: SQLite takes three times as long to read it from JSON as to find its row. */
export const singletonListDialect: Dialect = {
  ...sqliteDialect,
  numbers: (list) => sql`(${list})`,
  rows: (list) => sql`(select ${list} as value)`,
  encodeNumbers: ([only]) => only,
}
