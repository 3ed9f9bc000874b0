import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { databasesOf } from './postgres/databases.ts'

/** Whether TEST_ENGINE asks that tests run on PostgreSQL. */
export const onPostgres = process.env.TEST_ENGINE === 'postgres'

/** A database that is one test's own. */
export interface TestDatabase {
  readonly url: string
  /** A directory of its own; on SQLite the database is in it, as `lectern.db`. */
  readonly directory: string
  /** Runs SQL behind the program's back. */
  execute(sql: string): Promise<void>
  /** All that the database holds. */
  content(): Promise<Buffer>
  remove(): Promise<void>
}

/** Makes an empty database: a file, or with TEST_ENGINE=postgres a database on the server of TEST_DATABASE_URL. */
export async function freshDatabase(): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'lectern-test-'))
  return onPostgres ? freshOnPostgres(directory, process.env.TEST_DATABASE_URL ?? '') : freshFile(directory)
}

function freshFile(directory: string): TestDatabase {
  return {
    url: `sqlite:${join(directory, 'lectern.db')}`,
    directory,
    execute(sql) {
      const database = new Database(join(directory, 'lectern.db'))
      database.exec(sql)
      database.close()
      return Promise.resolve()
    },
    async content() {
      // With the log of what was written last.
      const files = (await readdir(directory)).map((name) => readFile(join(directory, name)))
      return Buffer.concat(await Promise.all(files))
    },
    remove: () => rm(directory, { recursive: true }),
  }
}

async function freshOnPostgres(directory: string, server: string): Promise<TestDatabase> {
  const postgres = databasesOf(server)
  const url = await postgres.fresh()
  return {
    url,
    directory,
    async execute(sql) {
      await postgres.execute(url, sql)
    },
    async content() {
      const rows = await postgres.execute(url, `select schema_to_xml('public', true, false, '')::text as content`)
      return Buffer.from(String(rows[0]?.content))
    },
    async remove() {
      await postgres.drop(url)
      await rm(directory, { recursive: true })
    },
  }
}
