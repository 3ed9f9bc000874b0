import { DateTime } from '../../schema/datetime.ts'
import type { AnyType } from '../../schema/type-model.ts'
import { hasRows } from '../rows.ts'
import { type PieceWriter, type TextWriter, textWriter } from '../scalars.ts'
import { compactWriters, type IndentedStyle, indentedWriters, pieceWriters, type Style } from '../writer.ts'

const special = /[":,{}[\]\r\n]/
const outerSpace = /^[ \t]|[ \t]$/

/** A string or key within a document: quoted where it is empty or has a character of the syntax. */
export function jsvString(value: string): string {
  return value === '' || special.test(value) ? quoted(value) : value
}

/** As {@link jsvString} where space around a bare string means nothing. */
function indentedString(value: string): string {
  return outerSpace.test(value) ? quoted(value) : jsvString(value)
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`
}

const texts = (string: (value: string) => string) => ({
  string,
  bool: (value: boolean) => (value ? 'True' : 'False'),
  double: (text: string) => text,
  dateTime: (value: DateTime) => (value === DateTime.min ? '0001-01-01' : value.toShortestXsd()),
  plain: (text: string) => (text === '' ? '""' : text),
})

const compactStyle: Style = { text: (type) => textWriter(type, texts(jsvString)), key: jsvString, nullItem: '' }
const indentedStyle: IndentedStyle = {
  text: (type) => textWriter(type, texts(indentedString)),
  key: indentedString,
  nullItem: '',
  step: '\t',
  ownLine: true,
}

const compact = compactWriters(compactStyle)
const indented = indentedWriters(indentedStyle)

/** The writer of whole documents of a type. */
export function documentWriter(type: AnyType): TextWriter {
  if (type.kind === 'string') return rootString
  const write = compact(type)
  if (type.kind === 'dto') return write
  return (value) => keptCompact(write(value))
}

const pieces = pieceWriters(compactStyle, compact)

/** The same in pieces. Documents that begin with a bracket and white space have no rows: see {@link keptCompact}. */
export function documentPieces(type: AnyType): PieceWriter {
  if (hasRows(type)) return pieces(type)
  const write = documentWriter(type)
  return (value) => [write(value)]
}

/** The writer of whole documents, spread over lines. */
export function indentedDocumentWriter(type: AnyType): TextWriter {
  return type.kind === 'string' ? rootString : indented(type)
}

/** A string that is the whole document is written as it stands, unless it would be read as a quoted one. */
function rootString(value: unknown): string {
  const text = String(value)
  return text.startsWith('"') || text.startsWith('\ufeff') ? quoted(text) : text
}

/**
 * White space after the first bracket says that a document is indented. Where it belongs to a bare first item or key, as
 * in `[ a]`, that is quoted. Such an item has no special character, so it ends at the first one.
 */
function keptCompact(text: string): string {
  const first = text.charCodeAt(1)
  if (first !== 0x20 && first !== 0x09) return text
  if (text.charCodeAt(0) !== 0x5b && text.charCodeAt(0) !== 0x7b) return text
  const end = text.slice(1).search(special) + 1
  return `${text.slice(0, 1)}"${text.slice(1, end)}"${text.slice(end)}`
}
