import type { AnyType, DictionaryType, DtoType, ListType } from '../../schema/type-model.ts'
import { documentReader } from '../jsv/jsv.ts'
import { finderByName, membersOf, once } from '../members.ts'
import { noting, type Problems, SyntaxProblem, shown } from '../problems.ts'
import { expected, isSimple, type SimpleType, textReader } from '../scalars.ts'
import { removeFormulaGuard } from './formula-guard.ts'
import { holdsNull, namesField, valueColumn } from './shape.ts'
import type { Cell, TableReader } from './table.ts'

/** Makes the value of a row; answers undefined or null when it is unset or noted as a problem. */
type RowReader = (cells: readonly Cell[], problems: Problems) => unknown

/** The reader of the rows under a header, for the values of a type; compiled once. */
export const rowReader = once((type: AnyType): ((header: readonly Cell[]) => RowReader) => {
  switch (type.kind) {
    case 'dto':
      return dtoRows(type)
    case 'dictionary':
      return dictionaryRows(type)
    default:
      return valueRows(type)
  }
})

/** Sets the fields that a row has on `target`, and notes their names in `sent`. */
type MemberReader = (cells: readonly Cell[], problems: Problems, target: object, sent?: Set<string>) => void

/** The reader of the fields of rows under a header, compiled once. Columns that are no field are skipped. */
export const memberReader = once((type: DtoType<object>): ((header: readonly Cell[]) => MemberReader) => {
  const find = finderByName(type.fields.map(({ name, type: fieldType }) => ({ name, read: cellReader(fieldType) })))
  return (header) => {
    const columns = header.map((name) => (name === undefined ? undefined : find(name.trim())))
    return (cells, problems, target, sent) => {
      const members = membersOf(target)
      for (let i = 0; i < columns.length; i++) {
        const column = columns[i]
        const cell = cells[i]
        if (column === undefined || cell === undefined) continue
        const before = problems.count
        const value = column.read(cell, problems)
        if (problems.count !== before) problems.within(column.name, before)
        if (value === undefined || value === null) continue
        members[column.name] = value
        sent?.add(column.name)
      }
    }
  }
})

/** Reads all rows that are left as the items of a list. */
export function readItems(type: ListType<unknown[]>, table: TableReader, problems: Problems): unknown[] {
  const read = rowReader(type.item)(table.header)
  const canBeNull = holdsNull(type.item)
  const items: unknown[] = []
  for (let cells = table.next(); cells !== undefined; cells = table.next()) {
    const before = problems.count
    const value = read(cells, problems) ?? null
    if (value === null && !canBeNull && problems.count === before) problems.add(expected(type.item), 'nothing')
    if (problems.count !== before) problems.within(`[${items.length}]`, before)
    items.push(value)
  }
  return items
}

function dtoRows(type: DtoType<object>): (header: readonly Cell[]) => RowReader {
  const membersUnder = memberReader(type)
  return (header) => {
    const readMembers = membersUnder(header)
    return (cells, problems) => {
      const value = type.create()
      readMembers(cells, problems, value, problems.sentOf(value))
      return value
    }
  }
}

/** Each column with a name is a key. */
function dictionaryRows(type: DictionaryType<unknown>): (header: readonly Cell[]) => RowReader {
  const read = cellReader(type.item)
  return (header) => (cells, problems) => {
    const entries = new Map<string, unknown>()
    for (let i = 0; i < header.length; i++) {
      const name = header[i]
      const key = name === undefined ? undefined : removeFormulaGuard(name)
      const cell = cells[i]
      if (key === undefined || cell === undefined) continue
      const before = problems.count
      const value = read(cell, problems)
      if (problems.count !== before) problems.within(key.slice(0, 60), before)
      if (value !== undefined && value !== null) entries.set(key, value)
    }
    return entries
  }
}

function valueRows(type: AnyType): (header: readonly Cell[]) => RowReader {
  const read = cellReader(type)
  return (header) => {
    const place = header.findIndex((name) => name !== undefined && namesField(name, { name: valueColumn }))
    if (place === -1) throw new SyntaxProblem(`No column is named ${valueColumn}`, 0)
    return (cells, problems) => {
      const cell = cells[place]
      return cell === undefined ? undefined : read(cell, problems)
    }
  }
}

type CellReader = (text: string, problems: Problems) => unknown

function cellReader(type: AnyType): CellReader {
  if (isSimple(type)) return simpleCell(type, false)
  if (type.kind === 'nullable' && isSimple(type.inner)) return simpleCell(type.inner, true)
  const read = documentReader(type)
  return (cell, problems) => {
    const text = removeFormulaGuard(cell)
    return noting(problems, text, () => read(text, problems))
  }
}

/** As in JSV, but for the quotes, which are CSV's own; a cell in quotes that says nothing is the empty text. */
function simpleCell(type: SimpleType, nullable: boolean): CellReader {
  if (type.kind === 'string') return removeFormulaGuard
  const read = textReader(type)
  const wanted = expected(type)
  const hasEmpty = type.kind === 'bytes'
  return (text, problems) => {
    const trimmed = text.trim()
    if ((trimmed === '' && !hasEmpty) || (nullable && trimmed === 'null')) return undefined
    return read(text) ?? problems.add(wanted, shown(text))
  }
}
