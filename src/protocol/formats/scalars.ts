import { DateTime, parseDateTime } from '../schema/datetime.ts'
import { parseTimeSpan, TimeSpan } from '../schema/timespan.ts'
import type { AnyType, EnumType, ScalarType } from '../schema/type-model.ts'

/** The types whose values are one piece of text. */
export type SimpleType = ScalarType<unknown> | EnumType<string>

export function isSimple(type: AnyType): type is SimpleType {
  return type.kind !== 'list' && type.kind !== 'dictionary' && type.kind !== 'dto' && type.kind !== 'nullable'
}

/** Reads the text of a value; answers undefined where the text is no such value. Never throws, linear in the text. */
export type TextReader = (text: string) => unknown

/** The reader of a type's text, the same in every format. All but string ignore space around the value. */
export function textReader(type: SimpleType): TextReader {
  switch (type.kind) {
    case 'string':
      return (text) => text
    case 'int':
      return readInt
    case 'double':
      return readDouble
    case 'bool':
      return readBool
    case 'dateTime':
      return readDateTime
    case 'timeSpan':
      return parseTimeSpan
    case 'guid':
      return readGuid
    case 'bytes':
      return readBytes
    case 'enum':
      return enumReader(type.names)
  }
}

/** What a type's values are called in a message. */
export function expected(type: AnyType): string {
  switch (type.kind) {
    case 'int':
      return 'a whole number of 32 bits'
    case 'double':
      return 'a number'
    case 'bool':
      return 'True or False'
    case 'dateTime':
      return 'a date'
    case 'timeSpan':
      return 'a duration'
    case 'guid':
      return 'a Guid'
    case 'bytes':
      return 'bytes in base64'
    case 'string':
      return 'text'
    case 'enum':
      return `one of ${type.names.join(', ')}`
    case 'nullable':
      return expected(type.inner)
    case 'list':
      return 'a list'
    case 'dictionary':
    case 'dto':
      return 'an object'
  }
}

const integer = /^[+-]?\d+$/

/** A whole number of 32 bits, with or without sign and leading zeros. */
export function readInt(text: string): number | undefined {
  const trimmed = text.trim()
  if (!integer.test(trimmed)) return undefined
  const value = Number(trimmed)
  return isInt(value) ? value | 0 : undefined
}

export function isInt(value: number): boolean {
  return Number.isInteger(value) && value >= -2_147_483_648 && value <= 2_147_483_647
}

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/

function readDouble(text: string): number | undefined {
  const trimmed = text.trim()
  if (decimal.test(trimmed)) {
    const value = Number(trimmed)
    return Number.isFinite(value) ? value : undefined
  }
  return namedNumbers.get(trimmed)
}

const namedNumbers = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
])

const bools = new Map([
  ['true', true],
  ['1', true],
  ['on', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['off', false],
  ['no', false],
])
const longestBool = 5

function readBool(text: string): boolean | undefined {
  if (text === 'True' || text === 'true') return true
  if (text === 'False' || text === 'false') return false
  const trimmed = text.trim()
  return trimmed.length > longestBool ? undefined : bools.get(trimmed.toLowerCase())
}

/** Clients send the default date with every request: it is not worth parsing. */
function readDateTime(text: string): DateTime | undefined {
  return text === '0001-01-01' || text === '0001-01-01T00:00:00.0000000' ? DateTime.min : parseDateTime(text)
}

const guid = /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i
const longestGuid = 38

/** The forms of .NET: 32 hex digits, with dashes, and these in braces or parentheses. */
function readGuid(text: string): string | undefined {
  let trimmed = text.trim()
  if (trimmed.length > longestGuid) return undefined
  if (/^(?:\{.*\}|\(.*\))$/.test(trimmed)) trimmed = trimmed.slice(1, -1)
  return guid.test(trimmed) ? trimmed.replaceAll('-', '').toLowerCase() : undefined
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/

function readBytes(text: string): Uint8Array | undefined {
  const digits = /\s/.test(text) ? text.replace(/\s+/g, '') : text
  if (digits.length % 4 !== 0 || !base64.test(digits)) return undefined
  return new Uint8Array(Buffer.from(digits, 'base64'))
}

function enumReader(names: readonly string[]): TextReader {
  const exact = new Map(names.map((name) => [name, name]))
  const lower = new Map(names.map((name) => [name.toLowerCase(), name]))
  const longest = Math.max(...names.map((name) => name.length))
  return (text) => {
    const found = exact.get(text)
    if (found !== undefined) return found
    const trimmed = text.trim()
    const named = trimmed.length > longest ? undefined : lower.get(trimmed.toLowerCase())
    if (named !== undefined) return named
    const number = readInt(trimmed)
    return number === undefined ? undefined : names[number]
  }
}

/**
 * A double as .NET's invariant culture writes it, in the fewest digits that read back as the same number: `0.1`, `100`,
 * `1E+21`, `1E-05`. An exponent appears from 1E+15 up and below 0.0001, and has two digits at least.
 */
export function doubleText(value: number): string {
  if (Object.is(value, -0)) return '-0'
  const size = Math.abs(value)
  if (value === 0 || (size >= 1e-4 && size < 1e15) || !Number.isFinite(value)) return String(value)
  const [digits, exponent = ''] = value.toExponential().split('e')
  return `${digits}E${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
}

/** Bytes in base64. */
export function bytesText(value: Uint8Array): string {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
}

/** A value that is not what its type says: the program's fault, not the caller's. */
export function defect(type: AnyType, value: unknown): never {
  throw new TypeError(`A value of type ${type.typeName} cannot be a ${typeof value}`)
}

/** How a format writes those values whose text is not the same everywhere. */
export interface ScalarTexts {
  string(value: string): string
  bool(value: boolean): string
  double(text: string, value: number): string
  dateTime(value: DateTime): string
  /** Of the texts that are the same everywhere and need no escaping: Guids, durations, enum names, base64. */
  plain(text: string): string
}

/** The text of a value of the type that is there. */
export type TextWriter = (value: unknown) => string

/** The same in pieces; types without rows have one piece. */
export type PieceWriter = (value: unknown) => Iterable<string>

/** The writer of a type's values in the manner of `texts`. @throws TypeError for a value of another type. */
export function textWriter(type: SimpleType, texts: ScalarTexts): TextWriter {
  const wrong = (value: unknown) => defect(type, value)
  switch (type.kind) {
    case 'string':
      return (value) => (typeof value === 'string' ? texts.string(value) : wrong(value))
    case 'int':
      return (value) => (typeof value === 'number' ? `${value}` : wrong(value))
    case 'double':
      return (value) => (typeof value === 'number' ? texts.double(doubleText(value), value) : wrong(value))
    case 'bool':
      return (value) => (typeof value === 'boolean' ? texts.bool(value) : wrong(value))
    case 'dateTime':
      return (value) => (value instanceof DateTime ? texts.dateTime(value) : wrong(value))
    case 'timeSpan':
      return (value) => (value instanceof TimeSpan ? texts.plain(value.toXsd()) : wrong(value))
    case 'guid':
    case 'enum':
      return (value) => (typeof value === 'string' ? texts.plain(value) : wrong(value))
    case 'bytes':
      return (value) => (value instanceof Uint8Array ? texts.plain(bytesText(value)) : wrong(value))
  }
}
