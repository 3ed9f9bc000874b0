import type { AnyType, DtoType } from '../../schema/type-model.ts'
import { type DocumentMerger, type DocumentReader, formatOf } from '../document.ts'
import { membersOf } from '../members.ts'
import type { Problems } from '../problems.ts'
import { memberReader, readItems, rowReader } from './reader.ts'
import { type Listing, listingOf, namesField } from './shape.ts'
import { TableReader } from './table.ts'
import { tablePieces, tableWriter } from './text.ts'

/**
 * CSV, as wire-format.md has it: a header of field names (of a dictionary its keys, of other values `Value`) and a row
 * for a value, or one for each item of a list. Cells that hold more than a scalar are JSV. What a table cannot say:
 * - of a response that is written as its list ({@link listingOf}), the fields besides the list;
 * - a null text or bytes alone in its row, which reads as empty; likewise a dictionary without the only key of all rows;
 * - an empty dictionary, a list of nothing but empty ones, a DTO without fields: no column, no text, read as null;
 * - a null DTO or dictionary in a list, which reads as one with nothing set;
 * - in a cell, what JSV cannot say.
 * Texts that a spreadsheet would execute are written with an apostrophe, which is removed again when they are read.
 */
export const csv = formatOf({
  name: 'csv',
  contentType: 'text/csv; charset=utf-8',
  mediaTypes: ['text/csv'],
  reader,
  merger,
  writer: tableWriter,
  pieceWriter: tablePieces,
  indentedWriter: tableWriter,
})

function reader(type: AnyType): DocumentReader {
  if (type.kind === 'list') {
    return (text, problems) => (isBlank(text) ? undefined : readItems(type, new TableReader(text), problems))
  }
  if (type.kind === 'dto') {
    const merge = merger(type)
    return (text, problems) => {
      if (isBlank(text)) return undefined
      const value = type.create()
      merge(text, problems, value, new Set())
      return value
    }
  }
  return (text, problems) => {
    if (isBlank(text)) return undefined
    const table = new TableReader(text)
    return rowReader(type)(table.header)(table.only(), problems)
  }
}

function merger(type: DtoType<object>): DocumentMerger {
  const membersUnder = memberReader(type)
  const listing = listingOf(type)
  return (text, problems, target, sent) => {
    if (isBlank(text)) return
    const table = new TableReader(text)
    if (listing !== undefined && !hasColumn(table, listing)) {
      mergeListing(listing, table, problems, target, sent)
    } else {
      membersUnder(table.header)(table.only(), problems, target, sent)
    }
  }
}

function hasColumn(table: TableReader, { field }: Listing): boolean {
  return table.header.some((name) => name !== undefined && namesField(name, field))
}

function mergeListing(
  { field, type }: Listing,
  table: TableReader,
  problems: Problems,
  target: object,
  sent: Set<string>,
) {
  const before = problems.count
  membersOf(target)[field.name] = readItems(type, table, problems)
  if (problems.count !== before) problems.within(field.name, before)
  sent.add(field.name)
}

function isBlank(text: string): boolean {
  return text.trim() === ''
}
