import { statement } from '../statement.ts'

export const tenantById = statement<{ client: number }>()((db, arg) =>
  db.selectFrom('client').selectAll().where('id', '=', arg('client')),
)

/** The numbers of all clients. */
export const allTenants = statement<object>()((db) => db.selectFrom('client').select('id').orderBy('id'))

export const insertTenantRow = statement<{ client: number; name: string; at: number }>()((db, arg) =>
  db.insertInto('client').values({ id: arg('client'), name: arg('name'), created_at: arg('at') }),
)
