import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Exchange tokens belong to the sign-in session that asked for them; codes may have a PKCE challenge. What was granted
 * without a scope keeps all that it could do.
 */
export const tokenBinding: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.alterTable('exchange_token').addColumn('sign_in_hash', 'text').execute()
    await db.schema.alterTable('authorization_code').addColumn('code_challenge', 'text').execute()
    // Scopes had no meaning before: any words were taken, and none limited anything but `read` and `write`.
    const isMeaningless = sql`scope not in ('read', 'write', 'read write', 'write read')`
    await sql`update token_grant set scope = 'read write' where app_id is not null and ${isMeaningless}`.execute(db)
    await sql`update authorization_code set scope = 'read write' where ${isMeaningless}`.execute(db)
  },
}
