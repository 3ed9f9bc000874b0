import type { ClientBase, Pool } from 'pg'
import type { Tables } from '../tables.ts'

/** The tables of which the server reads and writes rows. */
const tables: Readonly<Record<keyof Tables, true>> = {
  client: true,
  api_key: true,
  sign_in: true,
  app: true,
  token_grant: true,
  refresh_token: true,
  authorization_code: true,
  exchange_token: true,
  signing_key: true,
  event: true,
  event_category: true,
  ticket: true,
  session_group: true,
  session: true,
  registration: true,
  registration_ticket: true,
  assignment: true,
  waitlist: true,
  idempotency: true,
  audit: true,
}

interface MissingRow {
  relation: string
  privileges: string
}

/**
 * Returns what the user may not do with the tables and needs to, for an operator to read:
 * `insert, update on audit, session`. Empty: nothing is missing.
 */
export async function missingPrivileges(database: ClientBase | Pool): Promise<readonly string[]> {
  const { rows } = await database.query<MissingRow>(
    `with wanted as (
      select name as relation, privilege, position from unnest($1::text[]) as name,
        unnest(array['select', 'insert', 'update', 'delete']) with ordinality as p (privilege, position)
        where not has_table_privilege(to_regclass(name)::oid, privilege)
      union all
      select 'sequence ' || sequence.relname, 'usage', 1 from unnest($1::text[]) as name
        join pg_depend on refobjid = to_regclass(name) and refclassid = 'pg_class'::regclass
          and classid = 'pg_class'::regclass and deptype = 'a'
        join pg_class as sequence on sequence.oid = objid
        where case sequence.relkind when 'S' then not has_sequence_privilege(sequence.oid, 'usage') else false end
    )
    select relation, string_agg(privilege, ', ' order by position) as privileges
      from wanted group by relation order by relation`,
    [Object.keys(tables)],
  )
  const relations = new Map<string, string[]>()
  for (const { relation, privileges } of rows) {
    relations.set(privileges, [...(relations.get(privileges) ?? []), relation])
  }
  return [...relations].map(([privileges, names]) => `${privileges} on ${names.join(', ')}`)
}
