import type { AnyType, DictionaryType, DtoType, ListType } from '../../schema/type-model.ts'
import { finderByName, membersOf, once } from '../members.ts'
import { type Problems, shown } from '../problems.ts'
import { expected, isSimple, type SimpleType, type TextReader, textReader } from '../scalars.ts'
import type { XmlElement } from './syntax.ts'

/**
 * Makes the value of a type of an element: undefined when it is unset (nil, or the empty text of a number) or noted as a
 * problem. A nil that a nullable or reference type can hold is answered as null.
 */
export type Mapper = (element: XmlElement, problems: Problems) => unknown

/** The mapper of a type, compiled once. */
export const mapper = once((type: AnyType): Mapper => {
  const nil = isSimple(type) && type.kind !== 'string' && type.kind !== 'bytes' ? undefined : null
  const map = contentMapper(type)
  return (element, problems) => {
    if (!element.isNil) return map(element, problems)
    return isEmpty(element) ? nil : problems.add('nothing in an element that is nil', found(element))
  }
})

function contentMapper(type: AnyType): Mapper {
  if (isSimple(type)) return simpleMapper(type)
  switch (type.kind) {
    case 'nullable':
      return contentMapper(type.inner)
    case 'list':
      return listMapper(type)
    case 'dictionary':
      return dictionaryMapper(type)
    case 'dto':
      return dtoMapper(type)
  }
}

/** Sets the members that `element` has on `target`, and notes their names in `sent`. */
export type MemberMapper = (element: XmlElement, problems: Problems, target: object, sent?: Set<string>) => void

/** The member mapper of a DTO, compiled once. */
export const memberMapper = once((type: DtoType<object>): MemberMapper => {
  const find = finderByName(type.fields.map(({ name, type: fieldType }) => ({ name, map: mapper(fieldType) })))
  return (element, problems, target, sent) => {
    const members = membersOf(target)
    for (const child of element.children) {
      const field = find(child.name)
      if (field === undefined) continue
      const before = problems.count
      const value = field.map(child, problems)
      if (problems.count !== before) problems.within(field.name, before)
      if (value === undefined) continue
      members[field.name] = value
      sent?.add(field.name)
    }
  }
})

/** Notes text where only elements can be. */
export function refusesText(type: AnyType, { text }: XmlElement, problems: Problems): boolean {
  if (isBlank(text)) return false
  problems.add(expected(type), shown(text.trim()))
  return true
}

function dtoMapper(type: DtoType<object>): Mapper {
  const mapMembers = memberMapper(type)
  return (element, problems) => {
    if (refusesText(type, element, problems)) return undefined
    const value = type.create()
    mapMembers(element, problems, value, problems.sentOf(value))
    return value
  }
}

/** Every element in a list is an item of it, whatever its name. */
function listMapper(type: ListType<unknown[]>): Mapper {
  const item = mapper(type.item)
  const holdsNull = type.item.kind === 'string' || type.item.kind === 'bytes' || type.item.kind === 'nullable'
  return (element, problems) => {
    if (refusesText(type, element, problems)) return undefined
    return element.children.map((child, i) => {
      const before = problems.count
      const value = item(child, problems) ?? null
      if (value === null && !holdsNull && problems.count === before) problems.add(expected(type.item), 'nothing')
      if (problems.count !== before) problems.within(`[${i}]`, before)
      return value
    })
  }
}

/** Every element in a dictionary is an entry, whatever its name; one without a value is none. */
function dictionaryMapper(type: DictionaryType<unknown>): Mapper {
  const item = mapper(type.item)
  return (element, problems) => {
    if (refusesText(type, element, problems)) return undefined
    const entries = new Map<string, unknown>()
    for (const [i, entry] of element.children.entries()) {
      const key = childNamed(entry, 'key')
      const value = childNamed(entry, 'value')
      if (key === undefined || key.isNil || key.children.length > 0) {
        const before = problems.count
        problems.add('an entry with a Key and a Value', found(entry))
        problems.within(`[${i}]`, before)
      } else if (value) {
        const before = problems.count
        const mapped = item(value, problems)
        if (problems.count !== before) problems.within(key.text.slice(0, 60), before)
        if (mapped !== undefined && mapped !== null) entries.set(key.text, mapped)
      }
    }
    return entries
  }
}

/** The last child of a name, which is given in lower case. */
function childNamed(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.findLast((child) => child.name.length === name.length && child.name.toLowerCase() === name)
}

function simpleMapper(type: SimpleType): Mapper {
  const read = type.kind === 'double' ? readDouble(textReader(type)) : textReader(type)
  const wanted = expected(type)
  return (element, problems) => {
    if (element.children.length > 0) return problems.add(wanted, found(element))
    const value = read(element.text)
    if (value !== undefined || isBlank(element.text)) return value
    return problems.add(wanted, shown(element.text))
  }
}

const infinities = new Map([
  ['INF', Number.POSITIVE_INFINITY],
  ['-INF', Number.NEGATIVE_INFINITY],
])

/** XSD has names of its own for the infinities. */
function readDouble(read: TextReader): TextReader {
  return (text) => read(text) ?? infinities.get(text.trim())
}

function isEmpty({ text, children }: XmlElement): boolean {
  return children.length === 0 && isBlank(text)
}

function isBlank(text: string): boolean {
  return text === '' || text.trim() === ''
}

/** What was found in an element, as a message shows it. */
function found({ text, children }: XmlElement): string {
  const child = children[0]
  return child === undefined ? shown(text) : `an element ${shown(child.name)}`
}
