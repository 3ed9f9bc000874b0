import { SyntaxProblem } from '../problems.ts'

const quote = 0x22
const comma = 0x2c
const cr = 0x0d
const lf = 0x0a

/** What a cell says; undefined where there is nothing between the commas. Two quotes say the empty text. */
export type Cell = string | undefined

/**
 * The rows of a CSV text (RFC 4180), read in one pass. Rows end at CR LF, LF or CR; blank lines mean nothing; each row
 * has as many cells as the first, which is the header.
 */
export class TableReader {
  readonly header: readonly Cell[]
  readonly #text: string
  #at = 0

  /** @throws SyntaxProblem for a header that breaks the syntax */
  constructor(text: string) {
    this.#text = text
    this.header = this.#row() ?? []
  }

  /** The cells of the next row; undefined after the last. @throws SyntaxProblem */
  next(): readonly Cell[] | undefined {
    this.#skipLineBreaks()
    const start = this.#at
    const cells = this.#row()
    if (cells !== undefined && cells.length !== this.header.length) {
      throw new SyntaxProblem(`Expected ${this.header.length} cells, found ${cells.length}`, start)
    }
    return cells
  }

  /** The cells of the one row after the header. @throws SyntaxProblem when there are none or more */
  only(): readonly Cell[] {
    const cells = this.next()
    if (cells === undefined) throw new SyntaxProblem('No row after the header', this.#at)
    this.#skipLineBreaks()
    if (this.#at < this.#text.length) throw new SyntaxProblem('More than one row', this.#at)
    return cells
  }

  #row(): readonly Cell[] | undefined {
    this.#skipLineBreaks()
    if (this.#at >= this.#text.length) return undefined
    const cells = [this.#cell()]
    while (this.#text.charCodeAt(this.#at) === comma) {
      this.#at++
      cells.push(this.#cell())
    }
    return cells
  }

  #cell(): Cell {
    if (this.#text.charCodeAt(this.#at) === quote) return this.#quoted()
    const start = this.#at
    let at = start
    while (at < this.#text.length && !endsCell(this.#text.charCodeAt(at))) {
      if (this.#text.charCodeAt(at) === quote) throw new SyntaxProblem('A quote in a cell that is not in quotes', at)
      at++
    }
    this.#at = at
    return at === start ? undefined : this.#text.slice(start, at)
  }

  #quoted(): string {
    const start = this.#at + 1
    let end = this.#closingQuote(start)
    const isPlain = this.#text.charCodeAt(end + 1) !== quote
    while (this.#text.charCodeAt(end + 1) === quote) end = this.#closingQuote(end + 2)
    this.#at = end + 1
    if (this.#at < this.#text.length && !endsCell(this.#text.charCodeAt(this.#at))) {
      throw new SyntaxProblem('Text after a closing quote', this.#at)
    }
    const said = this.#text.slice(start, end)
    return isPlain ? said : said.replaceAll('""', '"')
  }

  #closingQuote(from: number): number {
    const end = this.#text.indexOf('"', from)
    if (end === -1) throw new SyntaxProblem('A quote is not closed', this.#at)
    return end
  }

  #skipLineBreaks(): void {
    while (isLineBreak(this.#text.charCodeAt(this.#at))) this.#at++
  }
}

function isLineBreak(char: number): boolean {
  return char === lf || char === cr
}

function endsCell(char: number): boolean {
  return char === comma || isLineBreak(char)
}

const special = /^\ufeff|[",\r\n]/

/** A text as a cell: in quotes, each of its quotes doubled, where it is empty or has a character of the syntax. */
export function cellText(text: string): string {
  return text === '' || special.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * A row of written cells. An empty cell that is alone is written as two quotes: readers, ours too, skip blank lines.
 */
export function rowText(cells: readonly string[]): string {
  const text = cells.join(',')
  return `${text === '' ? '""' : text}\r\n`
}
