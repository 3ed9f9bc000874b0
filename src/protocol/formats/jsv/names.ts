import {
  type Cursor,
  closeList,
  closeMap,
  colon,
  comma,
  isSpace,
  openList,
  openMap,
  quote,
  withoutSpace,
} from './cursor.ts'

/** Moves past a field's name and its colon. Space around it never means anything. */
export function memberName(cursor: Cursor): string {
  cursor.skipSpace()
  return cursor.peek() === quote ? quotedName(cursor) : withoutSpace(bareName(cursor))
}

/** Moves past a dictionary's key and its colon. In compact JSV a bare key keeps its space, as a bare string does. */
export function key(cursor: Cursor): string {
  const start = cursor.at
  cursor.skipSpace()
  if (cursor.peek() === quote) return quotedName(cursor)
  if (!cursor.indented) cursor.at = start
  const name = bareName(cursor)
  return cursor.indented ? withoutSpace(name) : name
}

function quotedName(cursor: Cursor): string {
  const name = cursor.quoted()
  cursor.skipSpace()
  if (cursor.peek() !== colon) cursor.refuse("Missing ':' after a name")
  cursor.at++
  return name
}

function bareName(cursor: Cursor): string {
  const { text } = cursor
  const start = cursor.at
  while (!endsName(cursor.peek()) && !cursor.atEnd) cursor.at++
  const end = cursor.at
  if (cursor.peek() !== colon) cursor.refuse(isBlank(text, start, end) ? 'Expected a name' : "Missing ':' after a name")
  if (start === end) cursor.refuse('Expected a name')
  cursor.at++
  return text.slice(start, end)
}

function endsName(char: number): boolean {
  return (
    char === colon ||
    char === comma ||
    char === quote ||
    char === openMap ||
    char === closeMap ||
    char === openList ||
    char === closeList
  )
}

function isBlank(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isSpace(text.charCodeAt(i))) return false
  return true
}
