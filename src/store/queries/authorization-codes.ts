import { statement } from '../statement.ts'

export const insertCode = statement<{
  client: number
  hash: string
  app: string
  scope: string
  codeChallenge: string | null
  expiresAt: number
}>()((db, arg) =>
  db.insertInto('authorization_code').values({
    client_id: arg('client'),
    hash: arg('hash'),
    app_id: arg('app'),
    scope: arg('scope'),
    expires_at: arg('expiresAt'),
    code_challenge: arg('codeChallenge'),
    grant_id: null,
  }),
)

export const codeByHash = statement<{ client: number; hash: string }>()((db, arg, dialect) =>
  dialect.forUpdate(
    db
      .selectFrom('authorization_code')
      .selectAll()
      .where('client_id', '=', arg('client'))
      .where('hash', '=', arg('hash')),
  ),
)

/** Uses a code; changes no row when it was used. */
export const useCode = statement<{ client: number; hash: string; grant: string }>()((db, arg) =>
  db
    .updateTable('authorization_code')
    .set({ grant_id: arg('grant') })
    .where('client_id', '=', arg('client'))
    .where('hash', '=', arg('hash'))
    .where('grant_id', 'is', null),
)

/** Forgets the client's codes that ended before `before`. */
export const deleteStaleCodes = statement<{ client: number; before: number }>()((db, arg) =>
  db.deleteFrom('authorization_code').where('client_id', '=', arg('client')).where('expires_at', '<', arg('before')),
)
