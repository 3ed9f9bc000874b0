import type { AnyType, DtoType, Field, ListType } from '../../schema/type-model.ts'

/** The name of the only column of rows whose values have no fields: numbers, texts, lists. */
export const valueColumn = 'Value'

/** The list that stands for an answer, and its field. */
export interface Listing {
  readonly field: Field
  readonly type: ListType<unknown[]>
}

/**
 * The list that is written in place of a response: where its type, named `…Response`, has exactly one list of DTOs. The
 * header says which of the two a document is, so no item may have a field of the list's name.
 */
export function listingOf(type: DtoType<object>): Listing | undefined {
  if (!type.typeName.endsWith('Response')) return undefined
  const lists = type.fields.flatMap((field) => {
    const { type: list } = field
    return list.kind === 'list' && list.item.kind === 'dto' ? [{ field, type: list, item: list.item }] : []
  })
  const [only] = lists
  if (only === undefined || lists.length > 1) return undefined
  return only.item.fields.some((f) => namesField(f.name, only.field)) ? undefined : only
}

/** Whether a name, in whatever letter case, is that of a field. */
export function namesField(name: string, field: { readonly name: string }): boolean {
  return name.trim().toLowerCase() === field.name.toLowerCase()
}

/** Whether a list of such items can have nulls. */
export function holdsNull(type: AnyType): boolean {
  return type.kind === 'string' || type.kind === 'bytes' || type.kind === 'nullable'
}
