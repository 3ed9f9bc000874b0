import { describe, expect, test } from 'vitest'
import { operations } from '../../../src/contract/index.ts'
import { sampleOf } from '../../../src/protocol/docs/samples/sample.ts'
import type { Encoder, ResponseFormat } from '../../../src/protocol/formats/codec.ts'
import { responseFormats } from '../../../src/protocol/formats/index.ts'
import { configuredJson } from '../../../src/protocol/formats/json/configured.ts'
import { parseJsonOptions } from '../../../src/protocol/formats/json/options.ts'
import { Failure } from '../../../src/protocol/schema/failure.ts'
import type { AnyType } from '../../../src/protocol/schema/type-model.ts'
import { list } from '../../../src/protocol/schema/types.ts'
import { Everything } from './types.ts'

const configured = (text: string): ResponseFormat => {
  const options = parseJsonOptions(text)
  if (options instanceof Failure) throw new Error(options.message)
  return configuredJson(options)
}
const writers = [...responseFormats, configured('IncludeNullValues:true'), configured('ExcludeDefaultValues:true')]

/** Types of answers, each with values of it: samples, the empty value, and lists of both. */
const responses = [...operations.map(({ response }) => response), Everything].flatMap((type) => {
  const [sample, empty] = [sampleOf(type), type.create()]
  const batch: AnyType = list(type)
  return [
    { type, value: sample },
    { type, value: empty },
    { type: batch, value: [sample, null, empty, sample] },
    { type: batch, value: [] },
  ]
})

describe.each(writers)('$name', (format) => {
  test('the pieces of an answer are together the text of the answer', () => {
    for (const { type, value } of responses) {
      const encoder: Encoder<unknown> = format.compile(type)
      expect([...encoder.pieces(value)].join('')).toBe(encoder.encode(value))
    }
  })
})
