import { type Kysely, type Migration, SqliteAdapter, sql } from 'kysely'

/** Clients and their keys; events with sessions, groups, tickets and registrations; assignments; the audit. */
export const foundation: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter
    // A table that is all key is kept as its own index.
    const clustered = isSqlite ? sql`without rowid` : sql``

    await db.schema
      .createTable('client')
      .addColumn('id', 'integer', (c) => c.primaryKey().notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()

    await db.schema
      .createTable('api_key')
      .addColumn('client_id', 'integer', (c) => c.notNull().references('client.id'))
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('salt', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('revoked_at', 'bigint')
      .addPrimaryKeyConstraint('api_key_pk', ['client_id', 'id'])
      .execute()

    await db.schema
      .createTable('sign_in')
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('key_id', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('seen_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('sign_in_pk', ['client_id', 'hash'])
      .addForeignKeyConstraint('sign_in_key', ['client_id', 'key_id'], 'api_key', ['client_id', 'id'])
      .execute()
    await db.schema.createIndex('sign_in_by_seen').on('sign_in').columns(['client_id', 'seen_at']).execute()

    await db.schema
      .createTable('event')
      .addColumn('client_id', 'integer', (c) => c.notNull().references('client.id'))
      .addColumn('id', 'integer', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('time_zone', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('event_pk', ['client_id', 'id'])
      .execute()

    await db.schema
      .createTable('ticket')
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('event_id', 'integer', (c) => c.notNull())
      .addColumn('id', 'integer', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('ticket_pk', ['client_id', 'event_id', 'id'])
      .addForeignKeyConstraint('ticket_event', ['client_id', 'event_id'], 'event', ['client_id', 'id'])
      .execute()

    await db.schema
      .createTable('session_group')
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('event_id', 'integer', (c) => c.notNull())
      .addColumn('id', 'integer', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('single_select', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('session_group_pk', ['client_id', 'event_id', 'id'])
      .addForeignKeyConstraint('session_group_event', ['client_id', 'event_id'], 'event', ['client_id', 'id'])
      .execute()

    await db.schema
      .createTable('session')
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('event_id', 'integer', (c) => c.notNull())
      .addColumn('id', 'integer', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('presenter', 'text')
      .addColumn('start_date', 'text')
      .addColumn('start_time', 'text')
      .addColumn('end_date', 'text')
      .addColumn('end_time', 'text')
      .addColumn('starts_at', 'bigint')
      .addColumn('ends_at', 'bigint')
      .addColumn('allow_overlap', 'integer', (c) => c.notNull())
      .addColumn('max_registrants', 'integer')
      .addColumn('taken', 'integer', (c) => c.notNull().defaultTo(0).check(sql`taken >= 0`))
      .addColumn('group_id', 'integer')
      .addColumn('tickets', 'text', (c) => c.notNull())
      .addColumn('room', 'text')
      .addColumn('kind', 'text')
      .addPrimaryKeyConstraint('session_pk', ['client_id', 'event_id', 'id'])
      .addForeignKeyConstraint('session_event', ['client_id', 'event_id'], 'event', ['client_id', 'id'])
      .addForeignKeyConstraint('session_in_group', ['client_id', 'event_id', 'group_id'], 'session_group', [
        'client_id',
        'event_id',
        'id',
      ])
      .execute()

    await db.schema
      .createTable('registration')
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('event_id', 'integer', (c) => c.notNull())
      .addColumn('id', 'integer', (c) => c.notNull())
      .addColumn('registration_id', 'text', (c) => c.notNull())
      .addColumn('registration_key', 'text', (c) => c.notNull())
      .addColumn('badge_number', 'integer')
      .addColumn('first_name', 'text', (c) => c.notNull())
      .addColumn('last_name', 'text', (c) => c.notNull())
      .addColumn('cancelled', 'integer', (c) => c.notNull())
      .addColumn('registered_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('registration_pk', ['client_id', 'event_id', 'id'])
      .addUniqueConstraint('registration_by_key', ['client_id', 'registration_key'])
      .addUniqueConstraint('registration_by_badge', ['client_id', 'event_id', 'badge_number'])
      .addForeignKeyConstraint('registration_event', ['client_id', 'event_id'], 'event', ['client_id', 'id'])
      .execute()

    await db.schema
      .createTable('registration_ticket')
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('event_id', 'integer', (c) => c.notNull())
      .addColumn('registration', 'integer', (c) => c.notNull())
      .addColumn('ticket_id', 'integer', (c) => c.notNull())
      .addPrimaryKeyConstraint('registration_ticket_pk', ['client_id', 'event_id', 'registration', 'ticket_id'])
      .addForeignKeyConstraint(
        'registration_ticket_registration',
        ['client_id', 'event_id', 'registration'],
        'registration',
        ['client_id', 'event_id', 'id'],
      )
      .addForeignKeyConstraint('registration_ticket_ticket', ['client_id', 'event_id', 'ticket_id'], 'ticket', [
        'client_id',
        'event_id',
        'id',
      ])
      .modifyEnd(clustered)
      .execute()

    await db.schema
      .createTable('assignment')
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('event_id', 'integer', (c) => c.notNull())
      .addColumn('registration', 'integer', (c) => c.notNull())
      .addColumn('session_id', 'integer', (c) => c.notNull())
      .addColumn('assigned_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('assignment_pk', ['client_id', 'event_id', 'registration', 'session_id'])
      .addForeignKeyConstraint('assignment_registration', ['client_id', 'event_id', 'registration'], 'registration', [
        'client_id',
        'event_id',
        'id',
      ])
      .addForeignKeyConstraint('assignment_session', ['client_id', 'event_id', 'session_id'], 'session', [
        'client_id',
        'event_id',
        'id',
      ])
      .modifyEnd(clustered)
      .execute()
    await db.schema
      .createIndex('assignment_by_session')
      .on('assignment')
      .columns(['client_id', 'event_id', 'session_id'])
      .execute()

    const audit = db.schema.createTable('audit')
    await (isSqlite
      ? audit.addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
      : audit.addColumn('id', 'bigserial', (c) => c.notNull())
    )
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('event_id', 'integer')
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addColumn('principal', 'text', (c) => c.notNull())
      .addColumn('request_id', 'text', (c) => c.notNull())
      .addColumn('action', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('before', 'text')
      .addColumn('after', 'text')
      .execute()
    await db.schema.createIndex('audit_by_client').unique().on('audit').columns(['client_id', 'id']).execute()
  },
}
