import type { AnyType, DtoType, Field, FieldSpec, Fields, ObjectOf } from './type-model.ts'
import { defaultOf, string } from './types.ts'

/** The XML namespaces of .NET's DataContract names, as the contract has them. */
export const namespaces = {
  operations: 'http://schemas.datacontract.org/2004/07/YM.Web.Services.Ams',
  toolkit: 'http://schemas.datacontract.org/2004/07/YM.Toolkit',
  serviceStack: 'http://schemas.servicestack.net/types',
} as const

/** A field of which the pages say more than its type. */
export function field<T extends AnyType>(
  type: T,
  said: Partial<Pick<FieldSpec, 'location' | 'description' | 'required' | 'isExtension' | 'isSecret'>>,
): FieldSpec<T> {
  return {
    kind: 'field',
    type,
    location: said.location ?? 'form',
    description: said.description ?? '',
    required: said.required ?? false,
    isExtension: said.isExtension ?? false,
    isSecret: said.isSecret ?? false,
  }
}

/** A field that the original does not have; nullable types are left out of answers where they are unset. */
export function extension<T extends AnyType>(type: T, description: string): FieldSpec<T> {
  return field(type, { description, isExtension: true })
}

/** A text field whose value lets somebody sign in, such as a password or a token. */
export function secret(said: Partial<Pick<FieldSpec, 'location' | 'description' | 'isExtension'>> = {}) {
  return field(string(), { ...said, isSecret: true })
}

interface DtoOptions<Base extends object> {
  readonly extends?: DtoType<Base>
  /** Default: the operations' namespace. */
  readonly namespace?: string
  /** Names of inherited fields that this DTO declares again: they come first, and stand in its own table. */
  readonly redeclares?: readonly (keyof Base & string)[]
}

/** The members of an intersection as one object type, which reads better in an editor. */
type Flat<T> = { [Name in keyof T]: T[Name] }

/**
 * Declares a DTO: its C# name, what it extends, and its fields in order.
 * @throws Error at start-up when a field name is used twice, in whatever letter case: readers ignore case.
 */
export function dto<const F extends Fields, Base extends object = object>(
  csharp: string,
  options: DtoOptions<Base>,
  fields: F,
): DtoType<Flat<ObjectOf<F> & Base>> {
  const namespace = options.namespace ?? namespaces.operations
  const inherited = options.extends?.fields ?? []
  const redeclared = (options.redeclares ?? []).map((name) => {
    const found = inherited.find((f) => f.name === name)
    if (!found) throw new Error(`${csharp} redeclares ${name}, which its base does not have`)
    return found
  })
  const declared = Object.entries(fields).map(([name, given]): Field => {
    const spec = given.kind === 'field' ? given : field(given, {})
    return { ...spec, name, declaredBy: { csharp, namespace } }
  })
  const own = [...redeclared, ...declared]
  const all = [...own, ...inherited.filter((f) => !redeclared.includes(f))]
  const names = new Set(all.map((f) => f.name.toLowerCase()))
  if (names.size !== all.length) throw new Error(`${csharp} has two fields of one name`)

  type V = Flat<ObjectOf<F> & Base>
  const create = creator<V>(all)
  return { kind: 'dto', typeName: csharp, base: options.extends ?? null, namespace, own, fields: all, create }
}

/**
 * Values are always made by spreading one template, so that all values of a DTO share one shape in the engine.
 * The template is built from the declaration that `V` is inferred from: the one place where the two meet.
 */
function creator<V extends object>(fields: readonly Field[]): (given?: Partial<V>) => V {
  const template = Object.fromEntries(fields.map((f) => [f.name, defaultOf(f.type)])) as V
  return (given) => ({ ...template, ...given })
}
