import { createHash } from 'node:crypto'
import { namespaces } from '../../schema/dto.ts'
import type { AnyType, DictionaryType, NullableType, ScalarKind } from '../../schema/type-model.ts'
import { once } from '../members.ts'
import { isSimple } from '../scalars.ts'

/** The namespaces that .NET's DataContract itself brings along. */
const xsd = 'http://www.w3.org/2001/XMLSchema'
const serialization = 'http://schemas.microsoft.com/2003/10/Serialization/'
const system = 'http://schemas.datacontract.org/2004/07/System'
/** That of lists of scalars, and of dictionaries with their entries. */
export const arrays = 'http://schemas.microsoft.com/2003/10/Serialization/Arrays'
/** That of `i:nil`. */
export const instance = 'http://www.w3.org/2001/XMLSchema-instance'

export interface Name {
  readonly local: string
  readonly namespace: string
}

const scalarNames: Readonly<Record<ScalarKind, Name>> = {
  int: { local: 'int', namespace: xsd },
  double: { local: 'double', namespace: xsd },
  bool: { local: 'boolean', namespace: xsd },
  string: { local: 'string', namespace: xsd },
  bytes: { local: 'base64Binary', namespace: xsd },
  dateTime: { local: 'dateTime', namespace: xsd },
  timeSpan: { local: 'duration', namespace: serialization },
  guid: { local: 'guid', namespace: serialization },
}

/**
 * The DataContract name of a type: `ArrayOfint`, `ArrayOfKeyValueOfstringstring`. An enum says no namespace, and has that
 * of the operations.
 */
export const contractName = once((type: AnyType): Name => {
  switch (type.kind) {
    case 'enum':
      return { local: type.typeName, namespace: namespaces.operations }
    case 'nullable':
      return { local: genericName('NullableOf', [contractName(type.inner)]), namespace: system }
    case 'list': {
      const { local, namespace } = contractName(type.item)
      return { local: `ArrayOf${local}`, namespace: isBuiltIn(namespace) ? arrays : namespace }
    }
    case 'dictionary':
      return { local: `ArrayOf${entryName(type)}`, namespace: arrays }
    case 'dto':
      return { local: type.typeName, namespace: type.namespace }
    default:
      return scalarNames[type.kind]
  }
})

/** The name of the root of a document of a type. */
export function rootName(type: AnyType): Name {
  const name = contractName(withoutNull(type))
  return isBuiltIn(name.namespace) ? { ...name, namespace: serialization } : name
}

/** The local name of a list's items, whose namespace is that of the list. */
export function itemName(item: AnyType): string {
  return contractName(withoutNull(item)).local
}

/** The local name of a dictionary's entries: `KeyValueOfstringstring`. */
export function entryName(type: DictionaryType<unknown>): string {
  return genericName('KeyValueOf', [scalarNames.string, contractName(type.item)])
}

/** A type without its `?`. */
export function withoutNull(type: AnyType): Exclude<AnyType, NullableType<unknown>> {
  return type.kind === 'nullable' ? withoutNull(type.inner) : type
}

/** Whether the content of a type's elements is text, not elements. */
export function isText(type: AnyType): boolean {
  return isSimple(withoutNull(type))
}

function isBuiltIn(namespace: string): boolean {
  return namespace === xsd || namespace === serialization
}

/** .NET tells generic types with arguments of other namespaces apart by 48 bits of a hash (MD5) of these namespaces. */
function genericName(prefix: string, parameters: readonly Name[]): string {
  const name = prefix + parameters.map((p) => p.local).join('')
  if (parameters.every((p) => isBuiltIn(p.namespace))) return name
  const hashed = ` ${[parameters.length, ...parameters.map((p) => p.namespace)].join(' ')}`
  const digest = createHash('md5').update(hashed).digest().subarray(0, 6).toString('base64')
  return name + digest.replaceAll('/', '_S').replaceAll('+', '_P')
}
