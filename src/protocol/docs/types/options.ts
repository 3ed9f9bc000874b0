import { formatErrors } from '../../formats/codec.ts'
import { shown } from '../../formats/problems.ts'
import { type Failure, failField } from '../../schema/failure.ts'

/** What a caller can ask of an emitter, by the names that clients write in the head of their files. */
export interface Options {
  /** The namespace of all types; Java's outer class. */
  readonly GlobalNamespace: string
  readonly Package: string
  readonly DefaultImports: readonly string[]
  /** All members may be left out. */
  readonly MakePropertiesOptional: boolean
  readonly MakePartial: boolean
  readonly MakeVirtual: boolean
  readonly AddPropertyAccessors: boolean
  readonly SettersReturnThis: boolean
  /** Requests say what they answer. */
  readonly AddReturnMarker: boolean
  readonly AddDescriptionAsComments: boolean
  readonly AddDataContractAttributes: boolean
  /** Emits ResponseStatus and the like; else they come from the client library. */
  readonly AddServiceStackTypes: boolean
  /** Gives every answer a ResponseStatus. */
  readonly AddResponseStatus: boolean
  /** Gives every request a Version that starts with this number; null for none. */
  readonly AddImplicitVersion: number | null
  /** Collections start empty, not unset. */
  readonly InitializeCollections: boolean
  /** Only these; `Name.*` with all that it needs. Empty for all. */
  readonly IncludeTypes: readonly string[]
  readonly ExcludeTypes: readonly string[]
}

/** The options of a language in the order of its head, each with its default; the others it does not have. */
export type Defaults = Partial<Options>

/** Options as asked for: every one with its value, and the names of those that the caller set. */
export interface Chosen {
  readonly options: Options
  readonly given: ReadonlySet<keyof Options>
}

interface Reader<V> {
  /** What a good value is, for the message about a bad one. */
  readonly expected: string
  read(text: string): V | undefined
}

const flag: Reader<boolean> = {
  expected: 'True or False',
  read: (text) => (/^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : undefined),
}
const dottedName: Reader<string> = {
  expected: 'a name such as My.Types',
  read: (text) => (/^[a-z_]\w*(\.[a-z_]\w*)*$/i.test(text) ? text : undefined),
}
const version: Reader<number> = {
  expected: 'a whole number',
  read: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined),
}

/** A list with commas. No item can end the comment that it is printed in. */
function listOf(item: RegExp, expected: string): Reader<readonly string[]> {
  return {
    expected,
    read(text) {
      const items = text.split(',').map((part) => part.trim())
      return items.every((part) => item.test(part)) && !text.includes('*/') ? items : undefined
    },
  }
}

const readers: { readonly [Name in keyof Options]: Reader<Options[Name]> } = {
  GlobalNamespace: dottedName,
  Package: dottedName,
  DefaultImports: listOf(/^[\w.*:/-]+$/, 'names of imports, with commas'),
  MakePropertiesOptional: flag,
  MakePartial: flag,
  MakeVirtual: flag,
  AddPropertyAccessors: flag,
  SettersReturnThis: flag,
  AddReturnMarker: flag,
  AddDescriptionAsComments: flag,
  AddDataContractAttributes: flag,
  AddServiceStackTypes: flag,
  AddResponseStatus: flag,
  AddImplicitVersion: version,
  InitializeCollections: flag,
  IncludeTypes: listOf(/^\w+(\.?\*)?$/, 'names of types, with commas; Name.* for a type with all that it needs'),
  ExcludeTypes: listOf(/^\w+$/, 'names of types, with commas'),
}

const unset: Options = {
  GlobalNamespace: '',
  Package: '',
  DefaultImports: [],
  MakePropertiesOptional: false,
  MakePartial: false,
  MakeVirtual: false,
  AddPropertyAccessors: false,
  SettersReturnThis: false,
  AddReturnMarker: true,
  AddDescriptionAsComments: true,
  AddDataContractAttributes: false,
  AddServiceStackTypes: true,
  AddResponseStatus: false,
  AddImplicitVersion: null,
  InitializeCollections: false,
  IncludeTypes: [],
  ExcludeTypes: [],
}

/** The names of a language's options, in the order of its head. */
export function namesOf(defaults: Defaults): readonly (keyof Options)[] {
  return Object.keys(defaults).filter((name): name is keyof Options => Object.hasOwn(unset, name))
}

/**
 * Reads a language's options from a query string (names in lower case). Empty values and other names set nothing.
 * @returns a failure (400) that names the first option with a bad value
 */
export function readOptions(query: ReadonlyMap<string, string>, defaults: Defaults): Chosen | Failure {
  const given = new Set<keyof Options>()
  let options: Options = { ...unset, ...defaults }
  for (const name of namesOf(defaults)) {
    const text = query.get(name.toLowerCase())?.trim()
    if (!text) continue
    const value = readers[name].read(text)
    if (value === undefined) return badOption(name, readers[name].expected, text)
    options = { ...options, [name]: value }
    given.add(name)
  }
  return { options, given }
}

/** Whether a query string sets any option of a language, or the address in the head. */
export function hasOptions(query: ReadonlyMap<string, string>, defaults: Defaults): boolean {
  return ['BaseUrl', ...namesOf(defaults)].some((name) => query.get(name.toLowerCase())?.trim())
}

/** The address that a saved file is updated from: the one asked for, else the server's own. */
export function readBaseUrl(query: ReadonlyMap<string, string>, own: string): string | Failure {
  const text = (query.get('baseurl')?.trim() || own).replace(/\/+$/, '')
  return /^https?:\/\/[\w.:[\]-]+(\/[\w.~%/-]*)?$/i.test(text) ? text : badOption('BaseUrl', 'an address', text)
}

/** The failure of a bad option value. */
export function badOption(name: string, expected: string, found: string): Failure {
  return failField(name, formatErrors.InvalidValue, expected, shown(found))
}

/** An option's value as the head prints it: flags as True and False, lists with commas. */
export function printed(value: Options[keyof Options]): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return value === null ? '' : String(value)
}
