import { listingOf } from '../../../src/protocol/formats/csv/shape.ts'
import type { AnyType } from '../../../src/protocol/schema/type-model.ts'
import { anyString, type Limits } from './arbitrary.ts'

/** What the formats cannot carry, by name; each format's own docstring says why. JSON and JSV carry all that is drawn. */
const limits: Readonly<Record<string, Limits>> = {
  // XML 1.0 has no control characters but three, and nothing that is no character.
  xml: {
    strings: anyString.map((text) => text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')),
  },
  csv: {
    types: (type) => type.kind !== 'dto' || (type.fields.length > 0 && listingOf(type) === undefined),
    values: (type, value) =>
      type.kind === 'list' && Array.isArray(value) ? hasRows(type.item, value) : hasRows(type, [value]),
  },
}

/** The limits of a format. */
export function limitsOf(format: { readonly name: string }): Limits {
  return limits[format.name] ?? {}
}

function hasRows(type: AnyType, rows: readonly unknown[]): boolean {
  if (type.kind === 'string' || type.kind === 'bytes') return !rows.includes(null)
  if (type.kind !== 'dictionary') return true
  const sizes = rows.map((row) => (row instanceof Map ? row.size : 0))
  const keys = new Set(rows.flatMap((row) => (row instanceof Map ? [...row.keys()] : [])))
  return keys.size > 1 || (keys.size === 1 && !sizes.includes(0))
}
