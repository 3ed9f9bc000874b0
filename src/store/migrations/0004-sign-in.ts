import type { Kysely, Migration } from 'kysely'

/** Keys that end by themselves or only read, when a key was last used, and the sign-ins that failed lately. */
export const signIn: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('api_key').addColumn('scope', 'text').execute()
    await db.schema.alterTable('api_key').addColumn('expires_at', 'bigint').execute()
    await db.schema.alterTable('api_key').addColumn('used_at', 'bigint').execute()

    // A name that was tried need not be that of a client there is: no foreign key.
    await db.schema
      .createTable('failed_sign_in')
      .addColumn('client_id', 'integer', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('failures', 'integer', (c) => c.notNull())
      .addColumn('last_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('failed_sign_in_pk', ['client_id', 'subject'])
      .execute()
  },
}
