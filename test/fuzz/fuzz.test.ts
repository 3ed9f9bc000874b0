import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { operations } from '../../src/contract/index.ts'
import { formats } from '../../src/protocol/formats/index.ts'
import { Failure } from '../../src/protocol/schema/failure.ts'
import { fuzz } from './fuzz.ts'

test.each([
  ['the server', false, 2_000],
  ['a sandbox', true, 1_000],
])(
  'whatever is sent, %s answers it, refuses it or closes, and goes on',
  async (_what, isSandbox, most) => {
    const report = await fuzz(1, (inputs) => inputs >= most, isSandbox)
    expect(report.wrong).toEqual([])
    expect(report.statuses['200']).toBeGreaterThan(0)
    expect(Object.keys(report.kinds)).toHaveLength(5)
  },
  180_000,
)

describe.each(formats)('whatever the bytes, $name reads a request of every operation or refuses it', ({ compile }) => {
  test.each(operations)('$name', ({ request }) => {
    const codec = compile(request)
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 100 }))
    fc.assert(
      fc.property(bytes, (given) => {
        const found = codec.decode(typeof given === 'string' ? given : Buffer.from(given).toString())
        expect(found instanceof Failure ? found.status : 400).toBe(400)
      }),
      { numRuns: 100 },
    )
  })
})
