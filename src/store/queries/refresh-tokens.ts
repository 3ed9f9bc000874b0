import { statement } from '../statement.ts'

export const insertRefreshToken = statement<{ client: number; hash: string; grant: string; at: number }>()((db, arg) =>
  db.insertInto('refresh_token').values({
    client_id: arg('client'),
    hash: arg('hash'),
    grant_id: arg('grant'),
    created_at: arg('at'),
    used_at: null,
  }),
)

export const refreshTokenByHash = statement<{ client: number; hash: string }>()((db, arg, dialect) =>
  dialect.forUpdate(
    db
      .selectFrom('refresh_token')
      .select(['grant_id', 'used_at'])
      .where('client_id', '=', arg('client'))
      .where('hash', '=', arg('hash')),
  ),
)

/** Uses a refresh token up; changes no row when it was. */
export const useRefreshToken = statement<{ client: number; hash: string; at: number }>()((db, arg) =>
  db
    .updateTable('refresh_token')
    .set({ used_at: arg('at') })
    .where('client_id', '=', arg('client'))
    .where('hash', '=', arg('hash'))
    .where('used_at', 'is', null),
)

/** Forgets the refresh tokens of a grant that were used up before `before`. */
export const deleteUsedRefreshTokens = statement<{ client: number; grant: string; before: number }>()((db, arg) =>
  db
    .deleteFrom('refresh_token')
    .where('client_id', '=', arg('client'))
    .where('grant_id', '=', arg('grant'))
    .where('used_at', '<', arg('before')),
)
