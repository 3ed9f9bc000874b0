import { statement } from '../statement.ts'

export const clientById = statement<{ client: number }>()((db, arg) =>
  db.selectFrom('client').selectAll().where('id', '=', arg('client')),
)

/** The numbers of all clients. */
export const allClients = statement<object>()((db) => db.selectFrom('client').select('id').orderBy('id'))

export const insertClient = statement<{ client: number; name: string; at: number }>()((db, arg) =>
  db.insertInto('client').values({ id: arg('client'), name: arg('name'), created_at: arg('at') }),
)

export const keyById = statement<{ client: number; id: string }>()((db, arg) =>
  db.selectFrom('api_key').selectAll().where('client_id', '=', arg('client')).where('id', '=', arg('id')),
)

/** The keys of a client, oldest first. */
export const keysOfClient = statement<{ client: number }>()((db, arg) =>
  db
    .selectFrom('api_key')
    .select(['client_id', 'id', 'name', 'role', 'scope', 'created_at', 'expires_at', 'used_at', 'revoked_at'])
    .where('client_id', '=', arg('client'))
    .orderBy('created_at')
    .orderBy('id'),
)

export const insertKey = statement<{
  client: number
  id: string
  name: string
  role: string
  scope: string | null
  expiresAt: number | null
  salt: string
  hash: string
  at: number
}>()((db, arg) =>
  db.insertInto('api_key').values({
    client_id: arg('client'),
    id: arg('id'),
    name: arg('name'),
    role: arg('role'),
    scope: arg('scope'),
    expires_at: arg('expiresAt'),
    used_at: null,
    salt: arg('salt'),
    hash: arg('hash'),
    created_at: arg('at'),
    revoked_at: null,
  }),
)

/** Notes that a key is in use. */
export const touchKey = statement<{ client: number; id: string; at: number }>()((db, arg) =>
  db
    .updateTable('api_key')
    .set({ used_at: arg('at') })
    .where('client_id', '=', arg('client'))
    .where('id', '=', arg('id')),
)

/** Ends a key; one that has ended keeps its time. */
export const revokeKey = statement<{ client: number; id: string; at: number }>()((db, arg) =>
  db
    .updateTable('api_key')
    .set({ revoked_at: arg('at') })
    .where('client_id', '=', arg('client'))
    .where('id', '=', arg('id'))
    .where('revoked_at', 'is', null),
)

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

/** Forgets the client's sign-in sessions not seen since `before`. */
export const deleteStaleSignIns = statement<{ client: number; before: number }>()((db, arg) =>
  db.deleteFrom('sign_in').where('client_id', '=', arg('client')).where('seen_at', '<', arg('before')),
)
