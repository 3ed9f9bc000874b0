import { json, xml } from '../../src/protocol/formats/index.ts'
import { Failure } from '../../src/protocol/schema/failure.ts'
import { type Operation, pathVariables, type Verb } from '../../src/protocol/schema/operation.ts'
import type { AnyType, DtoType } from '../../src/protocol/schema/type-model.ts'

export type Fields = Readonly<Record<string, unknown>>

/** The formats that requests are written in; a form also stands for the query string of a GET. */
export const requestFormats = ['json', 'jsv', 'xml', 'csv', 'form'] as const
export type RequestFormat = (typeof requestFormats)[number]

export interface Written {
  readonly path: string
  readonly body?: string
  readonly headers: Record<string, string>
}

const mediaTypes = {
  json: 'application/json',
  jsv: 'text/jsv',
  xml: 'application/xml',
  csv: 'text/csv',
  form: 'application/x-www-form-urlencoded',
}

/** A request of fields at an address, whose variables they fill; what is left goes into the body, or the query of a GET. */
export function written(
  type: DtoType<object>,
  verb: Verb,
  address: string,
  fields: Fields,
  format: RequestFormat,
): Written {
  const variables = pathVariables(address)
  const path = address.replaceAll(/\{(\w+)\}/g, (_whole, name) => encodeURIComponent(String(fields[name])))
  const rest = Object.fromEntries(Object.entries(fields).filter(([name]) => !variables.includes(name)))
  const accept = { accept: format === 'form' ? 'text/html' : mediaTypes[format] }
  if (verb === 'GET') return { path: `${path}?${formOf(rest)}`, headers: accept }
  return { path, body: bodyOf(type, rest, format), headers: { ...accept, 'content-type': mediaTypes[format] } }
}

function bodyOf(type: DtoType<object>, fields: Fields, format: RequestFormat): string {
  switch (format) {
    case 'json':
      return JSON.stringify(fields)
    case 'jsv':
      return jsvOf(fields)
    case 'csv':
      return `${Object.keys(fields).join(',')}\r\n${Object.values(fields).map((value) => `"${textOf(value).replaceAll('"', '""')}"`)}\r\n`
    case 'xml':
      return xmlOf(type, fields)
    case 'form':
      return formOf(fields)
  }
}

function formOf(fields: Fields): string {
  return new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, textOf(value)])).toString()
}

/** As it stands in a form or a cell: the text of what is simple, JSV of all else. */
function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? jsvOf(value) : String(value)
}

function jsvOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsvOf).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([name, each]) => `${name}:${jsvOf(each)}`)
      .join(',')}}`
  }
  const text = String(value)
  return /^[\w .-]*$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`
}

/** In the order of the contract; what the fields leave out is left out, though the type has a value for it. */
function xmlOf(type: DtoType<object>, fields: Fields): string {
  const value = json.compile(type).decode(JSON.stringify(fields))
  if (value instanceof Failure || value === null) throw new Error(`No ${type.typeName}: ${JSON.stringify(fields)}`)
  const leftOut = type.fields.filter(({ name }) => !(name in fields)).map(({ name }) => name)
  const names = `(?:\\w+:)?(?:${leftOut.join('|')})`
  const element = new RegExp(`<(${names})(?: [^>]*)?(?:/>|>[^<]*</\\1>)`, 'g')
  return xml.compile(type).encode(value).replaceAll(element, '')
}

/** A place in a request where an id may stand, however deep. */
export interface Place {
  readonly name: string
  readonly isText: boolean
  /** The fields with a value at this place, and all else as it was. */
  with(fields: Fields, value: number | string): Fields
}

/** Names of fields that name something: by an id, a number, or in a list. */
const naming = /(Ids?|IDs?|Number|Guid|Sessions?|Tickets?|Groups?|Categor\w*|Token)$/

const deepest = 3

/** All places in the requests of a type where an id may stand. The client's number is tried apart. */
export function placesOf(type: DtoType<object>, depth = 0): Place[] {
  return type.fields
    .filter(({ name }) => name !== 'ClientID' && name !== 'ResponseStatus')
    .flatMap(({ name, type: of }) => placesIn(of, name, naming.test(name), depth).map((place) => within(name, place)))
}

function placesIn(type: AnyType, name: string, isNaming: boolean, depth: number): Place[] {
  const here = (isText: boolean): Place[] =>
    isNaming ? [{ name: '', isText, with: (_fields, value) => ({ '': value }) }] : []
  switch (type.kind) {
    case 'int':
      return here(false)
    case 'string':
      return here(true)
    case 'nullable':
      return placesIn(type.inner, name, isNaming, depth)
    case 'list':
      return placesIn(type.item, name, isNaming, depth).map(asItem)
    case 'dictionary':
      // What it may name something by; keys of other places are no fields.
      return isNaming
        ? ['SessionId', 'Id'].map((key) =>
            within(key, { name: '', isText: true, with: (_f, value) => ({ '': String(value) }) }),
          )
        : []
    case 'dto':
      return depth < deepest ? placesOf(type, depth + 1) : []
    default:
      return []
  }
}

/** The place in a field of an object that is there, or is made. */
function within(name: string, place: Place): Place {
  return {
    name: place.name === '' ? name : `${name}.${place.name}`,
    isText: place.isText,
    with(fields, value) {
      const found = fields[name]
      const isObject = typeof found === 'object' && found !== null && !Array.isArray(found)
      const inner = place.with(isObject ? { ...found } : {}, value)
      return { ...fields, [name]: '' in inner ? inner[''] : inner }
    },
  }
}

/** The place in the only item of a list. */
function asItem(place: Place): Place {
  return {
    name: place.name,
    isText: place.isText,
    with(_fields, value) {
      const inner = place.with({}, value)
      return { '': ['' in inner ? inner[''] : inner] }
    },
  }
}

/** Every address of an operation, the declared and the derived ones, for a verb; those of batches end with `[]`. */
export function addressesOf({ name, routes }: Operation, verb: Verb, fields: Fields): string[] {
  const declared = routes
    .filter((route) => route.verb === verb && pathVariables(route.path).every((variable) => variable in fields))
    .map(({ path }) => path)
  const derived = ['json', 'jsv', 'xml', 'csv'].flatMap((format) => [
    `/${format}/reply/${name}`,
    `/${format}/oneway/${name}`,
  ])
  const plain = [`/api/${name}`, ...derived]
  // A GET has no body to be a batch.
  if (verb === 'GET') return [...declared, ...plain]
  return [...declared, ...plain, ...plain.map((path) => `${path}[]`)]
}
