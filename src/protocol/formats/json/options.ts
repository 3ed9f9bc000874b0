import { type Failure, failField } from '../../schema/failure.ts'
import { formatErrors } from '../codec.ts'
import { shown } from '../problems.ts'

/** How DateTimes are written: ISO 8601; seconds or milliseconds since 1970 as a number; `/Date(ms±hhmm)/`. */
export type DateHandler = 'ISO8601' | 'UnixTime' | 'UnixTimeMs' | 'TimestampOffset'

/** What a caller asks of the JSON of its answer with `?jsconfig=`. */
export interface JsonOptions {
  readonly EmitCamelCaseNames: boolean
  /** Leaves out fields that hold the default of their value type. */
  readonly ExcludeDefaultValues: boolean
  /** Writes null fields as `null`. */
  readonly IncludeNullValues: boolean
  readonly DateHandler: DateHandler
}

/** How JSON is written when nothing else is asked. */
export const defaultOptions: JsonOptions = {
  EmitCamelCaseNames: false,
  ExcludeDefaultValues: false,
  IncludeNullValues: false,
  DateHandler: 'ISO8601',
}

type Setter = (value: string) => Partial<JsonOptions> | undefined

const dateHandlers = new Map<string, DateHandler>([
  ['iso8601', 'ISO8601'],
  ['unixtime', 'UnixTime'],
  ['ut', 'UnixTime'],
  ['unixtimems', 'UnixTimeMs'],
  ['utm', 'UnixTimeMs'],
  ['timestampoffset', 'TimestampOffset'],
  ['to', 'TimestampOffset'],
])

function flag(set: (on: boolean) => Partial<JsonOptions>): Setter {
  return (value) => {
    if (value === '' || value === 'true' || value === '1') return set(true)
    return value === 'false' || value === '0' ? set(false) : undefined
  }
}

const camel = flag((EmitCamelCaseNames) => ({ EmitCamelCaseNames }))
const noDefaults = flag((ExcludeDefaultValues) => ({ ExcludeDefaultValues }))
const nulls = flag((IncludeNullValues) => ({ IncludeNullValues }))
const dates: Setter = (value) => {
  const found = dateHandlers.get(value)
  return found && { DateHandler: found }
}

/** By name and by the short form that its capital letters make, both in lower case. */
const setters = new Map<string, Setter>([
  ['emitcamelcasenames', camel],
  ['eccn', camel],
  ['excludedefaultvalues', noDefaults],
  ['edv', noDefaults],
  ['includenullvalues', nulls],
  ['inv', nulls],
  ['datehandler', dates],
  ['dh', dates],
])

const wanted = `options such as ${Object.keys(defaultOptions).join(', ')}`

/**
 * Reads the value of `?jsconfig=`: options parted by commas, in any letter case, each with a value after a colon or
 * without, which means true: `eccn,edv:false,dh:ut`. An option that is not known, or a value that it does not take, is
 * refused by the field `jsconfig` and named: to ignore it would answer in a form that was not asked for.
 */
export function parseJsonOptions(text: string): JsonOptions | Failure {
  let options = defaultOptions
  for (const piece of text.split(',')) {
    const option = piece.trim().toLowerCase()
    if (option === '') continue
    const [name = '', value = ''] = option.split(':', 2)
    const set = setters.get(name.trim())?.(value.trim())
    if (set === undefined) return failField('jsconfig', formatErrors.InvalidValue, wanted, shown(piece.trim()))
    options = { ...options, ...set }
  }
  return options
}
