import type { DateTime } from '../../schema/datetime.ts'
import type { AnyType, DtoType } from '../../schema/type-model.ts'
import { documentWriter } from '../jsv/text.ts'
import { membersOf, once } from '../members.ts'
import { defect, isSimple, type PieceWriter, type TextWriter, textWriter } from '../scalars.ts'
import { addFormulaGuard } from './formula-guard.ts'
import { listingOf, valueColumn } from './shape.ts'
import { cellText, rowText } from './table.ts'

type RowsWriter = (rows: readonly unknown[]) => Iterable<string>

/** The writer of the documents of a type. No cell is a formula to a spreadsheet. */
export function tableWriter(type: AnyType): TextWriter {
  const writePieces = tablePieces(type)
  return (value) => {
    let text = ''
    for (const piece of writePieces(value)) text += piece
    return text
  }
}

/** The same in pieces, a row each; compiled once. */
export const tablePieces = once((type: AnyType): PieceWriter => {
  if (type.kind === 'list') {
    const write = rowsWriter(type.item)
    return (value) => (Array.isArray(value) ? write(value) : defect(type, value))
  }
  const writeRows = rowsWriter(type)
  const listing = type.kind === 'dto' ? listingOf(type) : undefined
  if (listing === undefined) return (value) => writeRows([value])
  const writeList = tablePieces(listing.type)
  return (value) => {
    if (typeof value !== 'object' || value === null) return defect(type, value)
    // An answer without its list is a refusal: its own row says why.
    const list = membersOf(value)[listing.field.name] ?? null
    return list === null ? writeRows([value]) : writeList(list)
  }
})

function rowsWriter(type: AnyType): RowsWriter {
  if (type.kind === 'dto') return dtoRows(type)
  if (type.kind === 'dictionary') return dictionaryRows(type.item)
  const write = cellWriter(type)
  return function* (rows) {
    yield rowText([valueColumn])
    for (const value of rows) yield rowText([write(value)])
  }
}

function dtoRows(type: DtoType<object>): RowsWriter {
  if (type.fields.length === 0) return () => []
  const all = type.fields.map((field) => ({ ...field, write: cellWriter(field.type) }))
  return function* (given) {
    const rows = given.map((value) => (typeof value === 'object' && value !== null ? membersOf(value) : {}))
    // What the original does not have is no column where no row sets it: its tables stay as they are.
    const columns = all.filter(({ name, isExtension }) => !isExtension || rows.some((row) => isSet(row[name])))
    yield rowText(columns.map(({ name }) => cellText(name)))
    for (const row of rows) yield rowText(columns.map(({ name, write }) => write(row[name])))
  }
}

/** The columns are the keys of all rows, in the order in which they first come. */
function dictionaryRows(item: AnyType): RowsWriter {
  const write = cellWriter(item)
  return function* (rows) {
    const entries = rows.map((row) => (row instanceof Map ? row : new Map<unknown, unknown>()))
    const keys = [...new Set(entries.flatMap((row) => [...row.keys()]))]
    if (keys.length === 0) return
    yield rowText(keys.map((key) => guardedCell(String(key))))
    for (const row of entries) yield rowText(keys.map((key) => write(row.get(key))))
  }
}

/** The writer of a cell: the text of a simple value, JSV of any other, nothing of null. */
function cellWriter(type: AnyType): TextWriter {
  const write = textOf(type)
  return (value) => (value === null || value === undefined ? '' : write(value))
}

function textOf(type: AnyType): TextWriter {
  if (type.kind === 'nullable') return textOf(type.inner)
  if (isSimple(type)) {
    return textWriter(type, {
      string: guardedCell,
      bool: (value) => (value ? 'True' : 'False'),
      double: (text) => text,
      dateTime: (value: DateTime) => value.toShortestXsd(),
      plain: cellText,
    })
  }
  const write = documentWriter(type)
  return (value) => guardedCell(write(value))
}

function guardedCell(text: string): string {
  return cellText(addFormulaGuard(text))
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined
}
