/**
 * The shapes of the DTO language: each type is a value that names its C# type and carries, for the compiler only, the
 * TypeScript type of its values. Reference types (string, byte[], lists, dictionaries, DTOs) are null when unset, as in
 * C#; value types never are, unless nullable.
 */
export type AnyType =
  | ScalarType<unknown>
  | EnumType<string>
  | ListType<unknown[]>
  | DictionaryType<unknown>
  | NullableType<unknown>
  | DtoType<object>

declare const value: unique symbol

interface Node<Kind extends string, V> {
  readonly kind: Kind
  /** The C# name, as the metadata pages print it: `int?`, `List<Dictionary<String,String>>`. */
  readonly typeName: string
  readonly [value]?: V
}

export type ValueScalarKind = 'int' | 'double' | 'bool' | 'dateTime' | 'timeSpan' | 'guid'
export type ScalarKind = ValueScalarKind | 'string' | 'bytes'

export interface ScalarType<V, Kind extends ScalarKind = ScalarKind> extends Node<Kind, V> {}

/** A C# enum: on the wire by name, or by its number, which is the place in `names`. */
export interface EnumType<Name extends string> extends Node<'enum', Name> {
  readonly names: readonly [Name, ...Name[]]
}

/** A list on the wire. `interfaceOnly` marks IEnumerable, of which the pages can make no sample. */
export interface ListType<Items extends unknown[]> extends Node<'list', Items> {
  readonly item: AnyType
  readonly interfaceOnly: boolean
}

/** String keys in the order they came; an entry whose value is null is no entry. */
export interface DictionaryType<Item> extends Node<'dictionary', Map<string, Item>> {
  readonly item: AnyType
}

/** `T?` of a value type. */
export interface NullableType<Inner> extends Node<'nullable', Inner> {
  readonly inner: AnyType
}

/** A DTO declared once; types, codecs, pages and schemas are derived from it. */
export interface DtoType<V extends object> extends Node<'dto', V> {
  readonly base: DtoType<object> | null
  /** The XML namespace of the fields it declares. */
  readonly namespace: string
  /** The fields of its own table, in order: declared here, or declared again. */
  readonly own: readonly Field[]
  /** All fields in the order of JSON and JSV: its own, then those of its base. */
  readonly fields: readonly Field[]
  /** A new value: the given fields, and the default of every other, always in the order of `fields`. */
  create(given?: Partial<V>): V
}

/** Where a parameter location, as the metadata pages print it; `form` where a page says nothing better. */
export type ParameterLocation = 'path' | 'query' | 'body' | 'form'

/** A field as it is declared: its type, and what the pages say of it. */
export interface FieldSpec<T extends AnyType = AnyType> {
  readonly kind: 'field'
  readonly type: T
  readonly location: ParameterLocation
  readonly description: string
  readonly required: boolean
  /** Whether the original has no such field: pages tell of it apart, and samples leave it out. */
  readonly isExtension: boolean
  /** Whether its value lets somebody sign in: it is never recorded, and forms hide it. */
  readonly isSecret: boolean
}

/** A field in its place in a DTO. */
export interface Field extends Omit<FieldSpec, 'kind'> {
  readonly name: string
  /** The base-most DTO that declares it: it decides the XML namespace and order. */
  readonly declaredBy: { readonly csharp: string; readonly namespace: string }
}

/** The TypeScript type of a value of `T` that is there (not null). */
export type Value<T> = T extends { readonly [value]?: infer V } ? Exclude<V, undefined> : never

/** The TypeScript type of a field or list item of type `T`: with null where C# allows it. */
export type Slot<T> = T extends { readonly kind: ValueScalarKind | 'enum' } ? Value<T> : Value<T> | null

/** The TypeScript type of the item of a dictionary: never null, because a null entry is no entry. */
export type Entry<T> = Value<T>

/** The fields of a declaration, by name. */
export type Fields = { readonly [name: string]: AnyType | FieldSpec }

/** The object type of declared fields. */
export type ObjectOf<F extends Fields> = {
  -readonly [Name in keyof F]: F[Name] extends FieldSpec<infer T> ? Slot<T> : Slot<F[Name]>
}
