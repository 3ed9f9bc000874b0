import type { Kysely, Migration } from 'kysely'

/** Failed sign-ins are counted in memory: whoever tries secrets cannot make the database grow. */
export const failuresInMemory: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await db.schema.dropTable('failed_sign_in').execute()
  },
}
