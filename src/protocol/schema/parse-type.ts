import type { AnyType, EnumType, ScalarType } from './type-model.ts'
import * as types from './types.ts'

const scalars = new Map<string, () => ScalarType<unknown>>([
  ['int', types.int],
  ['Int32', types.int],
  ['double', types.double],
  ['Double', types.double],
  ['bool', types.bool],
  ['Boolean', types.bool],
  ['string', types.string],
  ['String', types.string],
  ['DateTime', types.dateTime],
  ['TimeSpan', types.timeSpan],
  ['Guid', types.guid],
  ['byte[]', types.bytes],
  ['Byte[]', types.bytes],
])

const suffix = /^(.+)(\[\]|\?)$/
const generic = /^(List|IEnumerable|Nullable)<(.+)>$/
const map = /^Dictionary<[Ss]tring,(.+)>$/
const longestName = 500

/**
 * The type that a plain C# name stands for: `int?`, `List<Dictionary<string,string>>`, `byte[]`, or a name of `known`.
 * Answers undefined for any other text. Space means nothing.
 */
export function parseType(text: string, known: Readonly<Record<string, AnyType>> = {}): AnyType | undefined {
  return text.length > longestName ? undefined : parse(text.replaceAll(/\s+/g, ''), known)
}

function parse(name: string, known: Readonly<Record<string, AnyType>>): AnyType | undefined {
  if (Object.hasOwn(known, name)) return known[name]
  const scalar = scalars.get(name)
  if (scalar) return scalar()
  const [, inner = '', mark] = suffix.exec(name) ?? []
  if (mark) return mark === '?' ? nullableOf(parse(inner, known)) : applied(types.array, parse(inner, known))
  const [, collection, item = ''] = generic.exec(name) ?? []
  if (collection === 'Nullable') return nullableOf(parse(item, known))
  if (collection) return applied(collection === 'List' ? types.list : types.enumerable, parse(item, known))
  const [, value] = map.exec(name) ?? []
  return value === undefined ? undefined : applied(types.dictionary, parse(value, known))
}

function applied(make: (item: AnyType) => AnyType, item: AnyType | undefined): AnyType | undefined {
  return item && make(item)
}

/** Only value types can be nullable: the others are null when unset. */
function nullableOf(type: AnyType | undefined): AnyType | undefined {
  return type && isValueType(type) ? types.nullable(type) : undefined
}

function isValueType(type: AnyType): type is ScalarType<unknown> | EnumType<string> {
  const references = ['string', 'bytes', 'list', 'dictionary', 'dto', 'nullable']
  return !references.includes(type.kind)
}
