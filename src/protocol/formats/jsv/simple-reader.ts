import { DateTime } from '../../schema/datetime.ts'
import { shown } from '../problems.ts'
import { expected, type SimpleType, textReader } from '../scalars.ts'
import {
  type Cursor,
  closeList,
  closeMap,
  comma,
  isMark,
  isOpening,
  isSpace,
  quote,
  type Reader,
  withoutSpace,
} from './cursor.ts'

/** The reader of a value that is one piece of text; `nullable` where the word `null` means unset. */
export function simpleReader(type: SimpleType, nullable: boolean): Reader {
  if (type.kind === 'string') return readString
  const read = textReader(type)
  const wanted = expected(type)
  const hasEmpty = type.kind === 'bytes'

  const readText: Reader = (cursor) => {
    const text = withoutSpace(cursor.value())
    const said = unquoted(text)
    if (said === '' && !(hasEmpty && text !== '')) return undefined
    if (nullable && text === 'null') return null
    return (said === undefined ? undefined : read(said)) ?? cursor.problems.add(wanted, shown(text))
  }
  if (type.kind === 'int') return (cursor) => shortInt(cursor) ?? readText(cursor)
  const words = commonWords(type)
  return words.length === 0 ? readText : (cursor) => commonWord(cursor, words) ?? readText(cursor)
}

interface Word {
  readonly text: string
  readonly value: unknown
}

/** What writers write for most values of a type: worth recognising without making a string of it. */
function commonWords(type: SimpleType): readonly Word[] {
  switch (type.kind) {
    case 'bool':
      return [
        { text: 'False', value: false },
        { text: 'True', value: true },
      ]
    case 'dateTime':
      return [{ text: '0001-01-01', value: DateTime.min }]
    case 'enum':
      return type.names.slice(0, 4).map((name) => ({ text: name, value: name }))
    default:
      return []
  }
}

function commonWord(cursor: Cursor, words: readonly Word[]): unknown {
  const { text, at } = cursor
  for (const word of words) {
    const end = at + word.text.length
    if (text.startsWith(word.text, at) && isMark(text.charCodeAt(end)) && !isOpening(text.charCodeAt(end))) {
      cursor.at = end
      return word.value
    }
  }
  return undefined
}

/** What a text in quotes says, or a bare text itself; undefined for a text that is neither. */
export function unquoted(text: string): string | undefined {
  if (text.charCodeAt(0) !== quote) return text
  const inner = text.slice(1, -1)
  const closesOnce = text.length > 1 && text.endsWith('"') && !inner.replaceAll('""', '').includes('"')
  return closesOnce ? inner.replaceAll('""', '"') : undefined
}

/** A number of up to nine digits that is all of its value: nearly every int, without making a string of it. */
function shortInt(cursor: Cursor): number | undefined {
  const { text } = cursor
  let at = cursor.at
  let char = text.charCodeAt(at)
  while (isSpace(char)) char = text.charCodeAt(++at)
  const negative = char === 0x2d
  if (negative) char = text.charCodeAt(++at)
  const start = at
  let value = 0
  while (char >= 0x30 && char <= 0x39 && at - start < 9) {
    value = value * 10 + char - 0x30
    char = text.charCodeAt(++at)
  }
  if (at === start) return undefined
  while (isSpace(char)) char = text.charCodeAt(++at)
  if (char !== comma && char !== closeMap && char !== closeList) return undefined
  cursor.at = at
  return negative ? 0 - value : value
}

/**
 * A string runs to the next comma or closing bracket outside quotes and brackets, and keeps its space in compact JSV.
 * What is in brackets is taken as text. Space before a quote or a bracket never belongs to the string: a writer would
 * have quoted it.
 */
function readString(cursor: Cursor): string | undefined {
  const { text } = cursor
  const start = cursor.at
  let at = start
  while (at < text.length && !isMark(text.charCodeAt(at))) at++
  if (isOpening(text.charCodeAt(at))) return readMarked(cursor, at)
  cursor.at = at
  const bare = text.slice(start, at)
  const said = cursor.indented ? withoutSpace(bare) : bare
  return said === '' ? undefined : said
}

/** A string that has a quote or a bracket, at `first`. */
function readMarked(cursor: Cursor, first: number): string {
  let at = cursor.at
  while (at < first && isSpace(cursor.text.charCodeAt(at))) at++
  if (at === first && cursor.text.charCodeAt(first) === quote) {
    cursor.at = first
    return cursor.quoted()
  }
  const raw = cursor.value()
  return at === first || cursor.indented ? withoutSpace(raw) : raw
}
