import type { DateTime } from '../../schema/datetime.ts'
import type { AnyType, Value } from '../../schema/type-model.ts'
import type { Encoder, ResponseFormat } from '../codec.ts'
import { type CompactStyle, compactWriters, pieceWriters } from '../writer.ts'
import { json } from './json.ts'
import type { DateHandler, JsonOptions } from './options.ts'
import { jsonString, jsonText } from './text.ts'

/** One for each set of options, of which there are 32. */
const known = new Map<string, ResponseFormat>()

/** JSON as the options want it. Its writers are compiled once for each set of options and type. */
export function configuredJson(options: JsonOptions): ResponseFormat {
  const { EmitCamelCaseNames, ExcludeDefaultValues, IncludeNullValues, DateHandler } = options
  const key = [EmitCamelCaseNames, ExcludeDefaultValues, IncludeNullValues, DateHandler].join()
  const found = known.get(key)
  if (found !== undefined) return found
  const made = formatOf(options)
  known.set(key, made)
  return made
}

function formatOf(options: JsonOptions): ResponseFormat {
  const style = styleOf(options)
  const writers = compactWriters(style)
  const pieces = pieceWriters(style, writers)
  return {
    name: json.name,
    contentType: json.contentType,
    mediaTypes: json.mediaTypes,
    compile<T extends AnyType>(type: T): Encoder<Value<T>> {
      const write = writers(type)
      const writePieces = pieces(type)
      return {
        encode: (value) => (value === null ? '' : write(value)),
        pieces: (value) => (value === null ? [] : writePieces(value)),
      }
    },
  }
}

function styleOf(options: JsonOptions): CompactStyle {
  return {
    text: jsonText(dateTexts[options.DateHandler]),
    key: jsonString,
    nullItem: 'null',
    member: options.EmitCamelCaseNames ? camelCase : String,
    nullMember: options.IncludeNullValues ? 'null' : undefined,
    omitsDefaults: options.ExcludeDefaultValues,
  }
}

/** `EventID` is `eventID`, `SKU` is `sku`, `GLCode` is `glCode`: the capitals that begin a name, but not its second word. */
function camelCase(name: string): string {
  return name.replace(/^[A-Z](?:[A-Z](?=[A-Z]|$))*/, (capitals) => capitals.toLowerCase())
}

/** A DateTime without a zone is taken as UTC; what is below a millisecond, or a second, is dropped. */
const dateTexts: Readonly<Record<DateHandler, (value: DateTime) => string>> = {
  ISO8601: (value) => `"${value.toISO()}"`,
  UnixTime: (value) => String(Math.floor(value.epochMs / 1000)),
  UnixTimeMs: (value) => String(value.epochMs),
  // The escaped slash is how clients tell such a date from a text.
  TimestampOffset: (value) => `"\\/Date(${value.epochMs}${offsetText(value.offset ?? 0)})\\/"`,
}

function offsetText(offset: number): string {
  if (offset === 0) return ''
  const minutes = Math.abs(offset)
  const digits = Math.floor(minutes / 60) * 100 + (minutes % 60)
  return `${offset < 0 ? '-' : '+'}${String(digits).padStart(4, '0')}`
}
