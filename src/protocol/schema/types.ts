import { DateTime } from './datetime.ts'
import { TimeSpan } from './timespan.ts'
import type {
  AnyType,
  DictionaryType,
  EnumType,
  ListType,
  NullableType,
  ScalarKind,
  ScalarType,
  Slot,
  Value,
} from './type-model.ts'

function scalar<V>() {
  return <Kind extends ScalarKind>(kind: Kind, typeName: string): (() => ScalarType<V, Kind>) => {
    const type = { kind, typeName }
    return () => type
  }
}

/** Text; null when unset. */
export const string = scalar<string>()('string', 'string')
/** A whole number of 32 bits. */
export const int = scalar<number>()('int', 'int')
/** A floating-point number of 64 bits. */
export const double = scalar<number>()('double', 'double')
export const bool = scalar<boolean>()('bool', 'bool')
export const dateTime = scalar<DateTime>()('dateTime', 'DateTime')
export const timeSpan = scalar<TimeSpan>()('timeSpan', 'TimeSpan')
/** 32 lower-case hex digits, without dashes. */
export const guid = scalar<string>()('guid', 'Guid')
/** Bytes, base64 on the wire; null when unset. */
export const bytes = scalar<Uint8Array>()('bytes', 'byte[]')

/** A C# enum; the first name is its default. */
export function enumeration<const Name extends string>(
  csharp: string,
  names: readonly [Name, ...Name[]],
): EnumType<Name> {
  return { kind: 'enum', typeName: csharp, names }
}

/** `List<T>`. */
export function list<Item extends AnyType>(item: Item): ListType<Slot<Item>[]> {
  return { kind: 'list', typeName: `List<${item.typeName}>`, item, interfaceOnly: false }
}

/** `T[]`: on the wire the same as a list. */
export function array<Item extends AnyType>(item: Item): ListType<Slot<Item>[]> {
  return { kind: 'list', typeName: `${item.typeName}[]`, item, interfaceOnly: false }
}

/** `IEnumerable<T>`: on the wire the same as a list. */
export function enumerable<Item extends AnyType>(item: Item): ListType<Slot<Item>[]> {
  return { kind: 'list', typeName: `IEnumerable<${item.typeName}>`, item, interfaceOnly: true }
}

/** `Dictionary<string,T>`; the pages print its strings with a capital. */
export function dictionary<Item extends AnyType>(item: Item): DictionaryType<Value<Item>> {
  const name = item.kind === 'string' ? 'String' : item.typeName
  return { kind: 'dictionary', typeName: `Dictionary<String,${name}>`, item }
}

/** `T?` of a value type. */
export function nullable<Inner extends AnyType>(inner: Inner): NullableType<Value<Inner>> {
  return { kind: 'nullable', typeName: `${inner.typeName}?`, inner }
}

/** What a field of `type` holds before anything sets it: null for reference and nullable types. */
export function defaultOf(type: AnyType): unknown {
  switch (type.kind) {
    case 'int':
    case 'double':
      return 0
    case 'bool':
      return false
    case 'dateTime':
      return DateTime.min
    case 'timeSpan':
      return TimeSpan.zero
    case 'guid':
      return '00000000000000000000000000000000'
    case 'enum':
      return type.names[0]
    default:
      return null
  }
}
