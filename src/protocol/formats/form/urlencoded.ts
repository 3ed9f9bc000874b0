import type { Failure } from '../../schema/failure.ts'
import { refusal, SyntaxProblem } from '../problems.ts'
import { FormCollector, type FormValues, maxValues } from './values.ts'

/**
 * Reads `application/x-www-form-urlencoded` text, a query string without its `?` likewise. A name without `=` has the
 * empty value. Refused (SerializationException, with the place): a `%` that begins no escape, escapes that are no UTF-8,
 * and more than {@link maxValues} values.
 */
export function formParameters(text: string): FormValues | Failure {
  try {
    return parse(text)
  } catch (thrown) {
    return refusal(thrown, text)
  }
}

function parse(text: string): FormValues {
  const collector = new FormCollector()
  for (let start = 0; start < text.length; ) {
    const found = text.indexOf('&', start)
    const end = found === -1 ? text.length : found
    if (end > start) {
      const sign = text.slice(start, end).indexOf('=')
      const split = sign === -1 ? end : start + sign
      const added = collector.add(unescaped(text, start, split), unescaped(text, split + 1, end))
      if (!added) throw new SyntaxProblem(`More than ${maxValues} values`, start)
    }
    start = end + 1
  }
  return collector.values
}

function unescaped(text: string, start: number, end: number): string {
  const piece = text.slice(start, end).replaceAll('+', ' ')
  if (!piece.includes('%')) return piece
  try {
    return decodeURIComponent(piece)
  } catch {
    throw new SyntaxProblem('A wrong escape', start + wrongEscape(piece))
  }
}

/** The offset of the first escape that cannot be read: escapes that follow each other are one text in UTF-8. */
function wrongEscape(piece: string): number {
  for (const { 0: run, index } of piece.matchAll(/(?:%[0-9a-f]{2})+|%/gi)) {
    try {
      decodeURIComponent(run)
    } catch {
      return index
    }
  }
  return 0
}
