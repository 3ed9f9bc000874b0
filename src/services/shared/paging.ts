import { type Failure, failField } from '../../protocol/schema/failure.ts'
import type { LongWork } from '../../protocol/schema/long-work.ts'
import type { Reader } from '../../store/engine.ts'
import type { Statement } from '../../store/statement.ts'
import { serviceErrors } from './errors.ts'

/** The entries of a list that are wanted. */
export interface Slice {
  readonly limit: number
  readonly offset: number
}

/** No answer has more entries than this. */
export const maxPageSize = 10_000

interface Asked {
  readonly PageSize: number | null
  readonly PageNumber: number | null
}

/** The slice that a page is. @returns a failure where PageSize or PageNumber is out of range */
export function pageSliceOf({ PageSize, PageNumber }: Asked): Slice | Failure {
  const limit = PageSize ?? maxPageSize
  if (limit < 1 || limit > maxPageSize) {
    return failField('PageSize', serviceErrors.ArgumentException, `a number from 1 to ${maxPageSize}`)
  }
  const page = PageNumber ?? 1
  if (page < 1) return failField('PageNumber', serviceErrors.ArgumentException, 'a number from 1')
  return { limit, offset: (page - 1) * limit }
}

/** The statements that read a list: a page of it, and how many entries there are of all pages. */
interface Listing<Args, Row> {
  readonly page: Statement<Args & Slice, Row>
  readonly count: Statement<Args, { readonly count: number }>
}

/** Reads a page of a list, once its tenant may read for long where the page is long. @throws Interruption */
export async function readPage<Args extends object, Row>(
  reader: Reader,
  work: LongWork,
  { page, count }: Listing<Args, Row>,
  args: Args,
  slice: Slice,
): Promise<{ readonly rows: readonly Row[]; readonly total: number }> {
  const total = async () => (await reader.first(count, args))?.count ?? 0
  await work.begin(Math.min(slice.limit, (await total()) - slice.offset))
  // Counted again in the snapshot that the rows are read from.
  return { total: await total(), rows: await reader.all(page, { ...args, ...slice }) }
}

/** What an answer tells of its page; `total` counts the entries of all pages. */
export function pagingFields({ limit, offset }: Slice, total: number) {
  return { PageSize: limit, PageNumber: offset / limit + 1, ListCount: total, TotalRecords: total }
}
