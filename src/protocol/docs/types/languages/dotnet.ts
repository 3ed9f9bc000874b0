import type { ListType } from '../../../schema/type-model.ts'
import type { Declaration } from '../model.ts'
import type { Defaults, Options } from '../options.ts'
import { isArray } from '../spelling.ts'
import { clrNamespace } from '../text.ts'

/** The options that C#, F# and VB.NET share. */
export const dotnetDefaults = {
  AddReturnMarker: true,
  AddDescriptionAsComments: true,
  AddDataContractAttributes: false,
  AddResponseStatus: false,
  AddImplicitVersion: null,
  InitializeCollections: false,
  IncludeTypes: [],
  ExcludeTypes: [],
} as const satisfies Defaults

export const dotnetImports = [
  'System',
  'System.Collections.Generic',
  'System.Runtime.Serialization',
  'ServiceStack',
  'ServiceStack.DataAnnotations',
]

/** The client library has ServiceStack's own types, named as on the wire, so they are never emitted. */
export function withoutServiceStack(declarations: readonly Declaration[]): readonly Declaration[] {
  return declarations.filter((d) => d.kind === 'enum' || !d.isServiceStack)
}

/** The namespace of all types: the one asked for, else that of the requests. */
export function namespaceOf(declarations: readonly Declaration[], options: Options): string {
  const dtos = declarations.filter((d) => d.kind === 'dto')
  const xml = (dtos.find((d) => d.request) ?? dtos[0])?.namespace ?? ''
  return options.GlobalNamespace || clrNamespace(xml) || 'Dtos'
}

/** The C# collection of a list. */
export function collectionOf(type: ListType<unknown[]>): 'array' | 'IEnumerable' | 'List' {
  if (isArray(type)) return 'array'
  return type.interfaceOnly ? 'IEnumerable' : 'List'
}
