import { maxDepth } from '../codec.ts'
import { SyntaxProblem } from '../problems.ts'

/** Parses a JSON text. @throws SyntaxProblem with its place; for nesting past the limit as well. */
export function parseJson(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    new Locator(text).document()
    throw new SyntaxProblem('The document is not JSON', text.length)
  }
  if (mayBeDeep(text)) new Locator(text).document()
  return value
}

/** Whether the text has brackets enough to pass the limit: seldom, and cheap to find out. */
function mayBeDeep(text: string): boolean {
  if (text.length <= 2 * maxDepth) return false
  let opened = 0
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      if (++opened > maxDepth) return true
    }
  }
  return false
}

const space = /[ \t\r\n]*/y
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const word = /true|false|null/y
const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** Walks a JSON text in one pass to the place where it breaks the grammar, or nests too deep; JSON.parse names none. */
class Locator {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  /** @throws SyntaxProblem at the first problem; answers when there is none. */
  document(): void {
    this.#value()
    if (this.#at < this.#text.length) this.#refuse('Text after the end of the document')
  }

  #value(): void {
    this.#skip(space)
    const char = this.#text[this.#at]
    if (char === '{') this.#members('}', () => this.#member())
    else if (char === '[') this.#members(']', () => this.#value())
    else if (char === '"') this.#string()
    else if (!this.#skip(number) && !this.#skip(word)) this.#refuse('Expected a value')
    this.#skip(space)
  }

  #members(close: string, member: () => void): void {
    if (++this.#depth > maxDepth) this.#refuse(`Nesting deeper than ${maxDepth} levels`)
    this.#at++
    this.#skip(space)
    if (this.#text[this.#at] !== close) {
      member()
      while (this.#text[this.#at] === ',') {
        this.#at++
        member()
      }
      if (this.#text[this.#at] !== close) this.#refuse(`Expected ',' or '${close}'`)
    }
    this.#at++
    this.#depth--
  }

  #member(): void {
    this.#skip(space)
    if (this.#text[this.#at] !== '"') this.#refuse('Expected a name in quotes')
    this.#string()
    this.#skip(space)
    if (this.#text[this.#at] !== ':') this.#refuse("Missing ':' after a name")
    this.#at++
    this.#value()
  }

  #string(): void {
    const start = this.#at++
    for (;;) {
      const char = this.#text.charCodeAt(this.#at)
      if (char === 0x22) break
      if (char === 0x5c) {
        if (!this.#skip(escaped)) this.#refuse('A wrong escape')
      } else if (char >= 0x20) {
        this.#at++
      } else {
        const atEnd = this.#at >= this.#text.length
        if (atEnd) this.#at = start
        throw new SyntaxProblem(atEnd ? 'A quote is not closed' : 'A control character in a string', this.#at)
      }
    }
    this.#at++
  }

  /** Moves past what `pattern` matches here; answers whether that is anything. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    if (!pattern.test(this.#text)) return false
    const moved = pattern.lastIndex > this.#at
    this.#at = pattern.lastIndex
    return moved
  }

  #refuse(problem: string): never {
    const cutShort = this.#at >= this.#text.length
    throw new SyntaxProblem(cutShort ? 'The document is cut short' : problem, this.#at)
  }
}
