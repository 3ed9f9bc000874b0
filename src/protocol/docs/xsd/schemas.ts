import type { Operation } from '../../schema/operation.ts'
import type { AnyType, DictionaryType, DtoType, EnumType, ListType } from '../../schema/type-model.ts'
import { defaultOf } from '../../schema/types.ts'
import { type Html, html as xml } from '../html.ts'
import { messagesOf, namedTypes } from '../named-types.ts'
import { arraysNamespace, contractNames, xsdNamespace } from './contract-names.ts'

/** A schema that is being collected: what it defines, and the namespaces that it refers to. */
interface Schema {
  readonly definitions: Map<string, Html>
  readonly imports: Set<string>
}

/**
 * The XML Schemas of the operations' messages, one for each namespace, as .NET's DataContract writes them: the members
 * that a base declares come first, each set in ordinal order. Each schema imports others by their place in the list,
 * as an address relative to its own: `1`.
 */
export function xmlSchemas(operations: readonly Operation[]): string[] {
  const { dtos, enums } = namedTypes(messagesOf(operations))
  const nameOf = contractNames(new Map(enums.map(({ type, namespace }) => [type, namespace])))
  const namespaces = [...new Set([...dtos.map((type) => type.namespace), arraysNamespace])]
  const schemas = new Map(
    namespaces.map((each): [string, Schema] => [each, { definitions: new Map(), imports: new Set() }]),
  )

  /** The name by which a schema refers to a type; lists and dictionaries are defined when first referred to. */
  function reference(from: string, type: AnyType): string {
    if (type.kind === 'nullable') return reference(from, type.inner)
    if (type.kind === 'list') defineList(type)
    if (type.kind === 'dictionary') defineDictionary(type)
    const { namespace, name } = nameOf(type)
    if (namespace === xsdNamespace) return `xs:${name === 'guid' ? 'string' : name}`
    if (namespace !== from) schemas.get(from)?.imports.add(namespace)
    return `n${namespaces.indexOf(namespace)}:${name}`
  }

  function define(type: AnyType, make: (namespace: string) => Html): void {
    const { namespace, name } = nameOf(type)
    const definitions = schemas.get(namespace)?.definitions
    if (definitions === undefined || definitions.has(name)) return
    definitions.set(name, xml``)
    definitions.set(
      name,
      xml`${make(namespace)}
  <xs:element name="${name}" nillable="true" type="${reference(namespace, type)}"/>
`,
    )
  }

  function element(from: string, name: string, type: AnyType, occurs: string): Html {
    const nillable = isNillable(type) && xml` nillable="true"`
    return xml`<xs:element minOccurs="0"${occurs !== '' && xml` maxOccurs="${occurs}"`} name="${name}"${nillable} type="${reference(from, type)}"/>
      `
  }

  function defineDto(type: DtoType<object>): void {
    define(type, (namespace) => {
      const declared = type.fields.filter((field) => field.declaredBy.csharp === type.typeName)
      const sorted = declared.toSorted((a, b) => (a.name < b.name ? -1 : 1))
      const sequence = xml`<xs:sequence>
      ${sorted.map((field) => element(namespace, field.name, field.type, ''))}</xs:sequence>`
      const content = type.base
        ? xml`<xs:complexContent><xs:extension base="${reference(namespace, type.base)}">${sequence}</xs:extension></xs:complexContent>`
        : sequence
      return xml`<xs:complexType name="${type.typeName}">${content}</xs:complexType>`
    })
  }

  function defineEnum(type: EnumType<string>): void {
    const values = type.names.map((name) => xml`<xs:enumeration value="${name}"/>`)
    define(
      type,
      () =>
        xml`<xs:simpleType name="${type.typeName}"><xs:restriction base="xs:string">${values}</xs:restriction></xs:simpleType>`,
    )
  }

  function defineList(type: ListType<unknown[]>): void {
    define(type, (namespace) => {
      const item = element(namespace, nameOf(type.item).name, type.item, 'unbounded')
      return xml`<xs:complexType name="${nameOf(type).name}"><xs:sequence>${item}</xs:sequence></xs:complexType>`
    })
  }

  function defineDictionary(type: DictionaryType<unknown>): void {
    define(type, (namespace) => {
      const { name } = nameOf(type)
      const value = xml`<xs:element name="Value"${isNillable(type.item) && xml` nillable="true"`} type="${reference(namespace, type.item)}"/>`
      return xml`<xs:complexType name="${name}"><xs:sequence><xs:element minOccurs="0" maxOccurs="unbounded" name="${name.replace(/^ArrayOf/, '')}"><xs:complexType><xs:sequence>
      <xs:element name="Key" type="xs:string"/>
      ${value}
    </xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType>`
    })
  }

  for (const type of dtos) defineDto(type)
  for (const { type } of enums) defineEnum(type)
  return [...schemas].map(([namespace, schema]) => document(namespace, schema, namespaces))
}

function document(namespace: string, { definitions, imports }: Schema, namespaces: readonly string[]): string {
  const prefixes = namespaces.map((each, i) => xml` xmlns:n${i}="${each}"`)
  const imported = [...imports].map(
    (each) => xml`  <xs:import namespace="${each}" schemaLocation="${namespaces.indexOf(each)}"/>
`,
  )
  const defined = [...definitions.values()].map((each) => xml`  ${each}`)
  return xml`<?xml version="1.0" encoding="utf-8"?>
<xs:schema xmlns:xs="${xsdNamespace}"${prefixes} targetNamespace="${namespace}" elementFormDefault="qualified">
${imported}${defined}</xs:schema>
`.text
}

/** Whether DataContract writes `i:nil` for a value that is unset. */
function isNillable(type: AnyType): boolean {
  return defaultOf(type) === null
}
