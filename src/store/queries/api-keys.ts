import { statement } from '../statement.ts'

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
export const setKeyRevoked = statement<{ client: number; id: string; at: number }>()((db, arg) =>
  db
    .updateTable('api_key')
    .set({ revoked_at: arg('at') })
    .where('client_id', '=', arg('client'))
    .where('id', '=', arg('id'))
    .where('revoked_at', 'is', null),
)
