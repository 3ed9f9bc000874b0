import { EventCategoriesResponse, eventCategories } from '../../contract/events.ts'
import { Failure } from '../../protocol/schema/failure.ts'
import { type Service, service } from '../../protocol/schema/handler.ts'
import { categoriesOfClient } from '../../store/queries/categories.ts'
import { responseMetadata, type ServiceContext } from '../shared/context.ts'
import { pageSliceOf, pagingFields } from '../shared/paging.ts'

/** The categories that a client's events may be of. */
export function eventCategoriesService(context: ServiceContext): Service {
  return service(eventCategories, async (request) => {
    const slice = pageSliceOf(request)
    if (slice instanceof Failure) return slice
    const rows = await context.engine.all(categoriesOfClient, { client: request.ClientID })
    const page = rows.slice(slice.offset, slice.offset + slice.limit)
    return EventCategoriesResponse.create({
      ...responseMetadata(request, context, context.now()),
      EventCategoryList: page.map(({ id, name }) => ({ Id: id, Name: name })),
      ...pagingFields(slice, rows.length),
    })
  })
}
