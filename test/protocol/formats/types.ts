import * as auth from '../../../src/contract/auth.ts'
import * as base from '../../../src/contract/base.ts'
import { operations } from '../../../src/contract/index.ts'
import { dto } from '../../../src/protocol/schema/dto.ts'
import { ResponseStatus } from '../../../src/protocol/schema/response-status.ts'
import type { AnyType, DtoType } from '../../../src/protocol/schema/type-model.ts'
import * as t from '../../../src/protocol/schema/types.ts'

/** A DTO that has every type there is, alone and in collections. */
export const Everything = dto(
  'Everything',
  {},
  {
    Text: t.string(),
    Number: t.int(),
    Ratio: t.double(),
    Flag: t.bool(),
    At: t.dateTime(),
    Takes: t.timeSpan(),
    Id: t.guid(),
    Data: t.bytes(),
    Device: base.Device,
    MaybeNumber: t.nullable(t.int()),
    MaybeRatio: t.nullable(t.double()),
    MaybeAt: t.nullable(t.dateTime()),
    MaybeDevice: t.nullable(base.Device),
    Texts: t.list(t.string()),
    Numbers: t.array(t.int()),
    MaybeNumbers: t.list(t.nullable(t.int())),
    Datas: t.list(t.bytes()),
    Dates: t.enumerable(t.dateTime()),
    Grid: t.list(t.list(t.string())),
    Rows: t.list(t.dictionary(t.string())),
    Counts: t.dictionary(t.int()),
    Lists: t.dictionary(t.list(t.string())),
    Status: ResponseStatus,
    Statuses: t.list(ResponseStatus),
  },
)

/** The DTOs of all operations, and those in their fields. */
export const contractTypes: readonly DtoType<object>[] = reachable([
  ...operations.flatMap((o) => [o.request, o.response]),
  auth.MemberConfig,
  Everything,
])

/** Types that a document can be besides a DTO. */
export const plainTypes: readonly AnyType[] = [
  t.int(),
  t.double(),
  t.bool(),
  t.dateTime(),
  t.timeSpan(),
  t.guid(),
  t.bytes(),
  base.Device,
  t.nullable(t.int()),
  t.list(t.string()),
  t.list(t.int()),
  t.list(t.nullable(t.int())),
  t.list(t.list(t.string())),
  t.list(t.dictionary(t.string())),
  t.dictionary(t.string()),
  t.dictionary(t.list(t.string())),
  t.list(ResponseStatus),
]

function reachable(roots: readonly AnyType[]): DtoType<object>[] {
  const found = new Set<DtoType<object>>()
  const visit = (type: AnyType): void => {
    if (type.kind === 'list' || type.kind === 'dictionary') visit(type.item)
    else if (type.kind === 'nullable') visit(type.inner)
    else if (type.kind === 'dto' && !found.has(type)) {
      found.add(type)
      for (const field of type.fields) visit(field.type)
    }
  }
  roots.forEach(visit)
  return [...found]
}
