import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formats } from '../../../src/protocol/formats/index.ts'
import type { AnyType } from '../../../src/protocol/schema/type-model.ts'
import { string } from '../../../src/protocol/schema/types.ts'
import { arbitrary } from './arbitrary.ts'
import { limitsOf } from './limits.ts'
import { contractTypes, plainTypes } from './types.ts'

describe.each(formats)('what $name writes, it reads back equal', (format) => {
  const limits = limitsOf(format)
  const carried = (type: AnyType) => limits.types?.(type) ?? true

  test.each(contractTypes.filter(carried))('$csharp', (type) => {
    const codec = format.compile(type)
    fc.assert(
      fc.property(arbitrary(type, limits), (value) => {
        expect(codec.decode(codec.encode(value))).toStrictEqual(value)
        expect(codec.decode(codec.encodeIndented(value))).toStrictEqual(value)

        const target = type.create()
        expect(codec.decodeInto(codec.encode(value), target, new Set())).toBeUndefined()
        expect(target).toStrictEqual(value)
      }),
    )
  })

  test.each(plainTypes.filter(carried))('$csharp', (type) => {
    const codec = format.compile(type)
    fc.assert(
      fc.property(arbitrary(type, limits), (value) => {
        expect(codec.decode(codec.encode(value))).toStrictEqual(value)
        expect(codec.decode(codec.encodeIndented(value))).toStrictEqual(value)
      }),
    )
  })

  test('string, unless it is empty', () => {
    const codec = format.compile(string())
    fc.assert(
      fc.property(
        arbitrary(string(), limits).filter((text) => text !== ''),
        (text) => {
          expect(codec.decode(codec.encode(text))).toBe(text)
          expect(codec.decode(codec.encodeIndented(text))).toBe(text)
        },
      ),
    )
  })

  test('null is the empty text, for every type', () => {
    for (const type of [...contractTypes, ...plainTypes, string()]) {
      const codec = format.compile(type)
      expect(codec.encode(null)).toBe('')
      expect(codec.decode('')).toBeNull()
      expect(codec.decode('\ufeff')).toBeNull()
    }
  })
})
