import type { AnyType, DtoType, ListType } from '../../schema/type-model.ts'
import { type DocumentMerger, type DocumentReader, formatOf } from '../document.ts'
import { type Problems, shown } from '../problems.ts'
import { expected, isSimple, type SimpleType, textReader } from '../scalars.ts'
import { Cursor, isSpace, openList, openMap, quote, withoutSpace } from './cursor.ts'
import { bareItemsReader, listItemsReader, memberReader, readerOf } from './reader.ts'
import { unquoted } from './simple-reader.ts'
import { documentPieces, documentWriter, indentedDocumentWriter } from './text.ts'

/**
 * JSV, as wire-format.md has it. Two values cannot be told apart: a list whose only item is null is written `[]`, and a
 * string that is the whole document and empty is written as nothing, which reads as null.
 */
export const jsv = formatOf({
  name: 'jsv',
  contentType: 'text/jsv; charset=utf-8',
  mediaTypes: ['text/jsv', 'application/jsv'],
  reader: documentReader,
  merger,
  writer: documentWriter,
  pieceWriter: documentPieces,
  indentedWriter: indentedDocumentWriter,
})

/** The reader of whole documents of a type; the values in queries and forms are such documents too. */
export function documentReader(type: AnyType): DocumentReader {
  if (isSimple(type)) return simpleDocument(type, false)
  switch (type.kind) {
    case 'nullable':
      return isSimple(type.inner) ? simpleDocument(type.inner, true) : documentReader(type.inner)
    case 'list':
      return listDocument(type)
    case 'dictionary':
    case 'dto':
      return objectDocument(type)
  }
}

function merger(type: DtoType<object>): DocumentMerger {
  const readMembers = memberReader(type)
  return (text, problems, target, sent) => {
    const cursor = start(text, problems)
    if (cursor.atEnd) return
    expectObject(cursor)
    readMembers(cursor, target, sent)
    expectEnd(cursor)
  }
}

function objectDocument(type: AnyType): DocumentReader {
  const read = readerOf(type)
  return (text, problems) => {
    const cursor = start(text, problems)
    if (cursor.atEnd) return undefined
    expectObject(cursor)
    const value = read(cursor)
    expectEnd(cursor)
    return value
  }
}

function listDocument(type: ListType<unknown[]>): DocumentReader {
  const append = listAppender(type)
  return (text, problems) => {
    const items: unknown[] = []
    return append(text, problems, items) ? items : undefined
  }
}

/**
 * Appends the items of a document that is a list, which may come without its brackets. Answers whether there is any
 * text; that of a query string or form may be one of several.
 */
export function listAppender(
  type: ListType<unknown[]>,
): (text: string, problems: Problems, items: unknown[]) => boolean {
  const read = listItemsReader(type)
  const readBare = bareItemsReader(type)
  return (text, problems, items) => {
    const cursor = start(text, problems)
    if (cursor.atEnd) return false
    if (cursor.peek() === openList) {
      read(cursor, items)
      expectEnd(cursor)
    } else {
      cursor.at = 0
      readBare(cursor, items)
    }
    return true
  }
}

function simpleDocument(type: SimpleType, nullable: boolean): DocumentReader {
  if (type.kind === 'string') return stringDocument
  const read = textReader(type)
  const wanted = expected(type)
  return (text, problems) => {
    const trimmed = withoutSpace(text)
    if (trimmed === '' || (nullable && trimmed === 'null')) return undefined
    const said = unquoted(trimmed)
    return (said === undefined ? undefined : read(said)) ?? problems.add(wanted, shown(trimmed))
  }
}

/** All of the text, as it stands; or what it says, when it begins with a quote. */
function stringDocument(text: string, problems: Problems): string | undefined {
  if (text.charCodeAt(0) !== quote) return text === '' ? undefined : text
  const cursor = new Cursor(text, problems)
  const value = cursor.quoted()
  expectEnd(cursor)
  return value
}

/** A cursor at the first character that is no space. White space after a first bracket makes the document indented. */
function start(text: string, problems: Problems): Cursor {
  const cursor = new Cursor(text, problems)
  cursor.skipSpace()
  const first = cursor.peek()
  cursor.indented = (first === openMap || first === openList) && isSpace(text.charCodeAt(cursor.at + 1))
  return cursor
}

function expectObject(cursor: Cursor): void {
  if (cursor.peek() !== openMap) cursor.refuse("Expected '{'")
}

function expectEnd(cursor: Cursor): void {
  cursor.skipSpace()
  if (!cursor.atEnd) cursor.refuse('Text after the end of the document')
}
