import { statement } from '../statement.ts'

/** The sessions of a key besides its newest, of which `offset` are passed over. */
export const surplusSignIns = statement<{ client: number; key: string; offset: number; limit: number }>()((db, arg) =>
  db
    .selectFrom('sign_in')
    .select('hash')
    .where('client_id', '=', arg('client'))
    .where('key_id', '=', arg('key'))
    .orderBy('created_at', 'desc')
    .orderBy('hash')
    .limit(arg('limit'))
    .offset(arg('offset')),
)
