import type { AnyType } from '../../schema/type-model.ts'

/** A type as .NET's reflection names it: `Int32`, `List`1` of `Int32`. */
export interface DotnetName {
  readonly name: string
  readonly namespace: string
  /** The arguments of a generic type, each as it is written in C#: `Dictionary<String,String>`. */
  readonly genericArgs?: string[]
}

const scalars = {
  int: 'Int32',
  double: 'Double',
  bool: 'Boolean',
  dateTime: 'DateTime',
  timeSpan: 'TimeSpan',
  guid: 'Guid',
  string: 'String',
  bytes: 'Byte[]',
} as const

const collections = 'System.Collections.Generic'

/** The .NET name of a type; `namespace` is the XML namespace of an enum, which has none of its own. */
export function dotnetName(type: AnyType, namespace: string): DotnetName {
  switch (type.kind) {
    case 'dto':
      return { name: type.typeName, namespace: dotnetNamespace(type.namespace) }
    case 'enum':
      return { name: type.typeName, namespace: dotnetNamespace(namespace) }
    case 'nullable':
      return { name: 'Nullable`1', namespace: 'System', genericArgs: [argument(type.inner)] }
    case 'dictionary':
      return { name: 'Dictionary`2', namespace: collections, genericArgs: ['String', argument(type.item)] }
    case 'list':
      if (type.typeName.endsWith('[]')) return { name: `${argument(type.item)}[]`, namespace: 'System' }
      return {
        name: type.interfaceOnly ? 'IEnumerable`1' : 'List`1',
        namespace: collections,
        genericArgs: [argument(type.item)],
      }
    default:
      return { name: scalars[type.kind], namespace: 'System' }
  }
}

/** The .NET namespace behind an XML namespace of DataContract: what follows the date, or ServiceStack's own. */
export function dotnetNamespace(namespace: string): string {
  const [, contract] = /^http:\/\/schemas\.datacontract\.org\/2004\/07\/(.+)$/.exec(namespace) ?? []
  return contract ?? 'ServiceStack'
}

function argument(type: AnyType): string {
  const { name, genericArgs } = dotnetName(type, '')
  return genericArgs ? `${name.replace(/`\d$/, '')}<${genericArgs.join(',')}>` : name
}
