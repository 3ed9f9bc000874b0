import { maxDepth } from '../codec.ts'
import { type Problems, SyntaxProblem } from '../problems.ts'

export const quote = 0x22
export const comma = 0x2c
export const colon = 0x3a
export const openList = 0x5b
export const closeList = 0x5d
export const openMap = 0x7b
export const closeMap = 0x7d

/**
 * Reads the value at the cursor and moves to what follows it. Answers undefined when it is empty (unset) or noted as a
 * problem, null for the word `null` where that means unset.
 */
export type Reader = (cursor: Cursor) => unknown

/** A place in a JSV text, moved forward only; every reader of a document shares one. */
export class Cursor {
  readonly text: string
  readonly problems: Problems
  /** The offset of the next character. */
  at = 0
  /** Whether space around names and values means nothing. */
  indented = false
  #depth = 0

  constructor(text: string, problems: Problems) {
    this.text = text
    this.problems = problems
  }

  get atEnd(): boolean {
    return this.at >= this.text.length
  }

  /** The next character's code; NaN at the end. */
  peek(): number {
    return this.text.charCodeAt(this.at)
  }

  skipSpace(): void {
    while (isSpace(this.text.charCodeAt(this.at))) this.at++
  }

  /** Moves past an opening bracket. */
  open(): void {
    if (++this.#depth > maxDepth) this.#refuseDepth(this.at)
    this.at++
  }

  /** Moves past a closing bracket. */
  close(): void {
    this.#depth--
    this.at++
  }

  /**
   * After a value: moves past a comma and answers true, or past the bracket `close` and answers false. `close` is NaN
   * for a list without brackets, which closes at the end of the text.
   */
  next(close: number): boolean {
    let char = this.text.charCodeAt(this.at)
    if (isSpace(char)) {
      this.skipSpace()
      char = this.text.charCodeAt(this.at)
    }
    if (char === comma) {
      this.at++
      return true
    }
    if (char === close) {
      this.close()
      return false
    }
    if (this.atEnd && Number.isNaN(close)) return false
    return this.refuse(`Expected ${Number.isNaN(close) ? "','" : `',' or '${String.fromCharCode(close)}'`}`)
  }

  /** Moves past a string in quotes, in which each quote is doubled, and answers what it says. */
  quoted(): string {
    const start = this.at + 1
    let end = this.#closingQuote(this.at)
    if (this.text.charCodeAt(end + 1) !== quote) {
      this.at = end + 1
      return this.text.slice(start, end)
    }
    while (this.text.charCodeAt(end + 1) === quote) end = this.#closingQuote(end + 1, this.at)
    this.at = end + 1
    return this.text.slice(start, end).replaceAll('""', '"')
  }

  /**
   * Moves to the end of a value of whatever kind: the next comma or closing bracket outside quotes and brackets of its
   * own, or the end of the text. Answers the text passed.
   */
  value(): string {
    const { text } = this
    const start = this.at
    let at = start
    while (at < text.length && !isMark(text.charCodeAt(at))) at++
    this.at = at
    if (isOpening(text.charCodeAt(at))) this.#skipMarked()
    return text.slice(start, this.at)
  }

  /** Moves to the end of a value from its first quote or opening bracket on. */
  #skipMarked(): void {
    const { text } = this
    const closers: number[] = []
    let at = this.at
    for (; at < text.length; at++) {
      const char = text.charCodeAt(at)
      if (char === quote) {
        at = this.#closingQuote(at)
      } else if (char === openMap || char === openList) {
        if (closers.push(char + 2) + this.#depth > maxDepth) this.#refuseDepth(at)
      } else if (char === closeMap || char === closeList) {
        if (closers.length === 0) break
        if (closers.pop() !== char) throw new SyntaxProblem('Brackets that do not match', at)
      } else if (char === comma && closers.length === 0) {
        break
      }
    }
    this.at = at
    if (closers.length > 0) this.refuse('A bracket is not closed')
  }

  /** @throws SyntaxProblem here: the given one, or at the end of the text, that the text is cut short. */
  refuse(problem: string): never {
    throw new SyntaxProblem(this.atEnd ? 'The document is cut short' : problem, this.at)
  }

  #closingQuote(opening: number, start = opening): number {
    const end = this.text.indexOf('"', opening + 1)
    if (end === -1) throw new SyntaxProblem('A quote is not closed', start)
    return end
  }

  #refuseDepth(at: number): never {
    throw new SyntaxProblem(`Nesting deeper than ${maxDepth} levels`, at)
  }
}

/** The characters that can end a bare value, or make it more than that: `" , { } [ ]`. */
export function isMark(char: number): boolean {
  return marks[char] === 1
}

const marks = new Uint8Array(0x80)
for (const mark of [quote, comma, openList, closeList, openMap, closeMap]) marks[mark] = 1

/** Whether a bare value goes on past this mark. */
export function isOpening(char: number): boolean {
  return char === quote || char === openMap || char === openList
}

/** White space as indented documents have it. */
export function isSpace(char: number): boolean {
  return char === 0x20 || char === 0x09 || char === 0x0a || char === 0x0d
}

/** The text without the white space around it; no copy where there is none. */
export function withoutSpace(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text.charCodeAt(start))) start++
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--
  return start === 0 && end === text.length ? text : text.slice(start, end)
}
