import { type Kysely, type Migration, sql } from 'kysely'

/**
 * What events, sessions, groups, tickets and registrations have besides what the rules need: `details` is the JSON of
 * fields that are stored and answered and mean nothing to the store. Waiting lists, attendance, repeated requests.
 */
export const programme: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const add = async (
      table: string,
      columns: readonly (readonly [string, 'integer' | 'bigint' | 'text', string?])[],
    ) => {
      for (const [name, type, value] of columns) {
        await db.schema
          .alterTable(table)
          .addColumn(name, type, (c) => (value === undefined ? c : c.notNull().defaultTo(sql.raw(value))))
          .execute()
      }
    }

    await add('event', [
      ['details', 'text', `'{}'`],
      ['active', 'integer', '1'],
      ['start_date', 'text'],
      ['start_time', 'text'],
      ['end_date', 'text'],
      ['end_time', 'text'],
      ['starts_at', 'bigint'],
      ['ends_at', 'bigint'],
      ['max_registrants', 'integer'],
      ['opens_at', 'bigint'],
      ['closes_at', 'bigint'],
      ['taken', 'integer', '0'],
      ['modified_at', 'bigint', '0'],
    ])
    await add('session', [
      ['details', 'text', `'{}'`],
      ['created_at', 'bigint', '0'],
      ['modified_at', 'bigint', '0'],
    ])
    await add('session_group', [
      ['details', 'text', `'{}'`],
      ['kind', 'text', `'None'`],
      ['ordinal', 'integer', '0'],
      ['modified_at', 'bigint', '0'],
    ])
    await add('ticket', [
      ['details', 'text', `'{}'`],
      ['quantity', 'integer'],
      ['use_inventory', 'integer', '0'],
      ['active', 'integer', '1'],
      ['sold', 'integer', '0'],
      ['created_at', 'bigint', '0'],
      ['modified_at', 'bigint', '0'],
    ])
    await add('registration', [
      ['details', 'text', `'{}'`],
      ['status', 'text', `'Open'`],
      ['attended_at', 'bigint'],
      ['modified_at', 'bigint', '0'],
    ])
    await add('assignment', [['attended_at', 'bigint']])

    await sql`update event set modified_at = created_at,
      taken = (select count(*) from registration r
        where r.client_id = event.client_id and r.event_id = event.id and r.cancelled = 0)`.execute(db)
    await sql`update registration set modified_at = registered_at,
      status = case when cancelled = 1 then 'Cancelled' else 'Open' end`.execute(db)
    await sql`update ticket set sold = (select count(*) from registration_ticket t
      join registration r on r.client_id = t.client_id and r.event_id = t.event_id and r.id = t.registration
      where t.client_id = ticket.client_id and t.event_id = ticket.event_id and t.ticket_id = ticket.id
        and r.cancelled = 0)`.execute(db)

    await db.schema.createIndex('event_by_modified').on('event').columns(['client_id', 'modified_at']).execute()
    await db.schema
      .createIndex('registration_by_name')
      .on('registration')
      .columns(['client_id', 'event_id', 'last_name', 'first_name'])
      .execute()
    await db.schema
      .createIndex('registration_by_modified')
      .on('registration')
      .columns(['client_id', 'event_id', 'modified_at'])
      .execute()
    await db.schema
      .createIndex('session_by_group')
      .on('session')
      .columns(['client_id', 'event_id', 'group_id'])
      .execute()
    await db.schema
      .createIndex('registration_ticket_by_ticket')
      .on('registration_ticket')
      .columns(['client_id', 'event_id', 'ticket_id'])
      .execute()

    await db.schema
      .createTable('event_category')
      .addColumn('client_id', 'integer', (c) => c.notNull().references('client.id'))
      .addColumn('id', 'integer', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('event_category_pk', ['client_id', 'id'])
      .execute()

    await db.schema
      .createTable('waitlist')
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('event_id', 'integer', (c) => c.notNull())
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addColumn('registration', 'integer', (c) => c.notNull())
      .addColumn('place', 'bigint', (c) => c.notNull())
      .addColumn('added_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('waitlist_pk', ['client_id', 'event_id', 'session_id', 'registration'])
      .addUniqueConstraint('waitlist_by_place', ['client_id', 'event_id', 'session_id', 'place'])
      .addForeignKeyConstraint('waitlist_registration', ['client_id', 'event_id', 'registration'], 'registration', [
        'client_id',
        'event_id',
        'id',
      ])
      .addForeignKeyConstraint('waitlist_session', ['client_id', 'event_id', 'session_id'], 'session', [
        'client_id',
        'event_id',
        'id',
      ])
      .execute()
    await db.schema
      .createIndex('waitlist_by_registration')
      .on('waitlist')
      .columns(['client_id', 'event_id', 'registration'])
      .execute()

    await db.schema
      .createTable('idempotency')
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('principal', 'text', (c) => c.notNull())
      .addColumn('key', 'text', (c) => c.notNull())
      .addColumn('fingerprint', 'text', (c) => c.notNull())
      .addColumn('answer', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('idempotency_pk', ['client_id', 'principal', 'key'])
      .execute()
    await db.schema.createIndex('idempotency_by_age').on('idempotency').columns(['client_id', 'created_at']).execute()
  },
}
