import type { Operation } from '../schema/operation.ts'
import type { AnyType, DtoType, EnumType } from '../schema/type-model.ts'

/** An enum, and the XML namespace it stands in: that of the DTO which first declares a field of it. */
export interface PlacedEnum {
  readonly type: EnumType<string>
  readonly namespace: string
}

/** The types that have a name, each once, in the order in which they are met. */
export interface NamedTypes {
  readonly dtos: readonly DtoType<object>[]
  readonly enums: readonly PlacedEnum[]
}

/** The DTOs and enums that the given ones are made of, themselves and their bases among them. */
export function namedTypes(roots: readonly DtoType<object>[]): NamedTypes {
  const dtos = new Set<DtoType<object>>()
  const enums = new Map<EnumType<string>, PlacedEnum>()

  function visit(type: AnyType, namespace: string): void {
    if (type.kind === 'dto') visitDto(type)
    else if (type.kind === 'enum') enums.set(type, enums.get(type) ?? { type, namespace })
    else if (type.kind === 'nullable') visit(type.inner, namespace)
    else if (type.kind === 'list' || type.kind === 'dictionary') visit(type.item, namespace)
  }

  function visitDto(type: DtoType<object>): void {
    if (dtos.has(type)) return
    dtos.add(type)
    if (type.base) visitDto(type.base)
    for (const field of type.fields) visit(field.type, field.declaredBy.namespace)
  }

  for (const root of roots) visitDto(root)
  return { dtos: [...dtos], enums: [...enums.values()] }
}

/** The requests and responses of operations, in order. */
export function messagesOf(operations: readonly Operation[]): DtoType<object>[] {
  return operations.flatMap(({ request, response }) => [request, response])
}

/** A DTO with its bases, the derived first. */
export function lineageOf(type: DtoType<object>): DtoType<object>[] {
  return type.base ? [type, ...lineageOf(type.base)] : [type]
}
