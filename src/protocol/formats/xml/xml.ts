import type { AnyType, DtoType } from '../../schema/type-model.ts'
import { type DocumentMerger, type DocumentReader, formatOf } from '../document.ts'
import { rootName } from './names.ts'
import { mapper, memberMapper, refusesText } from './reader.ts'
import { parseXml } from './syntax.ts'
import { compactPieces, compactWriter, indentedWriter } from './writer.ts'

/**
 * XML of .NET's DataContract, as wire-format.md has it. Elements are known by their local names, in any order and letter
 * case. Characters that XML 1.0 does not have are written as U+FFFD.
 */
export const xml = formatOf({
  name: 'xml',
  contentType: 'application/xml; charset=utf-8',
  mediaTypes: ['application/xml', 'text/xml'],
  reader,
  merger,
  writer: compactWriter,
  pieceWriter: compactPieces,
  indentedWriter,
})

function reader(type: AnyType): DocumentReader {
  const map = mapper(type)
  const root = rootName(type).local
  return (text, problems) => (isBlank(text) ? undefined : map(parseXml(text, root), problems))
}

function merger(type: DtoType<object>): DocumentMerger {
  const mapMembers = memberMapper(type)
  const map = mapper(type)
  return (text, problems, target, sent) => {
    if (isBlank(text)) return
    const root = parseXml(text, type.typeName)
    if (root.isNil) map(root, problems)
    else if (!refusesText(type, root, problems)) mapMembers(root, problems, target, sent)
  }
}

const blank = /^[ \t\r\n]*$/

function isBlank(text: string): boolean {
  return text.length === 0 || (text.charCodeAt(0) <= 0x20 && blank.test(text))
}
