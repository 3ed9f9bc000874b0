import type { ContentDiagnostics } from '../diagnostics.ts'
import { migrations } from '../migrations/index.ts'
import { mapSqliteErrors } from './connection.ts'
import { openReadOnly } from './read-only.ts'

/** What a file says of itself. */
export interface SqliteDiagnostics extends ContentDiagnostics {
  readonly kind: 'sqlite'
  /** What SQLite finds wrong in it; empty where nothing is. */
  readonly damage: readonly string[]
}

/** Examines a database, and changes nothing. @throws StoreError where it cannot be read */
export async function diagnoseSqlite(path: string): Promise<SqliteDiagnostics> {
  const database = await openReadOnly(path)
  return mapSqliteErrors(path, () => {
    try {
      const damage = database.prepare<[], string>('pragma quick_check(3)').pluck().all()
      const tables = database.prepare<[], string>(`select name from sqlite_master where type = 'table'`).pluck().all()
      const isOurs = tables.includes('kysely_migration')
      const done = isOurs ? database.prepare<[], string>('select name from kysely_migration').pluck().all() : []
      const number = (query: string) => database.prepare<[], number | null>(query).pluck().get() ?? null
      const has = (table: string) => tables.includes(table)
      return {
        kind: 'sqlite',
        damage: damage.filter((each) => each !== 'ok'),
        isEmpty: tables.length === 0,
        isOurs: isOurs || tables.length === 0,
        missing: Object.keys(migrations).filter((name) => !done.includes(name)),
        unknown: done.filter((name) => !(name in migrations)),
        newestAudit: has('audit') ? number('select at from audit order by id desc limit 1') : null,
        clients: has('client') ? (number('select count(*) from client') ?? 0) : 0,
        keys: has('api_key') ? (number('select count(*) from api_key where revoked_at is null') ?? 0) : 0,
      }
    } finally {
      database.close()
    }
  })
}
