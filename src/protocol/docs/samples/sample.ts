import type { Format } from '../../formats/codec.ts'
import { once } from '../../formats/members.ts'
import { DateTime } from '../../schema/datetime.ts'
import type { AnyType, DtoType } from '../../schema/type-model.ts'
import { defaultOf } from '../../schema/types.ts'

/** The moment of every sample: the one that the seed page shows. */
const moment = new DateTime(Date.UTC(2024, 4, 3, 2, 3, 39, 894), 6258, -240)

/**
 * A sample of a DTO as the metadata pages show it: value types at their default, a string `String`, one item in every
 * list and dictionary, and every date the same moment. Left out are fields of which no sample can be made, IEnumerable
 * fields and a DTO within itself, and those that the original does not have.
 */
export const sampleOf: (type: DtoType<object>) => object = once((type) => sampleObject(type, []))

const textsIn = once((format: Format) =>
  once((type: DtoType<object>) => format.compile(type).encodeIndented(sampleOf(type))),
)

/** The sample of a DTO in a format, spread over lines. */
export function sampleText(type: DtoType<object>, format: Format): string {
  return textsIn(format)(type)
}

function sampleObject(type: DtoType<object>, within: readonly DtoType<object>[]): object {
  const inner = [...within, type]
  const original = type.fields.filter((field) => !field.isExtension)
  const samples = original.map(({ name, type: fieldType }) => [name, sample(fieldType, inner)] as const)
  return type.create(Object.fromEntries(samples.filter(([, value]) => value !== undefined)))
}

/** A value of the type, or undefined where none can be made. */
function sample(type: AnyType, within: readonly DtoType<object>[]): unknown {
  switch (type.kind) {
    case 'string':
      return 'String'
    case 'dateTime':
      return moment
    case 'bytes':
      return new Uint8Array(1)
    case 'nullable':
      return sample(type.inner, within)
    case 'dto':
      return within.includes(type) ? undefined : sampleObject(type, within)
    case 'dictionary':
      return holding(sample(type.item, within), (item) => new Map([['String', item]]))
    case 'list':
      return type.interfaceOnly ? undefined : holding(sample(type.item, within), (item) => [item])
    default:
      return defaultOf(type)
  }
}

function holding<T>(item: unknown, make: (item: unknown) => T): T | undefined {
  return item === undefined ? undefined : make(item)
}
