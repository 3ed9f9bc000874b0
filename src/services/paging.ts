import { type Failure, failField } from '../protocol/schema/failure.ts'
import { serviceErrors } from './errors.ts'

/** The entries of a list that are wanted. */
export interface Slice {
  readonly limit: number
  readonly offset: number
}

/** No answer has more entries than this. */
export const mostEntries = 10_000

interface Asked {
  readonly PageSize: number | null
  readonly PageNumber: number | null
}

/** The slice that a page is. @returns a failure where PageSize or PageNumber is out of range */
export function sliceOf({ PageSize, PageNumber }: Asked): Slice | Failure {
  const limit = PageSize ?? mostEntries
  if (limit < 1 || limit > mostEntries) {
    return failField('PageSize', serviceErrors.ArgumentException, `a number from 1 to ${mostEntries}`)
  }
  const page = PageNumber ?? 1
  if (page < 1) return failField('PageNumber', serviceErrors.ArgumentException, 'a number from 1')
  return { limit, offset: (page - 1) * limit }
}

/** What an answer tells of its page; `total` counts the entries of all pages. */
export function pagedFacts({ limit, offset }: Slice, total: number) {
  return { PageSize: limit, PageNumber: offset / limit + 1, ListCount: total, TotalRecords: total }
}
