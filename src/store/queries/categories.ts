import { statement } from '../statement.ts'

export const insertCategory = statement<{ client: number; id: number; name: string }>()((db, arg) =>
  db.insertInto('event_category').values({ client_id: arg('client'), id: arg('id'), name: arg('name') }),
)

/** The categories of a client's events, by id. */
export const categoriesOfClient = statement<{ client: number }>()((db, arg) =>
  db.selectFrom('event_category').select(['id', 'name']).where('client_id', '=', arg('client')).orderBy('id'),
)
