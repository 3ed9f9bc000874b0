import type { AnyType, DictionaryType, DtoType, ListType } from '../../schema/type-model.ts'
import { finderByName, membersOf, once } from '../members.ts'
import { SyntaxProblem, shown } from '../problems.ts'
import { expected, isSimple } from '../scalars.ts'
import { type Cursor, closeList, closeMap, openList, openMap, type Reader, withoutSpace } from './cursor.ts'
import { key, memberName } from './names.ts'
import { simpleReader } from './simple-reader.ts'

/** The reader of a type, compiled once. */
export const readerOf = once((type: AnyType): Reader => {
  if (isSimple(type)) return simpleReader(type, false)
  switch (type.kind) {
    case 'nullable':
      return isSimple(type.inner) ? simpleReader(type.inner, true) : readerOf(type.inner)
    case 'list':
      return listReader(type)
    case 'dictionary':
      return dictionaryReader(type)
    case 'dto':
      return dtoReader(type)
  }
})

/** Reads the members of an object onto `target`, from its opening bracket on, and notes their names in `sent`. */
export type MemberReader = (cursor: Cursor, target: object, sent?: Set<string>) => void

/** The member reader of a DTO, compiled once. */
export const memberReader = once((type: DtoType<object>): MemberReader => {
  const fields = type.fields.map(({ name, type: fieldType }, i) => ({
    name,
    label: `${name}:`,
    place: i,
    read: readerOf(fieldType),
  }))
  const find = finderByName(fields)

  /** Writers keep the declared order: one of the fields after the last is likely, and cheap to recognise. */
  function likelyField(cursor: Cursor, first: number): (typeof fields)[number] | undefined {
    const { text, at } = cursor
    for (let i = first; i < first + 4; i++) {
      const field = fields[i]
      if (field === undefined) return undefined
      if (text.startsWith(field.label, at)) {
        cursor.at = at + field.label.length
        return field
      }
    }
    return undefined
  }

  return (cursor, target, sent) => {
    const members = membersOf(target)
    cursor.open()
    cursor.skipSpace()
    if (cursor.peek() === closeMap) return cursor.close()
    let likely = 0
    do {
      if (cursor.indented) cursor.skipSpace()
      const field = likelyField(cursor, likely) ?? find(memberName(cursor))
      if (field === undefined) {
        cursor.value()
        continue
      }
      likely = field.place + 1
      const before = cursor.problems.count
      const value = field.read(cursor)
      if (cursor.problems.count !== before) cursor.problems.within(field.name, before)
      if (value === undefined) continue
      members[field.name] = value
      sent?.add(field.name)
    } while (cursor.next(closeMap))
  }
})

function dtoReader(type: DtoType<object>): Reader {
  const readMembers = memberReader(type)
  return (cursor) => {
    cursor.skipSpace()
    if (cursor.peek() !== openMap) return withoutBracket(cursor, type)
    const value = type.create()
    readMembers(cursor, value, cursor.problems.sentOf(value))
    return value
  }
}

function dictionaryReader(type: DictionaryType<unknown>): Reader {
  const item = readerOf(type.item)
  return (cursor) => {
    cursor.skipSpace()
    if (cursor.peek() !== openMap) return withoutBracket(cursor, type)
    cursor.open()
    const entries = new Map<string, unknown>()
    if (closesAtOnce(cursor, closeMap)) return entries
    do {
      const name = key(cursor)
      const before = cursor.problems.count
      const value = item(cursor)
      if (cursor.problems.count !== before) cursor.problems.within(name.slice(0, 60), before)
      if (value !== undefined && value !== null) entries.set(name, value)
    } while (cursor.next(closeMap))
    return entries
  }
}

function listReader(type: ListType<unknown[]>): Reader {
  const read = listItemsReader(type)
  return (cursor) => {
    cursor.skipSpace()
    if (cursor.peek() !== openList) return withoutBracket(cursor, type)
    const items: unknown[] = []
    read(cursor, items)
    return items
  }
}

/** Reads the items of a list onto `items`, whose problems are numbered on from what is there. */
export type ItemsReader = (cursor: Cursor, items: unknown[]) => void

/** The reader of a list from its opening bracket on, compiled once. */
export const listItemsReader = once((type: ListType<unknown[]>): ItemsReader => {
  const readItems = itemsReader(type, closeList)
  const keepsSpace = type.item.kind === 'string'
  return (cursor, items) => {
    cursor.open()
    // In compact JSV the list `[ ]` of strings has one item, a space.
    if (keepsSpace && !cursor.indented) {
      if (cursor.peek() === closeList) return cursor.close()
    } else if (closesAtOnce(cursor, closeList)) {
      return
    }
    readItems(cursor, items)
  }
})

/** The reader of a list without brackets, up to the end of the text; compiled once. */
export const bareItemsReader = once((type: ListType<unknown[]>): ItemsReader => itemsReader(type, Number.NaN))

/** Reads items up to the bracket `close`. An empty one is null for a type that has null, else it is refused. */
function itemsReader(type: ListType<unknown[]>, close: number): ItemsReader {
  const item = readerOf(type.item)
  const { kind } = type.item
  const holdsNull = kind === 'string' || kind === 'bytes' || kind === 'nullable'
  const isObject = kind === 'dto' || kind === 'dictionary' || kind === 'list'
  return (cursor, items) => {
    const { problems } = cursor
    do {
      const start = cursor.at
      const before = problems.count
      const value = item(cursor) ?? null
      if (value === null && !holdsNull && problems.count === before) {
        if (!isObject) throw new SyntaxProblem(`An empty item in a list of ${type.item.typeName}`, start)
        problems.add(expected(type.item), 'nothing')
      }
      if (problems.count !== before) problems.within(`[${items.length}]`, before)
      items.push(value)
    } while (cursor.next(close))
  }
}

/** Moves past the space and bracket of an object or list that has nothing in it. */
function closesAtOnce(cursor: Cursor, close: number): boolean {
  const start = cursor.at
  cursor.skipSpace()
  if (cursor.peek() === close) {
    cursor.close()
    return true
  }
  cursor.at = start
  return false
}

/** What stands where an object or a list should: nothing, `null`, or a problem. */
function withoutBracket(cursor: Cursor, type: AnyType): null | undefined {
  const text = withoutSpace(cursor.value())
  if (text === '') return undefined
  return text === 'null' ? null : cursor.problems.add(expected(type), shown(text))
}
