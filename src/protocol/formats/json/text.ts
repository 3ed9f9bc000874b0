import { DateTime } from '../../schema/datetime.ts'
import { textWriter } from '../scalars.ts'
import type { IndentedStyle, Style } from '../writer.ts'

const quoted = (text: string) => `"${text}"`
const defaultDate = quoted(DateTime.min.toISO())
const finite = (text: string, value: number) => (Number.isFinite(value) ? text : quoted(text))

/**
 * How JSON writes the values of a type, with DateTimes as `dateTime` has them. NaN and the infinities, for which it has
 * no number, are strings; readers take them as such.
 */
export function jsonText(dateTime: (value: DateTime) => string): Style['text'] {
  const texts = { string: jsonString, bool: String, double: finite, dateTime, plain: quoted }
  return (type) => textWriter(type, texts)
}

export const compactStyle: Style = {
  text: jsonText((value) => (value === DateTime.min ? defaultDate : quoted(value.toISO()))),
  key: jsonString,
  nullItem: 'null',
}

export const indentedStyle: IndentedStyle = { ...compactStyle, step: '  ', ownLine: false }

const longestScanned = 64

/** A string as JSON has it; a lone surrogate becomes an escape, so that the text is always valid. */
export function jsonString(value: string): string {
  if (value.length > longestScanned) return JSON.stringify(value)
  for (let i = 0; i < value.length; i++) {
    const char = value.charCodeAt(i)
    const isPlain = char >= 0x20 && char !== 0x22 && char !== 0x5c && (char < 0xd800 || char > 0xdfff)
    if (!isPlain) return JSON.stringify(value)
  }
  return quoted(value)
}
