import type { Migration } from 'kysely'
import { foundation } from './0001-foundation.ts'
import { tokens } from './0002-tokens.ts'
import { programme } from './0003-programme.ts'
import { signIn } from './0004-sign-in.ts'
import { failuresInMemory } from './0005-failures-in-memory.ts'
import { tokenBinding } from './0006-token-binding.ts'

/** All migrations in order. One that has been released is never changed. */
export const migrations: Record<string, Migration> = {
  '0001-foundation': foundation,
  '0002-tokens': tokens,
  '0003-programme': programme,
  '0004-sign-in': signIn,
  '0005-failures-in-memory': failuresInMemory,
  '0006-token-binding': tokenBinding,
}
