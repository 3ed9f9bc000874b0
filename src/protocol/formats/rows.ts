import type { AnyType, DtoType, ListType } from '../schema/type-model.ts'

/** A type whose values may have many rows. */
export type RowsType = ListType<unknown[]> | DtoType<object>

/** Whether a type is a list of DTOs, or a DTO that has such a list as a field. */
export function hasRows(type: AnyType): type is RowsType {
  if (type.kind === 'list') return type.item.kind === 'dto'
  return (
    type.kind === 'dto' && type.fields.some((field) => field.type.kind === 'list' && field.type.item.kind === 'dto')
  )
}
