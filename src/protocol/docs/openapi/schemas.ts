import type { AnyType, DtoType } from '../../schema/type-model.ts'

export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [name: string]: Json
}

/** What the two versions of OpenAPI write differently in a schema. */
export interface Dialect {
  /** Where named schemas stand: `#/definitions/`. */
  readonly definitionsAt: string
  readonly bytes: JsonObject
  readonly nullable: (schema: JsonObject) => JsonObject
}

/** Makes the schemas of types, and collects those of the DTOs that they refer to. */
export interface SchemaMaker {
  schemaOf(type: AnyType): JsonObject
  /** The schemas of the DTOs so far, by name. */
  definitions(): JsonObject
}

/**
 * A maker of schemas in a dialect. A DTO's schema holds its inherited fields too, in the order of the wire: readers and
 * code generators treat that alike everywhere, which they do not with `allOf`.
 */
export function schemaMaker(dialect: Dialect): SchemaMaker {
  const definitions = new Map<string, JsonObject>()

  function schemaOf(type: AnyType): JsonObject {
    switch (type.kind) {
      case 'int':
        return { type: 'integer', format: 'int32' }
      case 'double':
        return { type: 'number', format: 'double' }
      case 'bool':
        return { type: 'boolean' }
      case 'string':
        return { type: 'string' }
      case 'dateTime':
        return { type: 'string', format: 'date-time' }
      case 'timeSpan':
        return { type: 'string', format: 'duration' }
      case 'guid':
        return { type: 'string', format: 'guid' }
      case 'bytes':
        return dialect.bytes
      case 'enum':
        return { type: 'string', enum: type.names }
      case 'nullable':
        return dialect.nullable(schemaOf(type.inner))
      case 'list':
        return { type: 'array', items: schemaOf(type.item) }
      case 'dictionary':
        return { type: 'object', additionalProperties: schemaOf(type.item) }
      case 'dto':
        define(type)
        return { $ref: dialect.definitionsAt + type.typeName }
    }
  }

  function define(type: DtoType<object>): void {
    if (definitions.has(type.typeName)) return
    definitions.set(type.typeName, {})
    const properties = type.fields.map((field) => [field.name, described(schemaOf(field.type), field.description)])
    const required = type.fields.filter((field) => field.required).map((field) => field.name)
    definitions.set(type.typeName, {
      type: 'object',
      properties: Object.fromEntries(properties),
      ...(required.length > 0 && { required }),
    })
  }

  return { schemaOf, definitions: () => Object.fromEntries(definitions) }
}

/** A schema with what is said of it; nothing may stand beside a reference. */
export function described(schema: JsonObject, description: string): JsonObject {
  return description === '' || '$ref' in schema ? schema : { ...schema, description }
}
