import { statement } from '../statement.ts'

interface OfSubject {
  /** 0 for what belongs to no client. */
  client: number
  subject: string
}

export const failuresOf = statement<OfSubject>()((db, arg) =>
  db
    .selectFrom('failed_sign_in')
    .select(['failures', 'last_at'])
    .where('client_id', '=', arg('client'))
    .where('subject', '=', arg('subject')),
)

/** Counts one more failure; where the last was before `before`, counting begins anew. */
export const countFailure = statement<OfSubject & { at: number; before: number }>()((db, arg) =>
  db
    .insertInto('failed_sign_in')
    .values({ client_id: arg('client'), subject: arg('subject'), failures: 1, last_at: arg('at') })
    .onConflict((conflict) =>
      conflict.columns(['client_id', 'subject']).doUpdateSet((eb) => ({
        failures: eb
          .case()
          .when('failed_sign_in.last_at', '<', arg('before'))
          .then(1)
          .else(eb('failed_sign_in.failures', '+', 1))
          .end(),
        last_at: arg('at'),
      })),
    ),
)

export const forgetFailures = statement<OfSubject>()((db, arg) =>
  db.deleteFrom('failed_sign_in').where('client_id', '=', arg('client')).where('subject', '=', arg('subject')),
)

/** Forgets what failed before `before`. */
export const forgetOldFailures = statement<{ client: number; before: number }>()((db, arg) =>
  db.deleteFrom('failed_sign_in').where('client_id', '=', arg('client')).where('last_at', '<', arg('before')),
)
