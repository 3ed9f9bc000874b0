import { statement } from '../statement.ts'

/** The keys made after `since`, the newest first. */
export const signingKeysSince = statement<{ since: number }>()((db, arg) =>
  db
    .selectFrom('signing_key')
    .selectAll()
    .where('created_at', '>', arg('since'))
    .orderBy('created_at', 'desc')
    .orderBy('id'),
)

export const signingKeyById = statement<{ id: string }>()((db, arg) =>
  db.selectFrom('signing_key').selectAll().where('id', '=', arg('id')),
)

export const insertSigningKey = statement<{ id: string; privateKey: string; publicKey: string; at: number }>()(
  (db, arg) =>
    db.insertInto('signing_key').values({
      id: arg('id'),
      private_key: arg('privateKey'),
      public_key: arg('publicKey'),
      created_at: arg('at'),
    }),
)

/** Replaces how the private part of a key is stored. */
export const updatePrivateKey = statement<{ id: string; privateKey: string }>()((db, arg) =>
  db
    .updateTable('signing_key')
    .set({ private_key: arg('privateKey') })
    .where('id', '=', arg('id')),
)

/** Forgets the keys made before `before`. */
export const deleteStaleSigningKeys = statement<{ before: number }>()((db, arg) =>
  db.deleteFrom('signing_key').where('created_at', '<', arg('before')),
)
