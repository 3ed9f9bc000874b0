import pg, { type ClientBase, type ClientConfig, type PoolConfig } from 'pg'
import { guardCallback } from '../../runtime/guard.ts'
import { isTlsRefused } from './pg-errors.ts'
import type { PostgresSettings } from './settings.ts'
import { types } from './types.ts'

/** How much longer than the server's own limit an answer is waited for, in milliseconds: then the server is gone. */
const grace = 5_000

/** An unused connection is given back after so long, in milliseconds. */
const idleTimeout = 60_000

/**
 * A pool of at most `max` connections. None is made before it is needed.
 * @param lockTimeoutMs how long a statement may wait for a lock; 0: as long as for anything else
 */
export function createPool(settings: PostgresSettings, max: number, lockTimeoutMs = 0): pg.Pool {
  const config: PoolConfig = {
    ...clientConfig(settings),
    idleTimeoutMillis: idleTimeout,
    max,
    onConnect: (client) => prepareSession(client, lockTimeoutMs),
  }
  const pool = new pg.Pool(config)
  // Whoever uses a connection is told of its loss by the query under way; one that is idle leaves the pool by itself.
  pool.on('error', () => undefined)
  pool.on(
    'connect',
    guardCallback('pool-connect', (client) => client.on('error', () => undefined)),
  )
  return pool
}

/** A connection that is not made yet, and belongs to no pool. */
export function createClient(settings: PostgresSettings): pg.Client {
  return new pg.Client(clientConfig(settings))
}

function clientConfig(settings: PostgresSettings): ClientConfig {
  const { host, port, user, password, database, tls, statementTimeout, connectTimeout } = settings
  return {
    host,
    port,
    user,
    ...(password !== undefined && { password }),
    database,
    ssl: tls.options ?? false,
    application_name: settings.applicationName,
    ...(settings.options !== undefined && { options: settings.options }),
    ...(statementTimeout > 0 && { statement_timeout: statementTimeout, query_timeout: statementTimeout + grace }),
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
    // Queries that do not wait for each other travel together.
    pipeline: true,
    types,
  }
}

/** Has commits waited for even where the server is set not to: what is answered is on the disk. */
async function prepareSession(client: ClientBase, lockTimeoutMs: number): Promise<void> {
  await client.query(
    `select case when current_setting('synchronous_commit') = 'off' then set_config('synchronous_commit', 'on', false) end,
      case when ${lockTimeoutMs} > 0 then set_config('lock_timeout', '${lockTimeoutMs}', false) end`,
  )
}

/**
 * Connects once. Answers the settings with which that went: without TLS, where the server has none and none is needed.
 * @throws what the driver throws
 */
export async function connect(settings: PostgresSettings): Promise<PostgresSettings> {
  const client = createClient(settings)
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return settings
  } catch (error) {
    // pg leaves the connection open where it has no password to answer with.
    client.connection.stream.destroy()
    if (!settings.tls.optional || !isTlsRefused(error)) throw error
    return await connect({ ...settings, tls: { options: null, optional: false } })
  }
}
