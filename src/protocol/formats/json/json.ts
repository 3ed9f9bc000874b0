import type { AnyType, DtoType } from '../../schema/type-model.ts'
import { type DocumentMerger, type DocumentReader, formatOf } from '../document.ts'
import { compactWriters, indentedWriters, pieceWriters } from '../writer.ts'
import { mapper, memberMapper } from './reader.ts'
import { parseJson } from './syntax.ts'
import { compactStyle, indentedStyle } from './text.ts'

const writer = compactWriters(compactStyle)

/**
 * JSON, as wire-format.md has it. A dictionary keeps the order of its keys, except that keys which are whole numbers
 * come first when it is read: the engine's own parser sorts them.
 */
export const json = formatOf({
  name: 'json',
  contentType: 'application/json; charset=utf-8',
  mediaTypes: ['application/json', 'text/json'],
  reader,
  merger,
  writer,
  pieceWriter: pieceWriters(compactStyle, writer),
  indentedWriter: indentedWriters(indentedStyle),
})

function reader(type: AnyType): DocumentReader {
  const map = mapper(type)
  return (text, problems) => (isBlank(text) ? undefined : map(parseJson(text), problems))
}

function merger(type: DtoType<object>): DocumentMerger {
  const mapMembers = memberMapper(type)
  const map = mapper(type)
  return (text, problems, target, sent) => {
    if (isBlank(text)) return
    const parsed = parseJson(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      mapMembers(parsed, problems, target, sent)
    } else {
      map(parsed, problems)
    }
  }
}

const blank = /^[ \t\r\n]*$/

function isBlank(text: string): boolean {
  return text.length === 0 || (text.charCodeAt(0) <= 0x20 && blank.test(text))
}
