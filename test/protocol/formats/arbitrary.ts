import fc from 'fast-check'
import { DateTime } from '../../../src/protocol/schema/datetime.ts'
import { TimeSpan } from '../../../src/protocol/schema/timespan.ts'
import type { AnyType, DtoType, Value } from '../../../src/protocol/schema/type-model.ts'

/** What a format can carry, where it is less than everything. */
export interface Limits {
  /** Default: any UTF-16 text, lone surrogates too, and rich in the characters that some syntax uses. */
  readonly strings?: fc.Arbitrary<string>
  /** Whether it carries documents of a type at all. */
  readonly types?: (type: AnyType) => boolean
  /** Whether it carries this value as a document. */
  readonly values?: (type: AnyType, value: unknown) => boolean
}

/** Text as no format finds it easy. */
export const anyString = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.string({ unit: fc.constantFrom(...'":,{}[]\r\n\t \\aé\u0000\ufeff\ud83c<&='), maxLength: 8 }),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('null', 'True', '0', '[]', '{}', '""', '__proto__', 'constructor', '2024-05-03'),
  },
)

const minMs = DateTime.min.wallMs
const maxMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999)
const wholeDays = fc.integer({ min: minMs / 86_400_000, max: Math.floor(maxMs / 86_400_000) })
const offsets = fc.option(fc.oneof(fc.constant(0), fc.integer({ min: -14 * 60, max: 14 * 60 })))
const dateTimes = fc.oneof(
  fc.constant(DateTime.min),
  fc.tuple(wholeDays, offsets).map(([day, offset]) => new DateTime(day * 86_400_000, 0, offset)),
  fc
    .tuple(fc.integer({ min: minMs, max: maxMs }), fc.integer({ min: 0, max: 9999 }), offsets)
    .map(([ms, ticks, offset]) => new DateTime(ms, ticks, offset)),
)
const timeSpans = fc
  .oneof(fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }), fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }))
  .map((ticks) => new TimeSpan(ticks))
const ints = fc.oneof(fc.integer(), fc.integer({ min: -20, max: 20 }))
const doubles = fc.oneof(
  fc.double(),
  fc.integer().map((n) => n / 100),
)

/** Values of a type, as its codecs take and answer them. */
export function arbitrary<V extends object>(type: DtoType<V>, limits?: Limits): fc.Arbitrary<V>
export function arbitrary<T extends AnyType>(type: T, limits?: Limits): fc.Arbitrary<Value<T>>
export function arbitrary(type: AnyType, limits: Limits = {}): fc.Arbitrary<unknown> {
  const values = valuesOf(type, limits)
  return limits.values === undefined ? values : values.filter((value) => limits.values?.(type, value) ?? true)
}

function valuesOf(type: AnyType, limits: Limits): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'string':
      return limits.strings ?? anyString
    case 'int':
      return ints
    case 'double':
      return doubles
    case 'bool':
      return fc.boolean()
    case 'dateTime':
      return dateTimes
    case 'timeSpan':
      return timeSpans
    case 'guid':
      return fc.uuid().map((text) => text.replaceAll('-', ''))
    case 'bytes':
      return fc.uint8Array({ maxLength: 20 })
    case 'enum':
      return fc.constantFrom(...type.names)
    case 'nullable':
      return valuesOf(type.inner, limits)
    case 'list':
      return listOf(type.item, limits)
    case 'dictionary':
      return fc
        .array(fc.tuple(limits.strings ?? anyString, valuesOf(type.item, limits)), { maxLength: 4 })
        .map((entries) => new Map(entries))
    case 'dto': {
      const members = type.fields.map((f) => [f.name, slotOf(f.type, limits)] as const)
      return fc.record(Object.fromEntries(members)).map((given) => type.create(given))
    }
  }
}

/** A list whose only item is null cannot be told from an empty one in JSV, so there is none. */
function listOf(item: AnyType, limits: Limits): fc.Arbitrary<unknown> {
  const holdsNull = item.kind === 'string' || item.kind === 'bytes' || item.kind === 'nullable'
  const items = holdsNull ? slotOf(item, limits) : valuesOf(item, limits)
  return fc.array(items, { maxLength: 4 }).filter((list) => list.length !== 1 || list[0] !== null)
}

function slotOf(type: AnyType, limits: Limits): fc.Arbitrary<unknown> {
  const hasNull = !['int', 'double', 'bool', 'dateTime', 'timeSpan', 'guid', 'enum'].includes(type.kind)
  return hasNull ? fc.option(valuesOf(type, limits), { freq: 3 }) : valuesOf(type, limits)
}
