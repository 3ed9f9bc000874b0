import type { AnyType, ListType, ScalarKind } from '../../schema/type-model.ts'

/** How a language writes the types of members. */
export interface TypeSyntax {
  readonly scalars: { readonly [Kind in ScalarKind]: string }
  list(item: string, type: ListType<unknown[]>): string
  dictionary(item: string): string
  nullable(inner: string): string
  /** The name of an enum or DTO. */
  named(name: string): string
}

/** The name of a type in a language. */
export function renderType(type: AnyType, spelling: TypeSyntax): string {
  switch (type.kind) {
    case 'list':
      return spelling.list(renderType(type.item, spelling), type)
    case 'dictionary':
      return spelling.dictionary(renderType(type.item, spelling))
    case 'nullable':
      return spelling.nullable(renderType(type.inner, spelling))
    case 'dto':
    case 'enum':
      return spelling.named(type.typeName)
    default:
      return spelling.scalars[type.kind]
  }
}

/** A list that C# declares as an array. */
export function isArray(type: ListType<unknown[]>): boolean {
  return type.typeName.endsWith('[]')
}

export function isCollection(type: AnyType): boolean {
  return type.kind === 'list' || type.kind === 'dictionary'
}

/** A member of `type` is null when unset; the others have a default. */
export function isReference(type: AnyType): boolean {
  return ['string', 'bytes', 'list', 'dictionary', 'dto', 'nullable'].includes(type.kind)
}
