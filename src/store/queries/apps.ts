import { statement } from '../statement.ts'

export const appById = statement<{ client: number; id: string }>()((db, arg) =>
  db.selectFrom('app').selectAll().where('client_id', '=', arg('client')).where('id', '=', arg('id')),
)

/** The apps of a client, oldest first. */
export const appsOfClient = statement<{ client: number }>()((db, arg) =>
  db
    .selectFrom('app')
    .select(['id', 'name', 'redirect_uris', 'created_at', 'revoked_at'])
    .where('client_id', '=', arg('client'))
    .orderBy('created_at')
    .orderBy('id'),
)

export const insertApp = statement<{
  client: number
  id: string
  name: string
  redirectUris: string
  salt: string
  hash: string
  at: number
}>()((db, arg) =>
  db.insertInto('app').values({
    client_id: arg('client'),
    id: arg('id'),
    name: arg('name'),
    redirect_uris: arg('redirectUris'),
    salt: arg('salt'),
    hash: arg('hash'),
    created_at: arg('at'),
    revoked_at: null,
  }),
)

/** Ends an app; one that has ended keeps its time. */
export const setAppRevoked = statement<{ client: number; id: string; at: number }>()((db, arg) =>
  db
    .updateTable('app')
    .set({ revoked_at: arg('at') })
    .where('client_id', '=', arg('client'))
    .where('id', '=', arg('id'))
    .where('revoked_at', 'is', null),
)
