import { DateTime, parseDateTime } from '../../protocol/schema/datetime.ts'
import { parseTimeSpan, TimeSpan } from '../../protocol/schema/timespan.ts'
import type { AnyType, DtoType, Field } from '../../protocol/schema/type-model.ts'
import { defaultOf } from '../../protocol/schema/types.ts'

/**
 * Some fields of a DTO as JSON text, for a column that the store only keeps: those that mean nothing to rules and
 * queries. What it writes, it reads back equal.
 */
export interface JsonColumn<T extends object> {
  /** The text of those fields of `value`. */
  write(value: T): string
  /** The same as a value for JSON. */
  json(value: T): Record<string, unknown>
  /** The fields of a text that was written; those that it does not have are at their default. */
  read(text: string): Partial<T>
}

/** Compiles the details of a DTO: `names` are the fields that it keeps. */
export function jsonColumn<T extends object>(type: DtoType<T>, names: readonly (keyof T & string)[]): JsonColumn<T> {
  return detailsOf(type.fields.filter((field) => names.some((name) => name === field.name)))
}

/** The details of a DTO that are all of its fields. */
export function jsonColumnOfType<T extends object>(type: DtoType<T>): JsonColumn<T> {
  return detailsOf(type.fields)
}

function detailsOf<T extends object>(fields: readonly Field[]): JsonColumn<T> {
  const json = (value: T) => {
    const members: Record<string, unknown> = isObject(value) ? value : {}
    const kept: Record<string, unknown> = {}
    for (const { name, type } of fields) {
      const member = toJson(type, members[name])
      if (member !== null) kept[name] = member
    }
    return kept
  }
  return {
    json,
    write: (value) => JSON.stringify(json(value)),
    read(text) {
      const parsed: unknown = JSON.parse(text)
      const given = isObject(parsed) ? parsed : {}
      const read = fields.map((field) => [field.name, fromJson(field.type, given[field.name])] as const)
      // The names and types are those of the declaration that T is inferred from.
      return Object.fromEntries(read) as Partial<T>
    },
  }
}

/** A value as JSON has it; null where it is unset. */
function toJson(type: AnyType, value: unknown): unknown {
  if (value === null || value === undefined) return null
  switch (type.kind) {
    case 'dateTime':
      return value instanceof DateTime ? value.toISO() : null
    case 'timeSpan':
      return value instanceof TimeSpan ? value.toXsd() : null
    case 'bytes':
      return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : null
    case 'nullable':
      return toJson(type.inner, value)
    case 'list':
      return Array.isArray(value) ? value.map((item) => toJson(type.item, item)) : null
    case 'dictionary':
      return value instanceof Map ? [...value].map(([key, item]) => [key, toJson(type.item, item)]) : null
    case 'dto':
      return isObject(value)
        ? Object.fromEntries(type.fields.map((field) => [field.name, toJson(field.type, value[field.name])]))
        : null
    default:
      return value
  }
}

function fromJson(type: AnyType, json: unknown): unknown {
  if (json === null || json === undefined) return defaultOf(type)
  switch (type.kind) {
    case 'dateTime':
      return parseDateTime(String(json)) ?? defaultOf(type)
    case 'timeSpan':
      return parseTimeSpan(String(json)) ?? defaultOf(type)
    case 'bytes':
      return new Uint8Array(Buffer.from(String(json), 'base64'))
    case 'nullable':
      return fromJson(type.inner, json)
    case 'list':
      return Array.isArray(json) ? json.map((item) => fromJson(type.item, item)) : null
    case 'dictionary':
      return Array.isArray(json) ? new Map(json.filter(isEntry).map(([k, v]) => [k, fromJson(type.item, v)])) : null
    case 'dto':
      return isObject(json)
        ? type.create(Object.fromEntries(type.fields.map((f) => [f.name, fromJson(f.type, json[f.name])])))
        : null
    default:
      return json
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isEntry(value: unknown): value is [string, unknown] {
  return Array.isArray(value) && typeof value[0] === 'string'
}
