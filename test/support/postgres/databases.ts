import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { startCluster } from './cluster.ts'

/** A server of PostgreSQL, and databases on it that are each one test's own. */
export interface TestPostgres {
  /** The address of a new, empty database. */
  fresh(): Promise<string>
  /** Runs SQL, of one statement or many, on a database. */
  execute(url: string, text: string): Promise<readonly Record<string, unknown>[]>
  drop(url: string): Promise<void>
  /** Drops what `fresh` made. */
  stop(): Promise<void>
}

/**
 * The server at `given`, or one that is started for the caller. Answers why, where neither is to be had; unless
 * LECTERN_REQUIRE_POSTGRES is 1: then it throws.
 */
export async function testPostgres(given: string | undefined): Promise<TestPostgres | string> {
  if (given) return databasesOf(given)
  try {
    const { url, stop } = await startCluster()
    return databasesOf(url, stop)
  } catch (error) {
    if (process.env.LECTERN_REQUIRE_POSTGRES === '1') throw error
    return String(error)
  }
}

/** Databases on the server of `root`. @param stop ends the server, once they are dropped */
export function databasesOf(root: string, stop?: () => Promise<void>): TestPostgres {
  const made = new Set<string>()
  const drop = async (url: string) => {
    made.delete(url)
    await execute(root, `drop database if exists ${new URL(url).pathname.slice(1)} with (force)`)
  }
  return {
    async fresh() {
      const name = `lectern_test_${randomBytes(8).toString('hex')}`
      await execute(root, `create database ${name}`)
      const url = new URL(root)
      url.pathname = `/${name}`
      made.add(url.href)
      return url.href
    },
    execute,
    drop,
    async stop() {
      for (const url of made) await drop(url)
      await stop?.()
    },
  }
}

async function execute(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows = [] } = await client.query<Record<string, unknown>>(text)
    return rows
  } finally {
    await client.end()
  }
}
