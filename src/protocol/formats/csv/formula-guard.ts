/*
 * Spreadsheets execute a cell that begins with `=`, `+`, `-` or `@`, also in full width, and also behind spaces, quotes and
 * invisible characters. Where the list separator is a semicolon or a tab, a cell begins behind each of these too.
 */
const formulaStart = '\'*(?:(?![\\t\\r\\n])[\\p{Zs}\\p{Cf}\\p{Cc}"])*[=+\\-@＝＋－＠﹦﹢﹣﹫]'
const separator = '[;\\t\\r\\n]'
const behindSeparator = `(?<=${separator})`
/** A leading tab or carriage return is stripped by some spreadsheets, so that what follows begins the cell. */
const atTextStart = `(?=${formulaStart}|'*[\\t\\r])`
const atCellStart = `(?=${formulaStart})`
/** A whole number or decimal, such as -5 or +1.5, is only ever a number. */
const isNoNumber = `(?![+-]\\d+(?:[.,]\\d+)?(?:${separator}|$))`

const unguarded = new RegExp(`^${isNoNumber}${atTextStart}|${behindSeparator}${isNoNumber}${atCellStart}`, 'gu')
const guarded = new RegExp(`^'${atTextStart}|${behindSeparator}'${atCellStart}`, 'gu')

/**
 * Returns a text in which a spreadsheet finds no formula: an apostrophe, which spreadsheets do not show, precedes each start
 * of one. Plain numbers such as `-5` stay as they are. {@link removeFormulaGuard} returns the original text.
 *
 * @example addFormulaGuard('=1+1') // "'=1+1"
 * @example addFormulaGuard('a;=1') // "a;'=1"
 */
export function addFormulaGuard(text: string): string {
  return text.replace(unguarded, "'")
}

/** Returns the text that {@link addFormulaGuard} was given. */
export function removeFormulaGuard(text: string): string {
  return text.replace(guarded, '')
}
