import { statement } from '../statement.ts'

/** A sign-in session whose key has not been revoked. */
export const signInByHash = statement<{ client: number; hash: string }>()((db, arg) =>
  db
    .selectFrom('sign_in as s')
    .innerJoin('api_key as k', (join) =>
      join.onRef('k.client_id', '=', 's.client_id').onRef('k.id', '=', 's.key_id').on('k.revoked_at', 'is', null),
    )
    .select(['s.key_id', 's.created_at', 's.seen_at', 'k.role', 'k.scope', 'k.expires_at'])
    .where('s.client_id', '=', arg('client'))
    .where('s.hash', '=', arg('hash')),
)

/** Adds a session, whose age is counted from `startedAt`. */
export const insertSignIn = statement<{
  client: number
  hash: string
  key: string
  startedAt: number
  at: number
}>()((db, arg) =>
  db.insertInto('sign_in').values({
    client_id: arg('client'),
    hash: arg('hash'),
    key_id: arg('key'),
    created_at: arg('startedAt'),
    seen_at: arg('at'),
  }),
)

export const touchSignIn = statement<{ client: number; hash: string; at: number }>()((db, arg) =>
  db
    .updateTable('sign_in')
    .set({ seen_at: arg('at') })
    .where('client_id', '=', arg('client'))
    .where('hash', '=', arg('hash')),
)

export const deleteSignIn = statement<{ client: number; hash: string }>()((db, arg) =>
  db.deleteFrom('sign_in').where('client_id', '=', arg('client')).where('hash', '=', arg('hash')),
)

/** Forgets the client's sign-in sessions not seen since `before`. */
export const deleteStaleSignIns = statement<{ client: number; before: number }>()((db, arg) =>
  db.deleteFrom('sign_in').where('client_id', '=', arg('client')).where('seen_at', '<', arg('before')),
)

/** The sessions of a key besides its newest, of which `offset` are passed over. */
export const surplusSignIns = statement<{ client: number; key: string; offset: number; limit: number }>()((db, arg) =>
  db
    .selectFrom('sign_in')
    .select('hash')
    .where('client_id', '=', arg('client'))
    .where('key_id', '=', arg('key'))
    .orderBy('seen_at', 'desc')
    .orderBy('hash')
    .limit(arg('limit'))
    .offset(arg('offset')),
)
