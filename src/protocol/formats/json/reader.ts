import type { AnyType, DictionaryType, DtoType, ListType, NullableType } from '../../schema/type-model.ts'
import { finderByName, membersOf, once } from '../members.ts'
import { type Problems, shown } from '../problems.ts'
import { expected, isInt, isSimple, type SimpleType, textReader } from '../scalars.ts'

/**
 * Makes the value of a type of what JSON.parse made: undefined when it is unset (null, or the empty text of a number)
 * or noted as a problem. A null that a nullable or reference type can hold is answered as null.
 */
export type Mapper = (json: unknown, problems: Problems) => unknown

/** The mapper of a type, compiled once. */
export const mapper = once((type: AnyType): Mapper => {
  if (isSimple(type)) return simpleMapper(type)
  switch (type.kind) {
    case 'nullable':
      return nullableMapper(type)
    case 'list':
      return listMapper(type)
    case 'dictionary':
      return dictionaryMapper(type)
    case 'dto':
      return dtoMapper(type)
  }
})

/** Sets the members that `json` has on `target`, and notes their names in `sent`. */
export type MemberMapper = (json: object, problems: Problems, target: object, sent?: Set<string>) => void

/** The member mapper of a DTO, compiled once. */
export const memberMapper = once((type: DtoType<object>): MemberMapper => {
  const find = finderByName(type.fields.map(({ name, type: fieldType }) => ({ name, map: mapper(fieldType) })))
  return (json, problems, target, sent) => {
    const given = membersOf(json)
    const members = membersOf(target)
    for (const name of Object.keys(given)) {
      const field = find(name)
      if (field === undefined) continue
      const before = problems.count
      const value = field.map(given[name], problems)
      if (problems.count !== before) problems.within(field.name, before)
      if (value === undefined) continue
      members[field.name] = value
      sent?.add(field.name)
    }
  }
})

function dtoMapper(type: DtoType<object>): Mapper {
  const mapMembers = memberMapper(type)
  return (json, problems) => {
    if (json === null) return null
    if (!isObject(json)) return problems.add(expected(type), found(json))
    const value = type.create()
    mapMembers(json, problems, value, problems.sentOf(value))
    return value
  }
}

function listMapper(type: ListType<unknown[]>): Mapper {
  const item = mapper(type.item)
  const holdsNull = type.item.kind === 'string' || type.item.kind === 'bytes' || type.item.kind === 'nullable'
  return (json, problems) => {
    if (json === null) return null
    if (!Array.isArray(json)) return problems.add(expected(type), found(json))
    const items: unknown[] = []
    for (let i = 0; i < json.length; i++) {
      const before = problems.count
      const each: unknown = json[i]
      const value = item(each, problems) ?? null
      if (value === null && !holdsNull && problems.count === before) problems.add(expected(type.item), found(each))
      if (problems.count !== before) problems.within(`[${i}]`, before)
      items.push(value)
    }
    return items
  }
}

function dictionaryMapper(type: DictionaryType<unknown>): Mapper {
  const item = mapper(type.item)
  return (json, problems) => {
    if (json === null) return null
    if (!isObject(json)) return problems.add(expected(type), found(json))
    const given = membersOf(json)
    const entries = new Map<string, unknown>()
    for (const key of Object.keys(given)) {
      const before = problems.count
      const value = item(given[key], problems)
      if (problems.count !== before) problems.within(key.slice(0, 60), before)
      if (value !== undefined && value !== null) entries.set(key, value)
    }
    return entries
  }
}

function nullableMapper(type: NullableType<unknown>): Mapper {
  const inner = mapper(type.inner)
  return (json, problems) => (json === null ? null : inner(json, problems))
}

function simpleMapper(type: SimpleType): Mapper {
  const wanted = expected(type)
  if (type.kind === 'string') return stringMapper
  const read = textReader(type)
  const isReference = type.kind === 'bytes'
  const number = numberReader(type)
  return (json, problems) => {
    if (typeof json === 'string') {
      if (json === '' && !isReference) return undefined
      return read(json) ?? (isBlank(json) ? undefined : problems.add(wanted, found(json)))
    }
    if (json === null) return isReference ? null : undefined
    if (typeof json === 'number') return number(json) ?? problems.add(wanted, found(json))
    if (typeof json === 'boolean' && type.kind === 'bool') return json
    return problems.add(wanted, found(json))
  }
}

/**
 * A string; of a number or bool its text. A whole number beyond 2^53 has lost digits when JSON.parse is done with it, so
 * it is refused rather than changed.
 */
function stringMapper(json: unknown, problems: Problems): unknown {
  if (typeof json === 'string' || json === null) return json
  if (typeof json === 'boolean') return String(json)
  if (typeof json === 'number' && Math.abs(json) <= Number.MAX_SAFE_INTEGER) return String(json)
  return problems.add(typeof json === 'number' ? 'so large a number in quotes' : 'text', found(json))
}

function numberReader(type: SimpleType): (json: number) => unknown {
  switch (type.kind) {
    case 'int':
      return (json) => (isInt(json) ? json | 0 : undefined)
    case 'double':
      return (json) => (Number.isFinite(json) ? json : undefined)
    case 'bool':
      return (json) => (json === 1 ? true : json === 0 ? false : undefined)
    case 'enum':
      return (json) => type.names[json]
    default:
      return () => undefined
  }
}

function isBlank(text: string): boolean {
  return text.trim() === ''
}

function isObject(json: unknown): json is object {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

/** What was found, as a message shows it. */
function found(json: unknown): string {
  if (typeof json === 'string') return shown(json)
  if (Array.isArray(json)) return 'a list'
  return isObject(json) ? 'an object' : String(json)
}
