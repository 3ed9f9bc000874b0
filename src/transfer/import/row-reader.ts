import { expected } from '../../time/messages.ts'
import type { BadRows } from './report.ts'
import type { Header, TableRow } from './table.ts'

/** The greatest number of a SessionId and the like: .NET's int. */
const greatest = 2_147_483_647
const shownAtMost = 60

/** Words for truths, as spreadsheets in several languages write them. */
const truths: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'y', '1', 'vrai', 'oui', 'wahr', 'ja'].map((word) => [word, true] as const),
  ...['false', 'no', 'n', '0', 'faux', 'non', 'falsch', 'nein'].map((word) => [word, false] as const),
])

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]/

/** Reads the cells of one row as typed values; null stands for an empty cell, and for one that is bad and noted so. */
export class RowReader<Field extends string> {
  readonly line: number
  readonly #place: string | undefined
  #problems = 0
  readonly #cells: readonly string[]
  readonly #headers: ReadonlyMap<Field, Header>
  readonly #bad: BadRows

  constructor({ line, cells, place }: TableRow, headers: ReadonlyMap<Field, Header>, bad: BadRows) {
    this.line = line
    this.#place = place
    this.#cells = cells
    this.#headers = headers
    this.#bad = bad
  }

  get isGood(): boolean {
    return this.#problems === 0
  }

  /** Notes what is wrong with the field's cell, or with the row. Answers null, as for a cell that is not there. */
  problem(field: Field | null, reason: string): null {
    this.#bad.add({ line: this.line, ...(this.#place !== undefined && { place: this.#place }), column: field, reason })
    this.#problems++
    return null
  }

  /** @param longest in UTF-16 units */
  text(field: Field, longest: number): string | null {
    const header = this.#headers.get(field)
    const text = header ? (this.#cells[header.index] ?? '').trim() : ''
    if (text === '') return null
    if (text.length > longest) return this.problem(field, `has ${text.length} characters; the most is ${longest}`)
    if (controls.test(text)) return this.problem(field, 'has a control character')
    return text
  }

  /** What `read` makes of the field, whose cell must not be empty. */
  required<T>(field: Field, read: () => T | null): T | null {
    const before = this.#problems
    const value = read()
    return value === null && this.#problems === before ? this.problem(field, 'is empty') : value
  }

  /** Whether the file has the field's column. */
  has(field: Field): boolean {
    return this.#headers.has(field)
  }

  /** A whole number from `least` up. */
  number(field: Field, least: number): number | null {
    const text = this.text(field, shownAtMost)
    if (text === null) return null
    return numberOf(text, least) ?? this.problem(field, expected(`a whole number from ${least} to ${greatest}`, text))
  }

  truth(field: Field): boolean | null {
    const text = this.text(field, shownAtMost)
    if (text === null) return null
    return truths.get(text.toLowerCase()) ?? this.problem(field, expected('true or false', text))
  }

  /** Ids between spaces, commas or semicolons: each once, ascending. */
  ids(field: Field): readonly number[] {
    const words = (this.text(field, 1_000) ?? '').split(/[\s,;]+/).filter((word) => word !== '')
    const ids = new Set<number>()
    for (const word of words) {
      const id = numberOf(word, 1)
      if (id === null) this.problem(field, expected(`ids from 1 to ${greatest}`, word))
      else ids.add(id)
    }
    return [...ids].sort((a, b) => a - b)
  }
}

function numberOf(text: string, least: number): number | null {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  return number >= least && number <= greatest ? number : null
}
