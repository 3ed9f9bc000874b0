import type { ContentDiagnostics } from '../diagnostics.ts'
import { migrations } from '../migrations/index.ts'
import { toStoreError } from './pg-errors.ts'
import { connect, createClient } from './pool.ts'
import { missingPrivileges } from './privileges.ts'
import type { PostgresSettings } from './settings.ts'

/** What a database of PostgreSQL says of itself and of its server. */
export interface PostgresDiagnostics extends ContentDiagnostics {
  readonly kind: 'postgres'
  readonly version: string
  /** How far its clock is ahead of ours, in milliseconds, to the time that asking takes. */
  readonly clockAhead: number
  readonly isEncrypted: boolean
  /** It follows another one, and takes no changes. */
  readonly isReplica: boolean
  readonly maxConnections: number
  /** Settings that let it lose what it acknowledged, by name. */
  readonly unsafe: readonly string[]
  readonly poolSize: number
  /** What this user may not do and needs to: `insert, update on audit`. */
  readonly missingPrivileges: readonly string[]
}

interface ServerRow {
  version: string
  now: number
  encrypted: boolean
  replica: boolean
  connections: number
  fsync: string
  commits: string
  pages: string
}

/** Looks at a database, and changes nothing. @throws StoreError where it cannot be reached */
export async function diagnosePostgres(given: PostgresSettings): Promise<PostgresDiagnostics> {
  try {
    const settings = await connect(given)
    const client = createClient(settings)
    client.on('error', () => undefined)
    await client.connect()
    try {
      const asked = Date.now()
      const { rows } = await client.query<ServerRow>(
        `select current_setting('server_version') as version, extract(epoch from clock_timestamp())::float8 * 1000 as now,
          coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false) as encrypted,
          pg_is_in_recovery() as replica, current_setting('max_connections')::int as connections,
          current_setting('fsync') as fsync, current_setting('synchronous_commit') as commits,
          current_setting('full_page_writes') as pages`,
      )
      const [server] = rows
      if (!server) throw new Error('The server says nothing of itself')
      const value = async <T>(query: string): Promise<T | null> =>
        (await client.query<{ value: T | null }>(query)).rows[0]?.value ?? null
      const has = async (table: string) => (await value<string>(`select to_regclass('${table}') as value`)) !== null
      const isMigrated = await has('kysely_migration')
      const done = isMigrated ? (await client.query<{ name: string }>('select name from kysely_migration')).rows : []
      const names = done.map(({ name }) => name)
      const isTaken = !isMigrated && (await has('audit'))
      return {
        kind: 'postgres',
        version: server.version,
        clockAhead: Math.round(server.now - (asked + Date.now()) / 2),
        isEncrypted: server.encrypted,
        isReplica: server.replica,
        maxConnections: server.connections,
        unsafe: [
          ...(server.fsync === 'off' ? ['fsync'] : []),
          ...(server.commits === 'off' ? ['synchronous_commit'] : []),
          ...(server.pages === 'off' ? ['full_page_writes'] : []),
        ],
        poolSize: settings.poolSize,
        missingPrivileges: isMigrated ? await missingPrivileges(client) : [],
        isEmpty: !isMigrated,
        isOurs: !isTaken,
        missing: Object.keys(migrations).filter((name) => !names.includes(name)),
        unknown: names.filter((name) => !(name in migrations)),
        newestAudit: isMigrated ? await value<number>('select at as value from audit order by id desc limit 1') : null,
        clients: isMigrated ? Number(await value('select count(*) as value from client')) : 0,
        keys: isMigrated ? Number(await value('select count(*) as value from api_key where revoked_at is null')) : 0,
      }
    } finally {
      await client.end()
    }
  } catch (error) {
    throw toStoreError(given.name, error)
  }
}
