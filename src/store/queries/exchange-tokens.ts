import { statement } from '../statement.ts'

export const insertExchangeToken = statement<{ client: number; hash: string; key: string; expiresAt: number }>()(
  (db, arg) =>
    db.insertInto('exchange_token').values({
      client_id: arg('client'),
      hash: arg('hash'),
      key_id: arg('key'),
      expires_at: arg('expiresAt'),
    }),
)

/** An exchange token whose key has not been revoked. */
export const exchangeTokenByHash = statement<{ client: number; hash: string }>()((db, arg) =>
  db
    .selectFrom('exchange_token as e')
    .innerJoin('api_key as k', (join) =>
      join.onRef('k.client_id', '=', 'e.client_id').onRef('k.id', '=', 'e.key_id').on('k.revoked_at', 'is', null),
    )
    .select(['e.key_id', 'e.expires_at', 'k.role', 'k.scope', 'k.expires_at as key_expires_at'])
    .where('e.client_id', '=', arg('client'))
    .where('e.hash', '=', arg('hash')),
)

/** @returns one row, for the one who uses it */
export const deleteExchangeToken = statement<{ client: number; hash: string }>()((db, arg) =>
  db.deleteFrom('exchange_token').where('client_id', '=', arg('client')).where('hash', '=', arg('hash')),
)

/** Forgets the client's exchange tokens that ended before `before`. */
export const deleteStaleExchangeTokens = statement<{ client: number; before: number }>()((db, arg) =>
  db.deleteFrom('exchange_token').where('client_id', '=', arg('client')).where('expires_at', '<', arg('before')),
)
