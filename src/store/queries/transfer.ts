import { type Compilable, type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import { type Statement, statement } from '../statement.ts'
import type { Tables } from '../tables.ts'

/** What a column holds; with `?` null too. */
export type ColumnKind = 'number' | 'number?' | 'text' | 'text?'

/** The tables that are a client's own, but for what ends by itself: sign-ins, tokens, kept answers of repeats. */
export type ExportTableName =
  | 'event_category'
  | 'event'
  | 'ticket'
  | 'session_group'
  | 'session'
  | 'registration'
  | 'registration_ticket'
  | 'assignment'
  | 'waitlist'
  | 'api_key'
  | 'app'
  | 'audit'

type Columns<Table extends ExportTableName> = {
  readonly [Column in Exclude<keyof Tables[Table], 'client_id'>]: ColumnKind
}

/** All columns of each, but the client's number, in an order in which each refers only to those before it. */
const moved = {
  event_category: { id: 'number', name: 'text' },
  event: {
    id: 'number',
    name: 'text',
    time_zone: 'text',
    created_at: 'number',
    details: 'text',
    active: 'number',
    start_date: 'text?',
    start_time: 'text?',
    end_date: 'text?',
    end_time: 'text?',
    starts_at: 'number?',
    ends_at: 'number?',
    max_registrants: 'number?',
    opens_at: 'number?',
    closes_at: 'number?',
    taken: 'number',
    modified_at: 'number',
  },
  ticket: {
    event_id: 'number',
    id: 'number',
    name: 'text',
    details: 'text',
    quantity: 'number?',
    use_inventory: 'number',
    active: 'number',
    sold: 'number',
    created_at: 'number',
    modified_at: 'number',
  },
  session_group: {
    event_id: 'number',
    id: 'number',
    name: 'text',
    single_select: 'number',
    details: 'text',
    kind: 'text',
    ordinal: 'number',
    modified_at: 'number',
  },
  session: {
    event_id: 'number',
    id: 'number',
    name: 'text',
    presenter: 'text?',
    start_date: 'text?',
    start_time: 'text?',
    end_date: 'text?',
    end_time: 'text?',
    starts_at: 'number?',
    ends_at: 'number?',
    allow_overlap: 'number',
    max_registrants: 'number?',
    taken: 'number',
    group_id: 'number?',
    tickets: 'text',
    room: 'text?',
    kind: 'text?',
    details: 'text',
    created_at: 'number',
    modified_at: 'number',
  },
  registration: {
    event_id: 'number',
    id: 'number',
    registration_id: 'text',
    registration_key: 'text',
    badge_number: 'number?',
    first_name: 'text',
    last_name: 'text',
    cancelled: 'number',
    registered_at: 'number',
    details: 'text',
    status: 'text',
    attended_at: 'number?',
    modified_at: 'number',
  },
  registration_ticket: { event_id: 'number', registration: 'number', ticket_id: 'number' },
  assignment: {
    event_id: 'number',
    registration: 'number',
    session_id: 'number',
    assigned_at: 'number',
    attended_at: 'number?',
  },
  waitlist: { event_id: 'number', session_id: 'number', registration: 'number', place: 'number', added_at: 'number' },
  api_key: {
    id: 'text',
    name: 'text',
    role: 'text',
    salt: 'text',
    hash: 'text',
    created_at: 'number',
    revoked_at: 'number?',
    scope: 'text?',
    expires_at: 'number?',
    used_at: 'number?',
  },
  app: {
    id: 'text',
    name: 'text',
    redirect_uris: 'text',
    salt: 'text',
    hash: 'text',
    created_at: 'number',
    revoked_at: 'number?',
  },
  audit: {
    id: 'number',
    event_id: 'number?',
    at: 'number',
    principal: 'text',
    request_id: 'text',
    action: 'text',
    subject: 'text',
    before: 'text?',
    after: 'text?',
  },
} as const satisfies { readonly [Table in ExportTableName]: Columns<Table> }

/** The keys of each, by which rows are read in order. */
const keys: { readonly [Table in ExportTableName]: readonly string[] } = {
  event_category: ['id'],
  event: ['id'],
  ticket: ['event_id', 'id'],
  session_group: ['event_id', 'id'],
  session: ['event_id', 'id'],
  registration: ['event_id', 'id'],
  registration_ticket: ['event_id', 'registration', 'ticket_id'],
  assignment: ['event_id', 'registration', 'session_id'],
  waitlist: ['event_id', 'session_id', 'registration'],
  api_key: ['id'],
  app: ['id'],
  audit: ['id'],
}

/** A row as it is moved: all columns but the client's number. */
export type ExportRow = Readonly<Record<string, string | number | null>>

/** The same, of one table. */
export type RowOfTable<Table extends ExportTableName> = Omit<Selectable<Tables[Table]>, 'client_id'>

/** A table that is moved with its client. */
export interface ExportableTable<Table extends ExportTableName = ExportTableName> {
  readonly table: Table
  readonly columns: Readonly<Record<string, ColumnKind>>
  readonly keys: readonly string[]
  /** The first rows of a client, by key. */
  readonly firstPage: Statement<{ client: number; limit: number }, RowOfTable<Table>>
  /** The rows behind that with the keys `key0`, `key1` and so on. */
  readonly nextPage: Statement<{ client: number; limit: number } & ExportRow, RowOfTable<Table>>
  readonly insert: Statement<{ client: number } & ExportRow, unknown>
  /** Deletes all rows of a client. */
  readonly clear: Statement<{ client: number }, unknown>
}

/** Every table that is moved with its client, by name, in an order in which each refers only to those before it. */
export const exportableTable: { readonly [Table in ExportTableName]: ExportableTable<Table> } = {
  event_category: movable('event_category'),
  event: movable('event'),
  ticket: movable('ticket'),
  session_group: movable('session_group'),
  session: movable('session'),
  registration: movable('registration'),
  registration_ticket: movable('registration_ticket'),
  assignment: movable('assignment'),
  waitlist: movable('waitlist'),
  api_key: movable('api_key'),
  app: movable('app'),
  audit: movable('audit'),
}

export const exportableTables: readonly ExportableTable[] = Object.values(exportableTable)

function movable<Table extends ExportTableName>(table: Table): ExportableTable<Table> {
  type Row = RowOfTable<Table>
  const columns: Readonly<Record<string, ColumnKind>> = moved[table]
  const names = Object.keys(columns)
  const of = sql.table(table)
  const list = sql.join(names.map((name) => sql.ref(name)))
  const order = sql.join(keys[table].map((name) => sql.ref(name)))
  // The numbers of the audit are given out anew, in the same order.
  const given = table === 'audit' ? names.filter((name) => name !== 'id') : names
  return {
    table,
    columns,
    keys: keys[table],
    firstPage: statement<{ client: number; limit: number }>()((db, arg) =>
      raw(
        db,
        sql<Row>`select ${list} from ${of} where "client_id" = ${arg('client')} order by ${order} limit ${arg('limit')}`,
      ),
    ),
    nextPage: statement<{ client: number; limit: number } & ExportRow>()((db, arg) => {
      const last = sql.join(keys[table].map((_name, i) => sql`${arg(`key${i}`)}`))
      return raw(
        db,
        sql<Row>`select ${list} from ${of} where "client_id" = ${arg('client')} and (${order}) > (${last}) order by ${order} limit ${arg('limit')}`,
      )
    }),
    insert: statement<{ client: number } & ExportRow>()((db, arg) => {
      const into = sql.join(['client_id', ...given].map((name) => sql.ref(name)))
      const values = sql.join([sql`${arg('client')}`, ...given.map((name) => sql`${arg(name)}`)])
      return raw(db, sql<unknown>`insert into ${of} (${into}) values (${values})`)
    }),
    clear: statement<{ client: number }>()((db, arg) =>
      raw(db, sql<unknown>`delete from ${of} where "client_id" = ${arg('client')}`),
    ),
  }
}

function raw<Row>(db: Kysely<Tables>, query: RawBuilder<Row>): Compilable<Row> {
  return { compile: () => query.compile(db) }
}
