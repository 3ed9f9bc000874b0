import type { Kysely, Migration } from 'kysely'

/** OAuth apps with their codes; grants with their refresh tokens; exchange tokens; the keys that sign. */
export const tokens: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema
      .createTable('app')
      .addColumn('client_id', 'integer', (c) => c.notNull().references('client.id'))
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('redirect_uris', 'text', (c) => c.notNull())
      .addColumn('salt', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('revoked_at', 'bigint')
      .addPrimaryKeyConstraint('app_pk', ['client_id', 'id'])
      .execute()

    await db.schema
      .createTable('token_grant')
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull())
      .addColumn('key_id', 'text')
      .addColumn('app_id', 'text')
      .addColumn('sign_in_hash', 'text')
      .addColumn('scope', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('ended_at', 'bigint')
      .addPrimaryKeyConstraint('token_grant_pk', ['client_id', 'id'])
      .addForeignKeyConstraint('token_grant_key', ['client_id', 'key_id'], 'api_key', ['client_id', 'id'])
      .addForeignKeyConstraint('token_grant_app', ['client_id', 'app_id'], 'app', ['client_id', 'id'])
      .execute()
    await db.schema
      .createIndex('token_grant_by_expiry')
      .on('token_grant')
      .columns(['client_id', 'expires_at'])
      .execute()
    await db.schema
      .createIndex('token_grant_by_sign_in')
      .on('token_grant')
      .columns(['client_id', 'sign_in_hash'])
      .execute()

    await db.schema
      .createTable('refresh_token')
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('grant_id', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('used_at', 'bigint')
      .addPrimaryKeyConstraint('refresh_token_pk', ['client_id', 'hash'])
      .addForeignKeyConstraint(
        'refresh_token_grant',
        ['client_id', 'grant_id'],
        'token_grant',
        ['client_id', 'id'],
        // Forgetting a grant forgets its refresh tokens.
        (c) => c.onDelete('cascade'),
      )
      .execute()
    await db.schema
      .createIndex('refresh_token_by_grant')
      .on('refresh_token')
      .columns(['client_id', 'grant_id', 'used_at'])
      .execute()

    await db.schema
      .createTable('authorization_code')
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('app_id', 'text', (c) => c.notNull())
      .addColumn('scope', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('grant_id', 'text')
      .addPrimaryKeyConstraint('authorization_code_pk', ['client_id', 'hash'])
      .addForeignKeyConstraint('authorization_code_app', ['client_id', 'app_id'], 'app', ['client_id', 'id'])
      .execute()

    await db.schema
      .createTable('exchange_token')
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .addColumn('key_id', 'text', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('exchange_token_pk', ['client_id', 'hash'])
      .addForeignKeyConstraint('exchange_token_key', ['client_id', 'key_id'], 'api_key', ['client_id', 'id'])
      .execute()

    await db.schema
      .createTable('signing_key')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('private_key', 'text', (c) => c.notNull())
      .addColumn('public_key', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute()
  },
}
