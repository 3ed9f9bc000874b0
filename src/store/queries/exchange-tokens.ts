import { statement } from '../statement.ts'

export const insertExchangeToken = statement<{
  client: number
  hash: string
  key: string
  signIn: string
  expiresAt: number
}>()((db, arg) =>
  db.insertInto('exchange_token').values({
    client_id: arg('client'),
    hash: arg('hash'),
    key_id: arg('key'),
    sign_in_hash: arg('signIn'),
    expires_at: arg('expiresAt'),
  }),
)

export const exchangeTokenByHash = statement<{ client: number; hash: string }>()((db, arg) =>
  db
    .selectFrom('exchange_token')
    .select(['sign_in_hash', 'expires_at'])
    .where('client_id', '=', arg('client'))
    .where('hash', '=', arg('hash')),
)

/** Deletes an exchange token; changes no row when it was used before. */
export const deleteExchangeToken = statement<{ client: number; hash: string }>()((db, arg) =>
  db.deleteFrom('exchange_token').where('client_id', '=', arg('client')).where('hash', '=', arg('hash')),
)

/** Forgets the client's exchange tokens that ended before `before`. */
export const deleteStaleExchangeTokens = statement<{ client: number; before: number }>()((db, arg) =>
  db.deleteFrom('exchange_token').where('client_id', '=', arg('client')).where('expires_at', '<', arg('before')),
)
