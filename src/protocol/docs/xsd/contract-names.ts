import type { AnyType, EnumType } from '../../schema/type-model.ts'

/** The name of a type or element in an XML namespace. */
export interface XmlName {
  readonly namespace: string
  readonly name: string
}

export const xsdNamespace = 'http://www.w3.org/2001/XMLSchema'

/** The namespace of .NET's lists of simple values, and of its dictionaries. */
export const arraysNamespace = 'http://schemas.microsoft.com/2003/10/Serialization/Arrays'

/** How DataContract names simple types, which is also the name of such an item in a list. */
const simple = {
  int: 'int',
  double: 'double',
  bool: 'boolean',
  dateTime: 'dateTime',
  timeSpan: 'duration',
  guid: 'guid',
  string: 'string',
  bytes: 'base64Binary',
} as const

/** The names that .NET's DataContract gives to types, where each enum stands in the namespace given for it. */
export function contractNames(namespaceOf: ReadonlyMap<EnumType<string>, string>): (type: AnyType) => XmlName {
  const nameOf = (type: AnyType): XmlName => {
    switch (type.kind) {
      case 'dto':
        return { namespace: type.namespace, name: type.typeName }
      case 'enum':
        return { namespace: namespaceOf.get(type) ?? '', name: type.typeName }
      case 'nullable':
        return nameOf(type.inner)
      case 'dictionary':
        return { namespace: arraysNamespace, name: `ArrayOfKeyValueOfstring${nameOf(type.item).name}` }
      case 'list':
        return listName(nameOf(type.item), type.item.kind === 'nullable' ? 'NullableOf' : '')
      default:
        return { namespace: xsdNamespace, name: simple[type.kind] }
    }
  }
  return nameOf
}

function listName(item: XmlName, nullable: string): XmlName {
  const namespace = item.namespace === xsdNamespace ? arraysNamespace : item.namespace
  return { namespace, name: `ArrayOf${nullable}${item.name}` }
}
