import { statement } from '../statement.ts'

export const insertGrant = statement<{
  client: number
  id: string
  key: string | null
  app: string | null
  signIn: string | null
  scope: string
  at: number
  expiresAt: number
}>()((db, arg) =>
  db.insertInto('token_grant').values({
    client_id: arg('client'),
    id: arg('id'),
    key_id: arg('key'),
    app_id: arg('app'),
    sign_in_hash: arg('signIn'),
    scope: arg('scope'),
    created_at: arg('at'),
    expires_at: arg('expiresAt'),
    ended_at: null,
  }),
)

/** A grant that has not ended, with the role of its key or the id of its app; both null when that has been revoked. */
export const grantById = statement<{ client: number; id: string }>()((db, arg) =>
  db
    .selectFrom('token_grant as g')
    .leftJoin('api_key as k', (join) =>
      join.onRef('k.client_id', '=', 'g.client_id').onRef('k.id', '=', 'g.key_id').on('k.revoked_at', 'is', null),
    )
    .leftJoin('app as a', (join) =>
      join.onRef('a.client_id', '=', 'g.client_id').onRef('a.id', '=', 'g.app_id').on('a.revoked_at', 'is', null),
    )
    .select([
      'g.scope',
      'g.expires_at',
      'k.id as key_id',
      'k.role',
      'k.scope as key_scope',
      'k.expires_at as key_expires_at',
      'a.id as app_id',
    ])
    .where('g.client_id', '=', arg('client'))
    .where('g.id', '=', arg('id'))
    .where('g.ended_at', 'is', null),
)

export const extendGrant = statement<{ client: number; id: string; expiresAt: number }>()((db, arg) =>
  db
    .updateTable('token_grant')
    .set({ expires_at: arg('expiresAt') })
    .where('client_id', '=', arg('client'))
    .where('id', '=', arg('id')),
)

export const endGrant = statement<{ client: number; id: string; at: number }>()((db, arg) =>
  db
    .updateTable('token_grant')
    .set({ ended_at: arg('at') })
    .where('client_id', '=', arg('client'))
    .where('id', '=', arg('id'))
    .where('ended_at', 'is', null),
)

export const endGrantsOfSignIn = statement<{ client: number; signIn: string; at: number }>()((db, arg) =>
  db
    .updateTable('token_grant')
    .set({ ended_at: arg('at') })
    .where('client_id', '=', arg('client'))
    .where('sign_in_hash', '=', arg('signIn'))
    .where('ended_at', 'is', null),
)

/** Forgets the client's grants that expired before `before`, with their refresh tokens. */
export const deleteStaleGrants = statement<{ client: number; before: number }>()((db, arg) =>
  db.deleteFrom('token_grant').where('client_id', '=', arg('client')).where('expires_at', '<', arg('before')),
)
