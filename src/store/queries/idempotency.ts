import { statement } from '../statement.ts'

interface OfKey {
  client: number
  principal: string
  key: string
}

/** Takes a key, unless it is taken; another transaction that is taking it is waited for. */
export const claimKey = statement<OfKey & { fingerprint: string; at: number }>()((db, arg) =>
  db
    .insertInto('idempotency')
    .values({
      client_id: arg('client'),
      principal: arg('principal'),
      key: arg('key'),
      fingerprint: arg('fingerprint'),
      answer: '',
      created_at: arg('at'),
    })
    .onConflict((conflict) => conflict.doNothing()),
)

export const answerOfKey = statement<OfKey>()((db, arg) =>
  db
    .selectFrom('idempotency')
    .select(['fingerprint', 'answer'])
    .where('client_id', '=', arg('client'))
    .where('principal', '=', arg('principal'))
    .where('key', '=', arg('key')),
)

export const recordAnswer = statement<OfKey & { answer: string }>()((db, arg) =>
  db
    .updateTable('idempotency')
    .set({ answer: arg('answer') })
    .where('client_id', '=', arg('client'))
    .where('principal', '=', arg('principal'))
    .where('key', '=', arg('key')),
)

export const releaseKey = statement<OfKey>()((db, arg) =>
  db
    .deleteFrom('idempotency')
    .where('client_id', '=', arg('client'))
    .where('principal', '=', arg('principal'))
    .where('key', '=', arg('key')),
)

/** Forgets a key that was taken before a time. */
export const forgetKey = statement<OfKey & { before: number }>()((db, arg) =>
  db
    .deleteFrom('idempotency')
    .where('client_id', '=', arg('client'))
    .where('principal', '=', arg('principal'))
    .where('key', '=', arg('key'))
    .where('created_at', '<', arg('before')),
)

/** Forgets the oldest of a client's keys that were taken before a time, a bounded number of them. */
export const forgetOldKeys = statement<{ client: number; before: number; most: number }>()((db, arg) =>
  db
    .deleteFrom('idempotency')
    .where('client_id', '=', arg('client'))
    .where((eb) =>
      eb(
        eb.refTuple('principal', 'key'),
        'in',
        eb
          .selectFrom('idempotency as old')
          .select(['old.principal', 'old.key'])
          .where('old.client_id', '=', arg('client'))
          .where('old.created_at', '<', arg('before'))
          .orderBy('old.created_at')
          .limit(arg('most'))
          .$asTuple('principal', 'key'),
      ),
    ),
)

/** Forgets all keys of a client. */
export const forgetAllKeys = statement<{ client: number }>()((db, arg) =>
  db.deleteFrom('idempotency').where('client_id', '=', arg('client')),
)
