import {
  type ColumnDefinitionNode,
  DataTypeNode,
  Kysely,
  type KyselyPlugin,
  Migrator,
  OperationNodeTransformer,
  PostgresDialect,
  RawNode,
} from 'kysely'
import pg, { type Client, type Pool } from 'pg'
import { StoreError } from '../errors.ts'
import { migrations } from '../migrations/index.ts'
import { toStoreError } from './pg-errors.ts'
import { createPool } from './pool.ts'
import type { PostgresSettings } from './settings.ts'

/**
 * Brings the tables up to date, under a lock of the database: others that start meanwhile wait for it. Where there is
 * nothing to do, nothing is asked of the user but to read.
 * @returns the names of the migrations that were done
 * @throws StoreError `newer` when it holds migrations that this program does not know, `damaged` when another program's
 * tables are in the way
 */
export async function migrateDatabase(settings: PostgresSettings): Promise<readonly string[]> {
  // A large table may take its time.
  const pool = createPool({ ...settings, statementTimeout: 0 }, 1)
  try {
    const done = await migrationsDone(pool)
    if (done.some((name) => !(name in migrations))) throw new StoreError('newer', settings.name)
    return Object.keys(migrations).every((name) => done.includes(name)) ? [] : await migrate(pool)
  } catch (error) {
    if (isDuplicateTable(error)) throw new StoreError('damaged', settings.name, error)
    throw toStoreError(settings.name, error)
  } finally {
    await pool.end()
  }
}

/** Checks that a database needs no migration. @throws StoreError, and the driver's errors */
export async function checkUpToDate(client: Queryable, name: string): Promise<void> {
  const done = await migrationsDone(client)
  if (done.some((each) => !(each in migrations))) throw new StoreError('newer', name)
  if (!Object.keys(migrations).every((each) => done.includes(each))) throw new StoreError('outdated', name)
}

type Queryable = Pick<Pool, 'query'> | Pick<Client, 'query'>

async function migrationsDone(pool: Queryable): Promise<readonly string[]> {
  const { rows: found } = await pool.query<{ table: string | null }>(`select to_regclass('kysely_migration') as table`)
  if (!found[0]?.table) return []
  const { rows } = await pool.query<{ name: string }>('select name from kysely_migration')
  return rows.map((row) => row.name)
}

async function migrate(pool: Pool): Promise<readonly string[]> {
  const { rows } = await pool.query<{ schema: string | null }>('select current_schema() as schema')
  const schema = rows[0]?.schema
  const migrator = new Migrator({
    // Not destroyed: the pool is its maker's to end.
    db: new Kysely<unknown>({ dialect: new PostgresDialect({ pool }), plugins: [new OrderedByBytes()] }),
    provider: { getMigrations: () => Promise.resolve(migrations) },
    // Kysely looks for its tables in all schemas; another one's may be another installation.
    ...(schema && { migrationTableSchema: schema }),
  })
  const { error, results = [] } = await migrator.migrateToLatest()
  if (error) throw error
  return results.map((result) => result.migrationName)
}

function isDuplicateTable(error: unknown): boolean {
  const duplicateTable = '42P07'
  return error instanceof pg.DatabaseError && error.code === duplicateTable
}

/**
 * Text is compared and ordered by its bytes, as SQLite does, whatever language the database was made for; and an upgrade
 * of the system's languages cannot spoil an index.
 */
class OrderedByBytes extends OperationNodeTransformer implements KyselyPlugin {
  transformQuery: KyselyPlugin['transformQuery'] = ({ node }) => this.transformNode(node)
  transformResult: KyselyPlugin['transformResult'] = ({ result }) => Promise.resolve(result)

  protected override transformColumnDefinition(node: ColumnDefinitionNode): ColumnDefinitionNode {
    const column = super.transformColumnDefinition(node)
    const isText = DataTypeNode.is(column.dataType) && column.dataType.dataType === 'text'
    return isText ? { ...column, dataType: RawNode.createWithSql('text collate "C"') } : column
  }
}
